import { randomUUID } from "node:crypto";
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { listProcesses } from "../terraform/process-list.ts";
import { CommandError } from "../terraform/run-command.ts";
import { SetupError } from "../terraform/setup-error.ts";
import { type KilledCommand, lockOwner } from "./state-lock.ts";

/** The data that a run gets while it holds the claim on a stack. */
export interface RunClaim {
  /** Called with the process ID of each Terraform command that the run starts. */
  readonly onStart: (pid: number) => void;
  /** The last commands of earlier runs that were killed. */
  readonly killed: readonly KilledCommand[];
}

interface ProcessMark {
  readonly pid: number;
  readonly startMark: string;
}

/** The content of a claim file: the process that works on the stack, and its Terraform command. */
interface ClaimFile extends ProcessMark {
  readonly host: string;
  /** True if the run failed: its process may do other work now. */
  readonly hasEnded?: true;
  readonly command?: ProcessMark & KilledCommand;
}

interface OtherClaim extends ClaimFile {
  readonly path: string;
}

const HEARTBEAT_MS = 5_000;
/**
 * The time for which a claim of another host (another container with the same folder) is valid
 * after its last heartbeat.
 */
const OTHER_HOST_MS = 60_000;
const POLL_MS = 200;
/** A bootstrap's Terraform takes a minute or two; one that does not end needs a person. */
const LONGEST_WAIT_MS = 15 * 60_000;

/**
 * Runs `work` while no other run of this checkout works on the stack. First waits for a Terraform
 * process that a killed run left.
 *
 * The claim is a file beside the stack's folder. The claim of a run that has ended does not block.
 * It is kept until a run succeeds, because it identifies the lock that was left behind.
 *
 * @throws SetupError if another run works on the stack.
 */
export async function withRunClaim<T>(
  folder: string,
  stack: string,
  work: (claim: RunClaim) => Promise<T>,
  onWait: (pid: number) => void = () => {},
): Promise<T> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Not named by process ID, which is the same in every container.
  const path = join(folder, `${stack}.${randomUUID()}.run`);
  let claim: ClaimFile = { ...markOf(process.pid), host: hostname() };
  writeClaim(path, claim);
  const heartbeat = setInterval(() => touch(path), HEARTBEAT_MS).unref();
  try {
    const others = readClaims(folder, stack).filter((other) => other.path !== path);
    rejectIfRunning(others, stack);
    for (const { command } of others) if (command !== undefined) await untilEnded(command, onWait);
    const result = await work({
      killed: others.flatMap(({ command }) => command ?? []),
      onStart: (pid) => {
        claim = { ...claim, command: { ...markOf(pid), who: lockOwner(), startedMs: Date.now() } };
        writeClaim(path, claim);
      },
    });
    for (const claimed of [...others, { path }]) rmSync(claimed.path, { force: true });
    return result;
  } catch (error) {
    // Terraform may have been killed and left its lock.
    if (error instanceof CommandError) writeClaim(path, { ...claim, hasEnded: true });
    else rmSync(path, { force: true });
    throw error;
  } finally {
    clearInterval(heartbeat);
    removeIfEmpty(folder);
  }
}

function rejectIfRunning(claims: readonly OtherClaim[], stack: string): void {
  const running = claims.find(isRunning);
  if (running === undefined) return;
  const where = running.host === hostname() ? "" : ` on ${running.host}`;
  throw new SetupError(
    `Another bootstrap of ${stack} is running (process ${running.pid}${where}): run the same command again after it ends.`,
  );
}

function isRunning(claim: OtherClaim): boolean {
  if (claim.hasEnded === true) return false;
  if (claim.host === hostname()) return isAlive(claim);
  return Date.now() - statSync(claim.path).mtimeMs < OTHER_HOST_MS;
}

function isAlive({ pid, startMark }: ProcessMark): boolean {
  return listProcesses().some((entry) => entry.pid === pid && entry.startMark === startMark);
}

function markOf(pid: number): ProcessMark {
  return { pid, startMark: listProcesses().find((entry) => entry.pid === pid)?.startMark ?? "" };
}

/**
 * Waits for a Terraform process of a killed run: its work would be lost unless it ends by itself.
 */
async function untilEnded(command: ProcessMark, onWait: (pid: number) => void): Promise<void> {
  if (!isAlive(command)) return;
  onWait(command.pid);
  const deadline = Date.now() + LONGEST_WAIT_MS;
  while (isAlive(command)) {
    if (Date.now() > deadline) {
      throw new SetupError(
        `The Terraform process of a killed run is still running (process ${command.pid}): wait until it ends, or ` +
          "end it, then run the same command again.",
      );
    }
    await sleep(POLL_MS);
  }
}

function readClaims(folder: string, stack: string): OtherClaim[] {
  const files = readdirSync(folder).filter((file) => file.startsWith(`${stack}.`) && file.endsWith(".run"));
  return files.flatMap((file) => {
    const path = join(folder, file);
    try {
      return [{ ...(JSON.parse(readFileSync(path, "utf8")) as ClaimFile), path }];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
      throw error;
    }
  });
}

/** Renews the heartbeat, unless somebody deleted the claim. */
function touch(path: string): void {
  try {
    utimesSync(path, new Date(), new Date());
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}

function removeIfEmpty(folder: string): void {
  if (readdirSync(folder).length === 0) rmSync(folder, { recursive: true });
}

/** Writes atomically: another run reads either the whole file or none. */
function writeClaim(path: string, claim: ClaimFile): void {
  writeFileSync(`${path}.new`, JSON.stringify(claim), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
