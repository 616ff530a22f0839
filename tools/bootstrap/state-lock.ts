import { hostname, userInfo } from "node:os";
import { stripVTControlCharacters } from "node:util";
import { SetupError } from "../terraform/setup-error.ts";

/** A lock on the state in the bucket, as described in Terraform's error. */
export interface StateLock {
  /** Terraform's ID of the lock, a UUID. */
  readonly id: string;
  /** `OperationTypeApply`. */
  readonly operation: string;
  /** `user@host`. */
  readonly who: string;
  /** Milliseconds since the epoch. */
  readonly createdMs: number;
}

/** A Terraform command of a killed run, which may have left a lock. */
export interface KilledCommand {
  /** `user@host`, as Terraform writes it into locks. */
  readonly who: string;
  /** Milliseconds since the epoch. */
  readonly startedMs: number;
}

/**
 * The time after its start within which a command acquires its lock; it may wait for another lock.
 */
const LOCK_WINDOW_MS = 5 * 60_000;
/** The maximum delay between the start of a command and its recorded start time. */
const RECORD_DELAY_MS = 1_000;

/** Returns the `user@host` that Terraform on this machine writes into its locks. */
export function lockOwner(): string {
  return `${userInfo().username}@${hostname()}`;
}

/** Parses the lock that made Terraform fail; undefined if it failed for another reason. */
export function lockInOutput(stderr: string): StateLock | undefined {
  const text = stripVTControlCharacters(stderr);
  if (!text.includes("Error acquiring the state lock")) return undefined;
  const value = (name: string) => new RegExp(`^[\\s│]*${name}: +(.+?) *$`, "m").exec(text)?.[1];
  const [id, operation = "", who = "", created = ""] = ["ID", "Operation", "Who", "Created"].map(value);
  if (id === undefined) return undefined;
  return { id, operation, who, createdMs: readTime(created) };
}

/**
 * True if one of these killed commands left the lock. A lock names user and host but no process, so
 * the time decides: the lock was acquired soon after such a command started.
 */
export function isLeftBehind(lock: StateLock, killed: readonly KilledCommand[]): boolean {
  return killed.some(({ who, startedMs }) => {
    const afterMs = lock.createdMs - startedMs;
    return who === lock.who && afterMs >= -RECORD_DELAY_MS && afterMs <= LOCK_WINDOW_MS;
  });
}

/** The error for a lock that may be in use. */
export function lockedError(lock: StateLock, stack: string, bucketFolder: string): SetupError {
  const since = Number.isNaN(lock.createdMs) ? "" : ` since ${new Date(lock.createdMs).toISOString()}`;
  return new SetupError(
    `The state of ${stack} is locked by ${lock.who}${since}: another run is using it. Run the same command again ` +
      `after that run ends. If that run was killed, release its lock first: terraform -chdir=${bucketFolder} ` +
      `force-unlock ${lock.id}`,
  );
}

/** Parses Go's time format: `2026-01-31 09:45:00.123456789 +0000 UTC`. */
function readTime(text: string): number {
  const [, date, time] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d{1,3})?)\d* \+0000 UTC$/.exec(text) ?? [];
  return Date.parse(`${date}T${time}Z`);
}
