import { readFileSync } from "node:fs";
import { CommandError } from "../terraform/run-command.ts";
import type { Terraform } from "../terraform/terraform.ts";
import { type SearchResult, searchFor, searchResult } from "./account-search.ts";
import { bucketNotReadable, stateNotDecryptable } from "./bootstrap-errors.ts";
import { isLeftBehind, type KilledCommand, lockedError, lockInOutput } from "./state-lock.ts";
import type { StateStackConfig } from "./state-stack-config.ts";
import { continuing, parseState, type TrackedState } from "./tracked-state.ts";
import type { WorkingFolder } from "./working-folder.ts";

/** One state stack, and what is needed to run Terraform on it. */
export interface StateStackTerraformOptions {
  readonly terraform: Terraform;
  readonly stack: string;
  readonly config: StateStackConfig;
  readonly folder: WorkingFolder;
  /** How long to wait for a lock, in seconds. */
  readonly lockWaitSeconds: number;
  /** Commands of earlier runs that were killed: the locks that they left are released. */
  readonly killed: readonly KilledCommand[];
}

type BackendMode = "local" | "bucket";

/**
 * Terraform's commands on one state stack. The stack is applied with a local state or with the one
 * in the bucket;
 * between the two a state goes by `state pull` and `state push`. `init -migrate-state` is not
 * used: what it does depends on
 * the command before it, so that it cannot be taken again.
 */
export class StateStackTerraform {
  readonly #options: StateStackTerraformOptions;
  #mode: BackendMode | undefined;
  #isBucketReady = false;

  constructor(options: StateStackTerraformOptions) {
    this.#options = options;
  }

  /**
   * Whether the bucket exists. Asked by the backend itself: it needs no other client of AWS.
   *
   * @throws SetupError when it exists and may not be read.
   */
  async bucketExists(): Promise<boolean> {
    const { terraform, folder, config } = this.#options;
    if (this.#isBucketReady) return true;
    try {
      await terraform.init(folder.bucketFolder, "-reconfigure");
      this.#isBucketReady = true;
      return true;
    } catch (error) {
      const stderr = error instanceof CommandError ? error.result.stderr : "";
      if (/S3 bucket .*does not exist|NoSuchBucket/s.test(stderr)) return false;
      if (/StatusCode: 403/.test(stderr)) throw bucketNotReadable(config.bucket.name);
      throw error;
    }
  }

  /** The state in the bucket. One that does not exist yet has no lineage. */
  async readBucketState(): Promise<TrackedState> {
    const { terraform, folder, config } = this.#options;
    try {
      return parseState(await terraform.statePull(folder.bucketFolder));
    } catch (error) {
      if (
        error instanceof CommandError &&
        /KMS\.?\w*(Disabled|InvalidState|NotFound)/.test(error.result.stderr)
      ) {
        throw stateNotDecryptable(config.bucket.name, error);
      }
      throw error;
    }
  }

  /** Writes the local state into the bucket, over the one that was seen there. */
  async pushState(local: TrackedState, seen: TrackedState | undefined): Promise<void> {
    const { terraform, folder } = this.#options;
    await this.bucketExists();
    // An empty state of another lineage is continued: Terraform would refuse to replace it.
    const replaces = seen !== undefined && seen.lineage !== "" && seen.lineage !== local.lineage;
    if (replaces) folder.writeState(continuing(local, seen));
    await this.#locked((waitSeconds) =>
      terraform.statePush(folder.bucketFolder, folder.stateFile, `-lock-timeout=${waitSeconds}s`),
    );
  }

  /** Takes out of the local state what the account does not have any more. */
  async refresh(): Promise<void> {
    await this.#options.terraform.apply(await this.#in("local"), "-refresh-only");
  }

  /** Finds the account's resources that carry the stack's tags. It changes no state. */
  async search(): Promise<SearchResult> {
    const { terraform, folder, config } = this.#options;
    const local = await this.#in("local");
    folder.setSearch(searchFor(config));
    try {
      await terraform.apply(local, "-refresh-only", `-state=${folder.searchStateFile}`);
      return searchResult(readFileSync(folder.searchStateFile, "utf8"));
    } finally {
      folder.setSearch(undefined);
    }
  }

  /** Imports an existing resource into the local state; false when there is none. */
  async import(address: string, id: string): Promise<boolean> {
    return this.#options.terraform.import(await this.#in("local"), address, id);
  }

  async untaint(addresses: readonly string[]): Promise<void> {
    const local = await this.#in("local");
    for (const address of addresses) await this.#options.terraform.untaint(local, address);
  }

  /** Destroys the key, and forgets these addresses first, so that they stay in AWS. */
  async destroyKey(forgotten: readonly string[]): Promise<void> {
    const { terraform, folder, config } = this.#options;
    const local = await this.#in("local");
    if (forgotten.length > 0) await terraform.stateRemove(local, forgotten);
    folder.setUnprotectedKey(config.key);
    try {
      await terraform.destroy(local, `-target=${config.key}`);
    } finally {
      folder.setUnprotectedKey(undefined);
    }
  }

  /** Applies the stack, or the part of it that one resource needs, with the local state. */
  async apply(target?: string): Promise<void> {
    const targets = target === undefined ? [] : [`-target=${target}`];
    await this.#options.terraform.apply(await this.#in("local"), ...targets);
  }

  /** Destroys what the local state tracks, or one resource with all that needs it. */
  async destroy(target?: string): Promise<void> {
    const targets = target === undefined ? [] : [`-target=${target}`];
    await this.#options.terraform.destroy(await this.#in("local"), ...targets);
    this.#isBucketReady = false;
  }

  /** Compares the stack with what the state in the bucket tracks, under its lock. */
  async compare(): Promise<"unchanged" | "changed" | "unusable-key"> {
    const folder = await this.#in("bucket");
    try {
      const { changes } = await this.#locked((waitSeconds) =>
        this.#options.terraform.plan(folder, `-lock-timeout=${waitSeconds}s`),
      );
      return changes ? "changed" : "unchanged";
    } catch (error) {
      if (isKeyError(error)) return "unusable-key";
      throw error;
    }
  }

  /** Applies the stack with the state in the bucket, under its lock. */
  async applyInBucket(): Promise<void> {
    const folder = await this.#in("bucket");
    await this.#locked((waitSeconds) =>
      this.#options.terraform.apply(folder, `-lock-timeout=${waitSeconds}s`),
    );
  }

  /** The stack's folder, initialized for a backend. */
  async #in(mode: BackendMode): Promise<string> {
    const { terraform, folder } = this.#options;
    if (this.#mode !== mode) {
      this.#mode = undefined;
      folder.useLocalState(mode === "local");
      await terraform.init(folder.path, "-reconfigure");
      this.#mode = mode;
    }
    return folder.path;
  }

  /**
   * Runs a command that takes the lock. A lock that a killed command left is released; another is
   * waited for.
   *
   * @param work takes the number of seconds to wait
   */
  async #locked<T>(work: (waitSeconds: number) => Promise<T>): Promise<T> {
    const { terraform, folder, stack, killed, lockWaitSeconds } = this.#options;
    for (let waitSeconds = 0; ; ) {
      try {
        return await work(waitSeconds);
      } catch (error) {
        const lock = error instanceof CommandError ? lockInOutput(error.result.stderr) : undefined;
        if (lock === undefined) throw error;
        if (isLeftBehind(lock, killed)) await terraform.forceUnlock(folder.bucketFolder, lock.id);
        else if (waitSeconds === lockWaitSeconds) throw lockedError(lock, stack, folder.bucketFolder);
        else waitSeconds = lockWaitSeconds;
      }
    }
  }
}

/**
 * Whether S3 could not use the key.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
 */
function isKeyError(error: unknown): error is CommandError {
  return (
    error instanceof CommandError && /KMS\.?\w*(Disabled|InvalidState|NotFound)/.test(error.result.stderr)
  );
}
