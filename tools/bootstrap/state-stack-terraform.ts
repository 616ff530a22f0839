import { readFileSync } from "node:fs";
import { CommandError } from "../terraform/run-command.ts";
import type { Terraform } from "../terraform/terraform.ts";
import { type SearchResult, searchFor, searchResult } from "./account-search.ts";
import { bucketNotReadable, stateNotDecryptable } from "./bootstrap-errors.ts";
import { isLeftBehind, type KilledCommand, lockedError, lockInOutput } from "./state-lock.ts";
import type { StateStackConfig } from "./state-stack-config.ts";
import { continuing, parseState, type TrackedState } from "./tracked-state.ts";
import type { WorkingFolder } from "./working-folder.ts";

/** One state stack, and how to run Terraform on it. */
export interface StateStackTerraformOptions {
  /** The Terraform to run, with the credentials of the account. */
  readonly terraform: Terraform;
  /** The stack's name: `state-111111111111-us-east-1`. */
  readonly stack: string;
  /** The synthesized stack: bucket, key and backend. */
  readonly config: StateStackConfig;
  /** The folder with the local state. */
  readonly folder: WorkingFolder;
  /** The time in seconds to wait for a lock. */
  readonly lockWaitSeconds: number;
  /** Commands of killed earlier runs, whose locks are released. */
  readonly killed: readonly KilledCommand[];
}

type BackendMode = "local" | "bucket";

/**
 * Runs Terraform commands on one state stack, with a local state or with the state in the bucket. A
 * state moves between the two by `state pull` and `state push`, not by `init -migrate-state`, whose
 * effect depends on the previous command, so that it cannot be repeated.
 */
export class StateStackTerraform {
  readonly #options: StateStackTerraformOptions;
  #mode: BackendMode | undefined;
  #isBucketReady = false;

  constructor(options: StateStackTerraformOptions) {
    this.#options = options;
  }

  /**
   * True if the bucket exists. The S3 backend checks it, so no other AWS client is needed.
   *
   * @throws SetupError if it exists but cannot be read.
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

  /** Reads the state in the bucket. A state that does not exist yet has no lineage. */
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

  /** Writes the local state into the bucket, over the state that was last read there. */
  async pushState(local: TrackedState, seen: TrackedState | undefined): Promise<void> {
    const { terraform, folder } = this.#options;
    await this.bucketExists();
    // Continues an empty state of another lineage, which Terraform would not overwrite.
    const replaces = seen !== undefined && seen.lineage !== "" && seen.lineage !== local.lineage;
    if (replaces) folder.writeState(continuing(local, seen));
    await this.#locked((waitSeconds) =>
      terraform.statePush(folder.bucketFolder, folder.stateFile, `-lock-timeout=${waitSeconds}s`),
    );
  }

  /** Removes resources that no longer exist in the account from the local state. */
  async refresh(): Promise<void> {
    await this.#options.terraform.refresh(await this.#in("local"));
  }

  /** Finds the account's resources with the stack's tags. No state changes. */
  async search(): Promise<SearchResult> {
    const { terraform, folder, config } = this.#options;
    const local = await this.#in("local");
    folder.setSearch(searchFor(config));
    try {
      await terraform.refresh(local, `-state=${folder.searchStateFile}`);
      return searchResult(readFileSync(folder.searchStateFile, "utf8"));
    } finally {
      folder.setSearch(undefined);
    }
  }

  /** Imports an existing resource into the local state; returns false if it does not exist. */
  async import(address: string, id: string): Promise<boolean> {
    return this.#options.terraform.import(await this.#in("local"), address, id);
  }

  /** Keeps resources of the local state that Terraform would replace in the next apply. */
  async untaint(addresses: readonly string[]): Promise<void> {
    const local = await this.#in("local");
    for (const address of addresses) await this.#options.terraform.untaint(local, address);
  }

  /**
   * Destroys the key. Removes the `forgotten` addresses from the state first, so that these
   * resources are kept in AWS.
   */
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

  /** Applies the stack, or one resource and its dependencies, with the local state. */
  async apply(target?: string): Promise<void> {
    const targets = target === undefined ? [] : [`-target=${target}`];
    await this.#options.terraform.apply(await this.#in("local"), ...targets);
  }

  /** Destroys all resources in the local state, or one resource and its dependents. */
  async destroy(target?: string): Promise<void> {
    const targets = target === undefined ? [] : [`-target=${target}`];
    await this.#options.terraform.destroy(await this.#in("local"), ...targets);
    this.#isBucketReady = false;
  }

  /** Plans the stack against the state in the bucket, under its lock. */
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

  /** Initializes the stack's folder for a backend, and returns it. */
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
   * Runs a command that acquires the lock. Releases a lock that a killed command left, and waits
   * for any other.
   *
   * @param work called with the number of seconds to wait
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
 * True if S3 could not use the key.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
 */
function isKeyError(error: unknown): error is CommandError {
  return (
    error instanceof CommandError && /KMS\.?\w*(Disabled|InvalidState|NotFound)/.test(error.result.stderr)
  );
}
