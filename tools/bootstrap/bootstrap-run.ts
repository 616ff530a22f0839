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
 * The outcome of a bootstrap.
 *
 * - `created`: nothing existed
 * - `migrated`: an interrupted run had left a local state
 * - `adopted`: the account had resources of the stack that no state tracked
 * - `changed`: the resources that the state in the bucket tracks were updated
 */
export type BootstrapOutcome = "created" | "migrated" | "adopted" | "changed" | "up-to-date";

/** The outcome of a removal. */
export type RemovalOutcome = "removed" | "not-there";

/** Returns the names of the stacks whose state in the bucket still tracks resources. */
export type FindOtherStates = () => Promise<readonly string[]>;

/** Options of a run. */
export interface BootstrapRunOptions {
  /** The stack's name: `state-111111111111-us-east-1`. */
  readonly stack: string;
  /** The synthesized stack: bucket, key and backend. */
  readonly config: StateStackConfig;
  /** The folder with the local state. */
  readonly folder: WorkingFolder;
  /** Terraform, for the stack in that folder. */
  readonly work: StateStackTerraform;
  /** Called when a step starts, with a description. */
  readonly onStep: (step: string) => void;
  /** Called with information for the user to read after the run. */
  readonly onNotice: (notice: string) => void;
}

/** More steps than any run needs; ends an endless loop. */
const MAX_STEPS = 60;

/** The bucket as last read. */
interface ObservedBucket {
  readonly exists: boolean;
  readonly state?: TrackedState;
}

/**
 * One run of a bootstrap or a removal. It observes, takes the step that the plan returns, and
 * repeats.
 */
export class BootstrapRun {
  readonly #options: BootstrapRunOptions;
  #findOtherStates: FindOtherStates = async () => [];
  /** Undefined if it must be read again. */
  #bucket: ObservedBucket | undefined;
  #account: AccountFindings | undefined;
  #compared: BootstrapObservation["compared"];
  readonly #notFound = new Set<string>();
  #wasInterrupted = false;
  #isRefreshed = false;
  #isPulled = false;
  #isAdopted = false;
  #isUnused = false;
  #isDestroyed = false;
  /** Undefined until the stack is applied. */
  #applied: Exclude<BootstrapOutcome, "up-to-date"> | undefined;

  constructor(options: BootstrapRunOptions) {
    this.#options = options;
  }

  /** Creates the bucket, with its own state in it, or brings it up to date. */
  async makePresent(): Promise<BootstrapOutcome> {
    await this.#takeSteps("present");
    this.#options.folder.finish();
    return this.#applied ?? "up-to-date";
  }

  /** Removes the bucket, its key and all local files. */
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
    for (let steps = 0; steps < MAX_STEPS; steps++) {
      const step = nextStep(goal, await this.#observe());
      if (step.do === "finish") return;
      await this.#execute(step);
    }
    throw new Error(`The bootstrap of ${stack} has not finished after ${MAX_STEPS} steps.`);
  }

  async #observe(): Promise<BootstrapObservation> {
    const { folder, config } = this.#options;
    const { exists, state } = await this.#readBucket();
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

  async #readBucket(): Promise<ObservedBucket> {
    if (this.#bucket !== undefined) return this.#bucket;
    const { work, onStep } = this.#options;
    onStep("checking the state bucket");
    const exists = await work.bucketExists();
    this.#bucket = exists ? { exists, state: await work.readBucketState() } : { exists };
    return this.#bucket;
  }

  async #execute(step: Exclude<BootstrapStep, { do: "finish" }>): Promise<void> {
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
      case "reject-bucket":
        throw bucketNotOurs(config.bucket.name);
    }
  }

  async #refresh(): Promise<void> {
    const { work, onStep } = this.#options;
    onStep("refreshing the local state that an interrupted run left");
    await work.refresh();
    this.#isRefreshed = true;
  }

  async #search(): Promise<void> {
    const { work, folder, config, onStep } = this.#options;
    onStep("searching the account for resources of an earlier run");
    const { keys, buckets } = await work.search();
    const bucketIsOurs =
      buckets.includes(config.bucket.name) || folder.readRecord()?.bucketWasAbsent === true;
    this.#account = { keys, bucketIsOurs };
  }

  async #import(step: ImportStep): Promise<void> {
    const { work, config, onStep } = this.#options;
    onStep(`importing the ${step.what}, if it exists`);
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
    onStep("deleting a second, unused key");
    const tracked = folder.readState()?.resources ?? [];
    const key = tracked.find(({ address }) => address === config.key)?.id;
    const others = tracked.map(({ address }) => address).filter((address) => address !== config.key);
    await work.destroyKey(
      rest === "dropped" ? others : others.filter((address) => config.keyDependents.includes(address)),
    );
    onNotice(
      `The KMS key ${key} is scheduled for deletion: an interrupted run created it, and nothing is encrypted with it.`,
    );
  }

  async #pull(): Promise<void> {
    const { folder, onStep } = this.#options;
    onStep("copying the state out of the bucket");
    const state = (await this.#readBucket()).state;
    if (state !== undefined) folder.writeState(state.text);
    this.#isPulled = true;
    this.#isRefreshed = true;
  }

  /**
   * Pushes the local state. If another run pushed first, that is not an error: its state decides
   * the next step.
   */
  async #push(): Promise<void> {
    const { folder, work, config, onStep } = this.#options;
    const local = folder.readState();
    if (local === undefined) throw new Error("There is no local state to push.");
    onStep("moving the state into the bucket");
    const seen = this.#bucket?.state;
    this.#bucket = undefined;
    try {
      await work.pushState(local, seen);
    } catch (error) {
      const { state } = await this.#readBucket();
      const relation = localView(local, state, config).relation;
      if (relation === "only" || relation === "newer") throw error;
    }
  }

  async #apply(): Promise<void> {
    const { folder, work, onStep } = this.#options;
    const { exists } = await this.#readBucket();
    const isLocal = folder.readState() !== undefined;
    onStep(isLocal ? "completing the state bucket" : "creating the state bucket");
    if (!exists) folder.writeRecord({ bucketWasAbsent: true });
    await work.apply();
    // A bucket that was just created holds no state.
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
    onStep("comparing the state bucket with the stack");
    this.#compared = await work.compare();
  }

  async #applyInBucket(): Promise<void> {
    const { work, onStep } = this.#options;
    onStep("updating the state bucket");
    await work.applyInBucket();
    this.#applied = "changed";
  }

  async #checkUnused(): Promise<void> {
    this.#options.onStep("checking that no other stack has state in the bucket");
    const inUse = await this.#findOtherStates();
    if (inUse.length > 0) throw bucketInUse(inUse);
    this.#isUnused = true;
  }

  async #destroyBucket(): Promise<void> {
    const { work, config, onStep } = this.#options;
    onStep("removing the bucket");
    await work.destroy(config.bucket.address);
    // The key may be deleted only if the bucket stays deleted.
    this.#bucket = undefined;
    this.#isDestroyed = true;
  }

  async #destroy(): Promise<void> {
    const { work, onStep } = this.#options;
    onStep("removing the key");
    await work.destroy();
    this.#isDestroyed = true;
  }
}
