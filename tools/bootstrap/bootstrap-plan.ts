import type { StateRelation } from "./tracked-state.ts";

/** The goal of a run: the state bucket exists and holds its own state, or nothing of it is left. */
export type BootstrapGoal = "present" | "absent";

/** The parts of a state that show whether the state stack is complete. */
export interface StackView {
  /** The ID of the tracked KMS key. */
  readonly keyId?: string | undefined;
  /** The ID of the key that the tracked alias points to. */
  readonly aliasTarget?: string | undefined;
  /**
   * The tracked bucket. `emptied`: `force_destroy` is set, so destroying it deletes its objects.
   */
  readonly bucket?: "kept" | "emptied" | undefined;
  /** The addresses of tainted resources. */
  readonly tainted: readonly string[];
}

/** The local state, and its relation to the state in the bucket. */
export interface LocalView extends StackView {
  /** `only`: the bucket holds no state. */
  readonly relation: StateRelation | "only";
  /** True if it tracks a key that the state in the bucket does not mention. */
  readonly isKeyStray?: boolean;
}

/** The result of a search of the account for resources of the stack. */
export interface AccountFindings {
  /** The IDs of enabled KMS keys with the stack's tags and description, in a fixed order. */
  readonly keys: readonly string[];
  /**
   * True if the bucket has the stack's tags, or did not exist when this folder's bootstrap started.
   */
  readonly bucketIsOurs: boolean;
}

/** All facts that decide the next step. */
export interface BootstrapObservation {
  /** True if a bucket with the stack's name exists, whoever owns it. */
  readonly bucketExists: boolean;
  /** The state in the bucket; undefined if there is none or it tracks nothing. */
  readonly remote?: StackView | undefined;
  /** The local state; undefined if there is none or it tracks nothing. */
  readonly local?: LocalView | undefined;
  /** Undefined until the account is searched. */
  readonly account?: AccountFindings | undefined;
  /** The failed imports: `alias`, `bucket`, or a key's ID. */
  readonly notFound: ReadonlySet<string>;
  /** True if an earlier run left a local state, a record, or resources that no state tracked. */
  readonly wasInterrupted: boolean;
  /**
   * The result of planning the stack against the state in the bucket. `unusable-key`: nothing can
   * be written to the bucket, not even a lock, until the key and its alias are repaired.
   */
  readonly compared?: "unchanged" | "changed" | "unusable-key" | undefined;
  /** True if this run has refreshed the local state from the account, or there is none. */
  readonly isRefreshed: boolean;
  /** True if this run has applied the whole stack. */
  readonly isApplied: boolean;
  /** True if this run has found no other stack's state in use. */
  readonly isUnused: boolean;
  /** True if this run has destroyed everything that a state tracked. */
  readonly isDestroyed: boolean;
}

/** Imports an existing resource into the local state. */
export type ImportStep =
  | { readonly do: "import"; readonly what: "alias" | "bucket" }
  | { readonly do: "import"; readonly what: "key"; readonly id: string };

/**
 * One step of a run. Each can be interrupted at any point and repeated: the next observation shows
 * its effect.
 */
export type BootstrapStep =
  /** Removes resources that no longer exist in the account from the local state. */
  | { readonly do: "refresh" }
  /** Searches the account for resources of the stack that no state tracks. */
  | { readonly do: "search" }
  | ImportStep
  /** Deletes the local state, because the bucket holds the same or a later one. */
  | { readonly do: "drop-local" }
  /**
   * Schedules the deletion of a key that only the local state tracks. `dropped`: the rest of that
   * state is dropped too.
   */
  | { readonly do: "delete-key"; readonly rest: "dropped" | "kept" }
  /** Copies the state from the bucket to the local state. */
  | { readonly do: "pull" }
  /** Copies the local state into the bucket. */
  | { readonly do: "push" }
  | { readonly do: "untaint"; readonly addresses: readonly string[] }
  /** Applies the stack with the local state. */
  | { readonly do: "apply" }
  /** Plans the stack against the state in the bucket. */
  | { readonly do: "compare" }
  /** Applies the stack with the state in the bucket, under its lock. */
  | { readonly do: "apply-in-bucket" }
  /** Verifies that no other stack's state is in use. */
  | { readonly do: "check-unused" }
  /** Sets `force_destroy`, so that destroying the bucket deletes its objects. */
  | { readonly do: "allow-emptying" }
  /** Destroys the bucket, before the key that encrypts its objects. */
  | { readonly do: "destroy-bucket" }
  | { readonly do: "destroy" }
  | { readonly do: "finish" }
  /** Fails: a bucket with this name exists, and nothing shows that it belongs to the stack. */
  | { readonly do: "reject-bucket" };

/**
 * Returns the next step towards the goal. It depends only on the observation, not on earlier steps.
 */
export function nextStep(goal: BootstrapGoal, observed: BootstrapObservation): BootstrapStep {
  const { local } = observed;
  if (local?.relation === "superseded") {
    return local.isKeyStray === true ? { do: "delete-key", rest: "dropped" } : { do: "drop-local" };
  }
  return goal === "present" ? towardsPresent(observed) : towardsAbsent(observed);
}

function towardsPresent(observed: BootstrapObservation): BootstrapStep {
  const { local, remote, isApplied } = observed;
  if (local === undefined && remote !== undefined) return towardsCurrent(observed, remote);
  const isCopied = local?.relation === "same" || local?.relation === "copy";
  const isUsable = isWhole(remote) && observed.compared !== "unusable-key";
  if (isCopied && (isApplied || isUsable)) return { do: "drop-local" };
  if (isApplied) return { do: "push" };
  const adoption = towardsTracked(observed) ?? towardsOneKey(observed);
  if (adoption !== undefined) return adoption;
  if (local !== undefined && local.tainted.length > 0) return { do: "untaint", addresses: local.tainted };
  return { do: "apply" };
}

/** The next step when the bucket holds a state and there is no local state. */
function towardsCurrent(observed: BootstrapObservation, remote: StackView): BootstrapStep {
  if (observed.isApplied || observed.compared === "unchanged") return { do: "finish" };
  if (!isWhole(remote) || observed.compared === "unusable-key") return { do: "pull" };
  return { do: observed.compared === undefined ? "compare" : "apply-in-bucket" };
}

function towardsAbsent(observed: BootstrapObservation): BootstrapStep {
  const { local, remote, bucketExists } = observed;
  if (bucketExists && !observed.isUnused) return { do: "check-unused" };
  if (local === undefined ? remote !== undefined : local.relation === "copy") return { do: "pull" };
  if (local === undefined && observed.isDestroyed && !observed.wasInterrupted) return { do: "finish" };
  const adoption = towardsTracked(observed);
  if (adoption !== undefined) return adoption;
  if (local === undefined) return { do: "finish" };
  if (local.bucket === undefined) return { do: "destroy" };
  return { do: local.bucket === "kept" && bucketExists ? "allow-emptying" : "destroy-bucket" };
}

/**
 * The next step to import existing resources that the local state does not track, so that nothing
 * is created twice. Undefined when there is nothing to import.
 */
function towardsTracked(observed: BootstrapObservation): BootstrapStep | undefined {
  const { local, account, bucketExists, notFound } = observed;
  if (local !== undefined && !observed.isRefreshed) return { do: "refresh" };
  const lacksBucket = bucketExists && local?.bucket === undefined;
  if (local?.keyId !== undefined && local.aliasTarget !== undefined && !lacksBucket) return undefined;
  if (account === undefined) return { do: "search" };
  if (lacksBucket && !account.bucketIsOurs) return { do: "reject-bucket" };
  // An alias cannot exist without a key: with no trace of either, no import can succeed.
  if (local === undefined && !bucketExists && account.keys.length === 0) return undefined;
  if (local?.aliasTarget === undefined && !notFound.has("alias")) return { do: "import", what: "alias" };
  const key = [local?.aliasTarget, ...account.keys].find((id) => id !== undefined && !notFound.has(id));
  if (local?.keyId === undefined && key !== undefined) return { do: "import", what: "key", id: key };
  return lacksBucket && !notFound.has("bucket") ? { do: "import", what: "bucket" } : undefined;
}

/**
 * The next step when two concurrent runs each created a key. The key behind the alias stays,
 * because existing objects are encrypted with it.
 */
function towardsOneKey({ local, account }: BootstrapObservation): BootstrapStep | undefined {
  const { keyId, aliasTarget } = local ?? {};
  if (keyId === undefined || aliasTarget === undefined || keyId === aliasTarget) return undefined;
  if (account === undefined) return { do: "search" };
  return account.keys.includes(aliasTarget) ? { do: "delete-key", rest: "kept" } : undefined;
}

/** True if a state tracks the key, its alias and the bucket, and nothing in it is tainted. */
function isWhole(view: StackView | undefined): boolean {
  return (
    view?.keyId !== undefined &&
    view.aliasTarget === view.keyId &&
    view.bucket !== undefined &&
    view.tainted.length === 0
  );
}
