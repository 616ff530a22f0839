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

/** What a run may do while it alone works on a stack. */
export interface RunClaim {
  /** Receives the process id of each Terraform command that the run starts. */
  readonly onStart: (pid: number) => void;
  /** The last commands of earlier runs that were killed. */
  readonly killed: readonly KilledCommand[];
}

interface ProcessMark {
  readonly pid: number;
  readonly startMark: string;
}

/** The content of a claim's file: who works on the stack, and the Terraform command that runs. */
interface ClaimFile extends ProcessMark {
  readonly host: string;
  /** True when it failed: its process may go on with other things. */
  readonly hasEnded?: true;
  readonly command?: ProcessMark & KilledCommand;
}

interface OtherClaim extends ClaimFile {
  readonly path: string;
}

const HEARTBEAT_MS = 5_000;
/**
 * A claim of another host (another container with the same folder) counts for so long after its
 * last heartbeat.
 */
const OTHER_HOST_MS = 60_000;
const POLL_MS = 200;
/** A bootstrap's Terraform takes a minute or two; one that does not end needs a person. */
const LONGEST_WAIT_MS = 15 * 60_000;

/**
 * Works on a stack while no other run of this checkout does. A Terraform that a killed run has
 * left running is waited
 * for first. The claim is a file beside the stack's folder; one of a run that has ended counts for
 * nothing, and stays until
 * a run succeeds, since it tells which lock is left behind.
 *
 * @throws SetupError when another run is working on the stack.
 */
export async function withRunClaim<T>(
  folder: string,
  stack: string,
  work: (claim: RunClaim) => Promise<T>,
  onWait: (pid: number) => void = () => {},
): Promise<T> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // No process id: containers give each run the same one.
  const own = join(folder, `${stack}.${randomUUID()}.run`);
  let claim: ClaimFile = { ...markOf(process.pid), host: hostname() };
  writeClaim(own, claim);
  const heartbeat = setInterval(() => touch(own), HEARTBEAT_MS).unref();
  try {
    const others = readClaims(folder, stack).filter(({ path }) => path !== own);
    refuseIfRunning(others, stack);
    for (const { command } of others) if (command !== undefined) await untilEnded(command, onWait);
    const result = await work({
      killed: others.flatMap(({ command }) => command ?? []),
      onStart: (pid) => {
        claim = { ...claim, command: { ...markOf(pid), who: lockOwner(), startedMs: Date.now() } };
        writeClaim(own, claim);
      },
    });
    for (const { path } of [...others, { path: own }]) rmSync(path, { force: true });
    return result;
  } catch (error) {
    // Terraform may have been killed and have left its lock.
    if (error instanceof CommandError) writeClaim(own, { ...claim, hasEnded: true });
    else rmSync(own, { force: true });
    throw error;
  } finally {
    clearInterval(heartbeat);
    removeIfEmpty(folder);
  }
}

function refuseIfRunning(claims: readonly OtherClaim[], stack: string): void {
  const running = claims.find(isRunning);
  if (running === undefined) return;
  const where = running.host === hostname() ? "" : ` on ${running.host}`;
  throw new SetupError(
    `Another bootstrap is working on ${stack} (process ${running.pid}${where}): run the same command again once it has ended.`,
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
 * Waits for a Terraform whose run was killed: what it is doing is lost unless it ends by itself.
 */
async function untilEnded(command: ProcessMark, onWait: (pid: number) => void): Promise<void> {
  if (!isAlive(command)) return;
  onWait(command.pid);
  const deadline = Date.now() + LONGEST_WAIT_MS;
  while (isAlive(command)) {
    if (Date.now() > deadline) {
      throw new SetupError(
        `The Terraform of a run that was killed still works (process ${command.pid}): wait until it has ended, or ` +
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

/** The heartbeat; a claim that somebody has deleted has none. */
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

/** Another run reads either the whole file or none. */
function writeClaim(path: string, claim: ClaimFile): void {
  writeFileSync(`${path}.new`, JSON.stringify(claim), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
