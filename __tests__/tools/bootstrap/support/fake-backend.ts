import { randomUUID } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CutPoints, type FakeAccount, FakeFailure } from "./fake-account.ts";
import { fakeStateKey } from "./fake-configuration.ts";

/** A resource that a state tracks. */
export interface FakeResource {
  readonly mode: "managed";
  readonly type: string;
  readonly name: string;
  instances: [{ status?: "tainted"; attributes: Record<string, unknown> }];
}

/** Terraform's state, as far as a bootstrap reads it. */
export interface FakeState {
  readonly version: 4;
  serial: number;
  lineage: string;
  outputs: Record<string, unknown>;
  resources: FakeResource[];
}

const STATE = "terraform.tfstate";

/** Saves a state; the text names what has changed. */
export type SaveState = (change: string) => Promise<void>;

/**
 * Terraform's backends: a local file, or an object and its lock in the account's bucket. They can
 * be cut at each point at which the real ones can be interrupted.
 */
export class FakeBackend {
  readonly #account: FakeAccount;
  readonly #points: CutPoints;

  constructor(account: FakeAccount, points: CutPoints) {
    this.#account = account;
    this.#points = points;
  }

  /** True if a folder's state is in the bucket, not in a local file. */
  isInBucket(folder: string): boolean {
    return !existsSync(join(folder, "backend_override.tf.json"));
  }

  /**
   * Runs `work` on the state of a folder's backend. Like Terraform, it saves a local state at each
   * change.
   */
  async withState(folder: string, work: (state: FakeState, save: SaveState) => Promise<void>): Promise<void> {
    if (!this.isInBucket(folder)) {
      const file = join(folder, STATE);
      const state = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as FakeState) : emptyState();
      if (state.lineage === "") state.lineage = randomUUID();
      return work(state, (what) => this.#saveLocally(file, state, what));
    }
    return this.whileLocked(folder, async () => {
      const state = this.readObject(folder);
      const persist = () => {
        if (state.lineage === "") state.lineage = randomUUID();
        this.writeObject(folder, { ...state, serial: state.serial + 1 });
      };
      try {
        await work(state, (what) => this.#points.pass(`saved ${what}`));
      } catch (error) {
        if (error instanceof FakeFailure && error.cut === "fail") persist();
        throw error;
      }
      try {
        await this.#points.pass("before the state is written");
        persist();
      } catch (error) {
        if (error instanceof FakeFailure && error.cut === "fail") {
          const errored = { ...state, serial: state.serial + 1 };
          writeFileSync(join(folder, "errored.tfstate"), JSON.stringify(errored));
        }
        throw error;
      }
    });
  }

  /** Runs `work` while it holds the lock of a state in the bucket. */
  async whileLocked(folder: string, work: () => Promise<void>): Promise<void> {
    const { objects } = this.#account.existingBucket();
    const key = this.lockKey(folder);
    const held = objects.get(key);
    if (held !== undefined) throw new FakeFailure(held.text);
    const created = new Date().toISOString().replace("T", " ").replace("Z", " +0000 UTC");
    const text = `Error acquiring the state lock\nLock Info:\n  ID:        ${randomUUID()}\n  Operation: x\n  Who:       me@here\n  Created:   ${created}\n`;
    objects.set(key, { text, keyId: this.#account.usableKey() });
    try {
      await this.#points.pass("locked");
      await work();
      await this.#points.pass("before it unlocks");
    } catch (error) {
      if (error instanceof FakeFailure && error.cut === "fail") objects.delete(key);
      throw error;
    }
    objects.delete(key);
  }

  /** Reads a state in the bucket; an empty one if there is none. */
  readObject(folder: string): FakeState {
    const object = this.#account.existingBucket().objects.get(fakeStateKey(folder));
    if (object === undefined) return emptyState();
    if (this.#account.keys.get(object.keyId) !== "Enabled")
      throw new FakeFailure("KMS.KMSInvalidStateException");
    return JSON.parse(object.text) as FakeState;
  }

  /** Writes a state into the bucket. */
  writeObject(folder: string, state: FakeState): void {
    const keyId = this.#account.usableKey();
    this.#account.existingBucket().objects.set(fakeStateKey(folder), { text: JSON.stringify(state), keyId });
  }

  /** The key of the lock of a state in the bucket. */
  lockKey(folder: string): string {
    return `${fakeStateKey(folder)}.tflock`;
  }

  /** Writes in place, as Terraform does: a kill leaves a partial file beside the backup. */
  async #saveLocally(file: string, state: FakeState, what: string): Promise<void> {
    if (existsSync(file)) writeFileSync(`${file}.backup`, readFileSync(file));
    state.serial += 1;
    const text = JSON.stringify(state);
    writeFileSync(file, text.slice(0, text.length / 2));
    try {
      await this.#points.pass(`half of ${what} saved`);
    } catch (error) {
      // A failure that is no kill still writes its file.
      if (error instanceof FakeFailure && error.cut === "fail") writeFileSync(file, text);
      throw error;
    }
    writeFileSync(file, text);
    await this.#points.pass(`saved ${what}`);
  }
}

/** Finds a resource in a state. */
export function findTracked(state: FakeState, type: string, name: string): FakeResource | undefined {
  return state.resources.find((resource) => resource.type === type && resource.name === name);
}

/** Returns the ID of the key in a state. */
export function trackedKeyId(state: FakeState): string {
  const key = state.resources.find(({ type }) => type === "aws_kms_key");
  if (key === undefined) throw new FakeFailure("no key");
  return String(key.instances[0].attributes.id);
}

/** Returns an empty state, without a lineage. */
export function emptyState(): FakeState {
  return { version: 4, serial: 0, lineage: "", outputs: {}, resources: [] };
}
