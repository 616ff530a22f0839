/** The way in which a run is cut at a point. */
export type Cut =
  /** AWS or the backend returns an error: Terraform saves its state and fails. */
  | "fail"
  /** Terraform is killed: it saves nothing more, and its caller gets the failure. */
  | "kill-terraform"
  /** Terraform and its caller are killed. */
  | "kill-all";

/** An error that makes Terraform fail. */
export class FakeFailure extends Error {
  readonly cut: Cut;

  constructor(message: string, cut: Cut = "fail") {
    super(message);
    this.cut = cut;
  }
}

/** Counts the points that a run passes, and cuts the run at one of them. */
export class CutPoints {
  /** The number of points passed. */
  passed = 0;
  /** The name of the point at which the run was cut. */
  cutAt: string | undefined;
  readonly #at: number;
  readonly #cut: Cut;
  /** Lets other runs continue in between. */
  readonly #turn: (name: string) => Promise<void>;
  /** Resolves when the whole run was killed. */
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
   * Passes a point at which the run can be cut.
   *
   * @throws FakeFailure if it is cut, unless the caller was killed too.
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

/** A bucket with its settings, by resource type, and its objects. */
export interface FakeBucket {
  isTagged: boolean;
  readonly settings: Set<string>;
  /** The text and the ID of the key that encrypts it, by object key. */
  readonly objects: Map<string, { readonly text: string; readonly keyId: string }>;
}

/** An AWS account, reduced to the resources of a state stack. */
export class FakeAccount {
  /** All keys ever created; a deleted key is pending deletion. */
  readonly keys = new Map<string, "Enabled" | "PendingDeletion">();
  /** The ID of the key that the alias points to. */
  alias: string | undefined;
  bucket: FakeBucket | undefined;
  /** The API calls that changed something. */
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

  /** Cancels the deletion of the keys that encrypt the bucket's objects; returns their IDs. */
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

  /** The bucket. @throws FakeFailure if it does not exist. */
  existingBucket(): FakeBucket {
    if (this.bucket === undefined) throw new FakeFailure('Error: S3 bucket "states" does not exist.');
    return this.bucket;
  }

  deleteBucket(): void {
    if (this.existingBucket().objects.size > 0) throw new FakeFailure("BucketNotEmpty");
    this.bucket = undefined;
    this.changes.push("DeleteBucket");
  }

  /** The key behind the alias. @throws FakeFailure if there is none that can be used. */
  usableKey(): string {
    if (this.alias === undefined || this.keys.get(this.alias) !== "Enabled") {
      throw new FakeFailure("KMS.NotFoundException");
    }
    return this.alias;
  }
}
