import { hostname, userInfo } from "node:os";
import { stripVTControlCharacters } from "node:util";
import { SetupError } from "../terraform/setup-error.ts";

/** A lock on the state in the bucket, as Terraform describes it when it is refused. */
export interface StateLock {
  readonly id: string;
  /** `OperationTypeApply`. */
  readonly operation: string;
  /** `user@host`. */
  readonly who: string;
  /** Milliseconds since the epoch. */
  readonly createdMs: number;
}

/** A Terraform command whose run was killed and may have left a lock. */
export interface KilledCommand {
  /** `user@host`, as Terraform writes it into locks. */
  readonly who: string;
  /** Milliseconds since the epoch. */
  readonly startedMs: number;
}

/** How long after its start a command may take its lock: it may wait for another's. */
const LOCK_WINDOW_MS = 5 * 60_000;
/** How much later than the command's own start that start may be recorded. */
const RECORD_DELAY_MS = 1_000;

/** What Terraform writes into the locks that it takes here. */
export function lockOwner(): string {
  return `${userInfo().username}@${hostname()}`;
}

/** The lock that Terraform was refused by; undefined when it failed for another reason. */
export function lockInOutput(stderr: string): StateLock | undefined {
  const text = stripVTControlCharacters(stderr);
  if (!text.includes("Error acquiring the state lock")) return undefined;
  const value = (name: string) => new RegExp(`^[\\s│]*${name}: +(.+?) *$`, "m").exec(text)?.[1];
  const [id, operation = "", who = "", created = ""] = ["ID", "Operation", "Who", "Created"].map(value);
  if (id === undefined) return undefined;
  return { id, operation, who, createdMs: readTime(created) };
}

/**
 * Whether a lock was left by one of these commands. Terraform names user and host in a lock but no
 * process, so the
 * time decides: the lock was taken soon after such a command started, and the command has ended.
 */
export function isLeftBehind(lock: StateLock, killed: readonly KilledCommand[]): boolean {
  return killed.some(({ who, startedMs }) => {
    const afterMs = lock.createdMs - startedMs;
    return who === lock.who && afterMs >= -RECORD_DELAY_MS && afterMs <= LOCK_WINDOW_MS;
  });
}

/** The refusal for a lock that may be in use. */
export function lockedError(lock: StateLock, stack: string, bucketFolder: string): SetupError {
  const since = Number.isNaN(lock.createdMs) ? "" : ` since ${new Date(lock.createdMs).toISOString()}`;
  return new SetupError(
    `The state of ${stack} is locked by ${lock.who}${since}: another run is working on it. Run the same command ` +
      `again once that run has ended. If it was killed, release its lock first: terraform -chdir=${bucketFolder} ` +
      `force-unlock ${lock.id}`,
  );
}

/** Reads Go's `2026-01-31 09:45:00.123456789 +0000 UTC`. */
function readTime(text: string): number {
  const [, date, time] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d{1,3})?)\d* \+0000 UTC$/.exec(text) ?? [];
  return Date.parse(`${date}T${time}Z`);
}
