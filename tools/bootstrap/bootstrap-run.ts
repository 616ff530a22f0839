import { bucketInUse, bucketNotOurs } from "./bootstrap-errors.ts";
import {
  type AccountFindings,
  type BootstrapGoal,
  type BootstrapObservation,
  type BootstrapStep,
  type ImportStep,
  nextStep,
} from "./bootstrap-plan.ts";
import { localView, stackView } from "./stack-view.ts";
import type { StateStackConfig } from "./state-stack-config.ts";
import type { StateStackTerraform } from "./state-stack-terraform.ts";
import type { TrackedState } from "./tracked-state.ts";
import type { WorkingFolder } from "./working-folder.ts";

/**
 * What a bootstrap found and did.
 *
 * - `created`: nothing existed
 * - `migrated`: an interrupted run had left a local state
 * - `adopted`: the account had resources of the stack, and no state tracked them
 * - `changed`: what the state in the bucket tracks was brought up to date
 */
export type BootstrapOutcome = "created" | "migrated" | "adopted" | "changed" | "up-to-date";

/** What a removal found and did. */
export type RemovalOutcome = "removed" | "not-there";

/** Returns the stacks whose resources the bucket still accounts for. */
export type FindOtherStates = () => Promise<readonly string[]>;

/** What a run works with. */
export interface BootstrapRunOptions {
  readonly stack: string;
  readonly config: StateStackConfig;
  readonly folder: WorkingFolder;
  readonly work: StateStackTerraform;
  /** Receives each step as it begins. */
  readonly onStep: (step: string) => void;
  /** Receives what a person should know of afterwards. */
  readonly onNotice: (notice: string) => void;
}

/** More steps than any run takes: a loop would never end by itself. */
const MOST_STEPS = 60;

/** The bucket as it was last seen. */
interface SeenBucket {
  readonly exists: boolean;
  readonly state?: TrackedState;
}

/**
 * One run of a bootstrap or a removal: it observes, takes the step that the plan names, and
 * observes again.
 */
export class BootstrapRun {
  readonly #options: BootstrapRunOptions;
  #findOtherStates: FindOtherStates = async () => [];
  /** Undefined when it must be looked at again. */
  #bucket: SeenBucket | undefined;
  #account: AccountFindings | undefined;
  #compared: BootstrapObservation["compared"];
  readonly #notFound = new Set<string>();
  #wasInterrupted = false;
  #isRefreshed = false;
  #isPulled = false;
  #isAdopted = false;
  #isUnused = false;
  #isDestroyed = false;
  /** Undefined before the stack was applied. */
  #applied: Exclude<BootstrapOutcome, "up-to-date"> | undefined;

  constructor(options: BootstrapRunOptions) {
    this.#options = options;
  }

  /** Makes the bucket, with its state in it. */
  async makePresent(): Promise<BootstrapOutcome> {
    await this.#takeSteps("present");
    this.#options.folder.finish();
    return this.#applied ?? "up-to-date";
  }

  /** Removes the bucket, its key and all that was kept here for them. */
  async makeAbsent(findOtherStates: FindOtherStates): Promise<RemovalOutcome> {
    this.#findOtherStates = findOtherStates;
    await this.#takeSteps("absent");
    this.#options.folder.remove();
    return this.#isDestroyed ? "removed" : "not-there";
  }

  async #takeSteps(goal: BootstrapGoal): Promise<void> {
    const { folder, config, stack } = this.#options;
    folder.prepare(config);
    this.#isRefreshed = folder.readState() === undefined;
    this.#wasInterrupted = !this.#isRefreshed || folder.readRecord() !== undefined;
    for (let steps = 0; steps < MOST_STEPS; steps++) {
      const step = nextStep(goal, await this.#observe());
      if (step.do === "finish") return;
      await this.#take(step);
    }
    throw new Error(`The bootstrap of ${stack} took ${MOST_STEPS} steps and has not ended.`);
  }

  async #observe(): Promise<BootstrapObservation> {
    const { folder, config } = this.#options;
    const { exists, state } = await this.#seeBucket();
    const local = folder.readState();
    return {
      bucketExists: exists,
      remote: state === undefined || state.resources.length === 0 ? undefined : stackView(state, config),
      local: local === undefined ? undefined : localView(local, state, config),
      account: this.#account,
      compared: this.#compared,
      notFound: this.#notFound,
      wasInterrupted: this.#wasInterrupted,
      isRefreshed: this.#isRefreshed,
      isApplied: this.#applied !== undefined,
      isUnused: this.#isUnused,
      isDestroyed: this.#isDestroyed,
    };
  }

  async #seeBucket(): Promise<SeenBucket> {
    if (this.#bucket !== undefined) return this.#bucket;
    const { work, onStep } = this.#options;
    onStep("looking for the state bucket");
    const exists = await work.bucketExists();
    this.#bucket = exists ? { exists, state: await work.readBucketState() } : { exists };
    return this.#bucket;
  }

  async #take(step: Exclude<BootstrapStep, { do: "finish" }>): Promise<void> {
    const { folder, work, config } = this.#options;
    switch (step.do) {
      case "refresh":
        return this.#refresh();
      case "search":
        return this.#search();
      case "import":
        return this.#import(step);
      case "untaint":
        return work.untaint(step.addresses);
      case "drop-local":
        return folder.dropState();
      case "delete-key":
        return this.#deleteKey(step.rest);
      case "pull":
        return this.#pull();
      case "push":
        return this.#push();
      case "apply":
        return this.#apply();
      case "compare":
        return this.#compare();
      case "apply-in-bucket":
        return this.#applyInBucket();
      case "check-unused":
        return this.#checkUnused();
      case "allow-emptying":
        return work.apply(config.bucket.address);
      case "destroy-bucket":
        return this.#destroyBucket();
      case "destroy":
        return this.#destroy();
      case "refuse-bucket":
        throw bucketNotOurs(config.bucket.name);
    }
  }

  async #refresh(): Promise<void> {
    const { work, onStep } = this.#options;
    onStep("comparing the state that an interrupted run left with the account");
    await work.refresh();
    this.#isRefreshed = true;
  }

  async #search(): Promise<void> {
    const { work, folder, config, onStep } = this.#options;
    onStep("looking for what an earlier run has left in the account");
    const { keys, buckets } = await work.search();
    const bucketIsOurs =
      buckets.includes(config.bucket.name) || folder.readRecord()?.bucketWasAbsent === true;
    this.#account = { keys, bucketIsOurs };
  }

  async #import(step: ImportStep): Promise<void> {
    const { work, config, onStep } = this.#options;
    onStep(`looking for the ${step.what}`);
    const isFound =
      step.what === "key"
        ? await work.import(config.key, step.id)
        : await work.import(config[step.what].address, config[step.what].name);
    if (!isFound) {
      this.#notFound.add(step.what === "key" ? step.id : step.what);
      return;
    }
    this.#isAdopted = true;
    this.#wasInterrupted = true;
  }

  async #deleteKey(rest: "dropped" | "kept"): Promise<void> {
    const { work, folder, config, onStep, onNotice } = this.#options;
    onStep("deleting a second key, which nothing uses");
    const tracked = folder.readState()?.resources ?? [];
    const key = tracked.find(({ address }) => address === config.key)?.id;
    const others = tracked.map(({ address }) => address).filter((address) => address !== config.key);
    await work.destroyKey(
      rest === "dropped" ? others : others.filter((address) => config.keyDependents.includes(address)),
    );
    onNotice(
      `The KMS key ${key} is scheduled for deletion: an interrupted run made it, and nothing is encrypted with it.`,
    );
  }

  async #pull(): Promise<void> {
    const { folder, onStep } = this.#options;
    onStep("taking the state out of the bucket");
    const state = (await this.#seeBucket()).state;
    if (state !== undefined) folder.writeState(state.text);
    this.#isPulled = true;
    this.#isRefreshed = true;
  }

  /**
   * A push that another run was quicker than is no failure: what that one wrote decides what comes
   * next.
   */
  async #push(): Promise<void> {
    const { folder, work, config, onStep } = this.#options;
    const local = folder.readState();
    if (local === undefined) throw new Error("There is no local state to push.");
    onStep("moving its state into the bucket");
    const seen = this.#bucket?.state;
    this.#bucket = undefined;
    try {
      await work.pushState(local, seen);
    } catch (error) {
      const { state } = await this.#seeBucket();
      const relation = localView(local, state, config).relation;
      if (relation === "only" || relation === "newer") throw error;
    }
  }

  async #apply(): Promise<void> {
    const { folder, work, onStep } = this.#options;
    const { exists } = await this.#seeBucket();
    const isLocal = folder.readState() !== undefined;
    onStep(isLocal ? "completing the state bucket" : "creating the state bucket");
    if (!exists) folder.writeRecord({ bucketWasAbsent: true });
    await work.apply();
    // A bucket that was created just now holds no state.
    if (!exists) this.#bucket = { exists: true };
    this.#applied = this.#isPulled
      ? "changed"
      : this.#isAdopted
        ? "adopted"
        : isLocal
          ? "migrated"
          : "created";
  }

  async #compare(): Promise<void> {
    const { work, onStep } = this.#options;
    onStep("comparing the state bucket");
    this.#compared = await work.compare();
  }

  async #applyInBucket(): Promise<void> {
    const { work, onStep } = this.#options;
    onStep("bringing the state bucket up to date");
    await work.applyInBucket();
    this.#applied = "changed";
  }

  async #checkUnused(): Promise<void> {
    this.#options.onStep("looking for stacks that still have something in it");
    const inUse = await this.#findOtherStates();
    if (inUse.length > 0) throw bucketInUse(inUse);
    this.#isUnused = true;
  }

  async #destroyBucket(): Promise<void> {
    const { work, config, onStep } = this.#options;
    onStep("removing the bucket");
    await work.destroy(config.bucket.address);
    // Whether it stays away decides about the key.
    this.#bucket = undefined;
    this.#isDestroyed = true;
  }

  async #destroy(): Promise<void> {
    const { work, onStep } = this.#options;
    onStep("removing its key");
    await work.destroy();
    this.#isDestroyed = true;
  }
}
