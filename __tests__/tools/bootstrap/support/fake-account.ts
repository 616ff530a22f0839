/** The way in which a run is cut at a point. */
export type Cut =
  /** AWS or the backend answers with an error: Terraform saves what it knows and fails. */
  | "fail"
  /** Terraform is killed: it saves nothing more, and its caller sees it fail. */
  | "kill-terraform"
  /** Terraform and its caller are killed: neither does anything more. */
  | "kill-all";

/** An error with which Terraform fails. */
export class FakeFailure extends Error {
  readonly cut: Cut;

  constructor(message: string, cut: Cut = "fail") {
    super(message);
    this.cut = cut;
  }
}

/** Counts the points that a run passes, and cuts it at one of them. */
export class CutPoints {
  /** The points that were passed. */
  passed = 0;
  /** The name of the point at which the run was cut. */
  cutAt: string | undefined;
  readonly #at: number;
  readonly #cut: Cut;
  /** Lets other runs go on in between. */
  readonly #turn: (name: string) => Promise<void>;
  /** Settles when the whole run has been killed. */
  readonly killed: Promise<void>;
  #kill: () => void = () => {};

  constructor(at = 0, cut: Cut = "fail", turn: (name: string) => Promise<void> = async () => {}) {
    this.#at = at;
    this.#cut = cut;
    this.#turn = turn;
    this.killed = new Promise((resolve) => {
      this.#kill = resolve;
    });
  }

  /**
   * A point at which the run may be cut. @throws FakeFailure when it is, unless nobody is left to
   * hear of it.
   */
  async pass(name: string): Promise<void> {
    await this.#turn(name);
    this.passed += 1;
    if (this.passed !== this.#at) return;
    this.cutAt = name;
    if (this.#cut !== "kill-all") throw new FakeFailure(`cut: ${name}`, this.#cut);
    this.#kill();
    await new Promise(() => {});
  }
}

/** A bucket: the settings that are resources of their own by type, and its objects. */
export interface FakeBucket {
  isTagged: boolean;
  readonly settings: Set<string>;
  /** Text and the id of the key that encrypts it, by object key. */
  readonly objects: Map<string, { readonly text: string; readonly keyId: string }>;
}

/** An AWS account with what a state stack makes. */
export class FakeAccount {
  /** Every key that was ever created; a deleted one waits for its deletion. */
  readonly keys = new Map<string, "Enabled" | "PendingDeletion">();
  /** The id of the key that the alias points to. */
  alias: string | undefined;
  bucket: FakeBucket | undefined;
  /** What was asked of AWS that changes something. */
  readonly changes: string[] = [];

  get enabledKeys(): string[] {
    return [...this.keys].filter(([, state]) => state === "Enabled").map(([id]) => id);
  }

  createKey(): string {
    const id = `key-${this.keys.size + 1}`;
    this.keys.set(id, "Enabled");
    this.changes.push("CreateKey");
    return id;
  }

  deleteKey(id: string): void {
    this.keys.set(id, "PendingDeletion");
    this.changes.push("ScheduleKeyDeletion");
  }

  /**
   * Takes back the deletion of the keys that the bucket's objects are encrypted with; returns their
   * ids.
   */
  enableKeys(): readonly string[] {
    const objects = [...(this.bucket?.objects.values() ?? [])];
    const waiting = new Set(
      objects.map(({ keyId }) => keyId).filter((id) => this.keys.get(id) !== "Enabled"),
    );
    for (const id of waiting) this.keys.set(id, "Enabled");
    return [...waiting];
  }

  createAlias(target: string): void {
    if (this.alias !== undefined) throw new FakeFailure("AlreadyExistsException: the alias exists");
    this.setAlias(target);
  }

  setAlias(target: string | undefined): void {
    this.alias = target;
    this.changes.push("Alias");
  }

  createBucket(): void {
    if (this.bucket !== undefined) throw new FakeFailure("BucketAlreadyOwnedByYou");
    this.bucket = { isTagged: false, settings: new Set(), objects: new Map() };
    this.changes.push("CreateBucket");
  }

  /** The bucket. @throws FakeFailure when it does not exist. */
  existingBucket(): FakeBucket {
    if (this.bucket === undefined) throw new FakeFailure('Error: S3 bucket "states" does not exist.');
    return this.bucket;
  }

  deleteBucket(): void {
    if (this.existingBucket().objects.size > 0) throw new FakeFailure("BucketNotEmpty");
    this.bucket = undefined;
    this.changes.push("DeleteBucket");
  }

  /** The key behind the alias. @throws FakeFailure when there is none that can be used. */
  usableKey(): string {
    if (this.alias === undefined || this.keys.get(this.alias) !== "Enabled") {
      throw new FakeFailure("KMS.NotFoundException");
    }
    return this.alias;
  }
}
