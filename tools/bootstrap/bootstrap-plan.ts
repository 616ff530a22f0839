import type { StateRelation } from "./tracked-state.ts";

/** The wanted end: the state bucket exists and holds its own state, or nothing of it is left. */
export type BootstrapGoal = "present" | "absent";

/** The three resources without which a state of the state stack is not whole. */
export interface StackView {
  /** The id of the tracked KMS key. */
  readonly keyId?: string | undefined;
  /** The id of the key that the tracked alias points to. */
  readonly aliasTarget?: string | undefined;
  /** The tracked bucket; `emptied`: destroying it deletes its objects first (`force_destroy`). */
  readonly bucket?: "kept" | "emptied" | undefined;
  /** The addresses of tainted resources. */
  readonly tainted: readonly string[];
}

/** The local state, and how it compares with the one in the bucket. */
export interface LocalView extends StackView {
  /** `only`: there is none in the bucket. */
  readonly relation: StateRelation | "only";
  /** True when it tracks a key that the state in the bucket does not mention. */
  readonly isKeyStray?: boolean;
}

/** The result of a search of the account for resources of the stack. */
export interface AccountFindings {
  /** The ids of usable KMS keys that carry the stack's tags and description, in a fixed order. */
  readonly keys: readonly string[];
  /**
   * True when the bucket carries the stack's tags, or did not exist before this folder's bootstrap
   * began.
   */
  readonly bucketIsOurs: boolean;
}

/** Everything that the next step depends on. */
export interface BootstrapObservation {
  readonly bucketExists: boolean;
  /** The state in the bucket; undefined when there is none or it tracks nothing. */
  readonly remote?: StackView | undefined;
  /** The local state; undefined when there is none or it tracks nothing. */
  readonly local?: LocalView | undefined;
  /** Undefined before the account was searched. */
  readonly account?: AccountFindings | undefined;
  /** What an import has not found: `alias`, `bucket`, or a key's id. */
  readonly notFound: ReadonlySet<string>;
  /**
   * True when an earlier run left a local state, a record of its own, or resources that no state
   * tracked.
   */
  readonly wasInterrupted: boolean;
  /**
   * The result of the comparison of the stack with the state in the bucket; `unusable-key`:
   * nothing can be written there,
   * not even a lock, before the key and its alias are mended.
   */
  readonly compared?: "unchanged" | "changed" | "unusable-key" | undefined;
  /** True when this run has compared the local state, if any, with the account. */
  readonly isRefreshed: boolean;
  /** True when this run has applied the whole stack. */
  readonly isApplied: boolean;
  /** True when this run has seen that no other stack's state is in use. */
  readonly isUnused: boolean;
  /** True when this run has destroyed all that a state tracked. */
  readonly isDestroyed: boolean;
}

/** Imports an existing resource into the local state. */
export type ImportStep =
  | { readonly do: "import"; readonly what: "alias" | "bucket" }
  | { readonly do: "import"; readonly what: "key"; readonly id: string };

/**
 * One step. Each may be cut at any point and taken again: the next observation shows what it
 * achieved.
 */
export type BootstrapStep =
  /** Takes out of the local state what the account does not have any more. */
  | { readonly do: "refresh" }
  /** Searches the account for resources of the stack that no state tracks. */
  | { readonly do: "search" }
  | ImportStep
  /** Deletes the local state: the bucket holds the same or a later one. */
  | { readonly do: "drop-local" }
  /**
   * Schedules the deletion of a key that only the local state tracks; `dropped`: the rest of that
   * state goes too.
   */
  | { readonly do: "delete-key"; readonly rest: "dropped" | "kept" }
  /** Copies the state out of the bucket. */
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
  /** Makes sure that no other stack's state is in use. */
  | { readonly do: "check-unused" }
  /** Has the bucket's objects deleted along with it. */
  | { readonly do: "allow-emptying" }
  /** Destroys the bucket before the key that its objects are encrypted with. */
  | { readonly do: "destroy-bucket" }
  | { readonly do: "destroy" }
  | { readonly do: "finish" }
  /** Stops: a bucket of that name exists, and nothing shows that it belongs to the stack. */
  | { readonly do: "refuse-bucket" };

/**
 * The next step towards the goal. It follows from the observation alone, whatever happened before.
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

/** With a state in the bucket and none beside it. */
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
 * What the account has and the local state lacks is searched for and imported, so that nothing is
 * made twice.
 */
function towardsTracked(observed: BootstrapObservation): BootstrapStep | undefined {
  const { local, account, bucketExists, notFound } = observed;
  if (local !== undefined && !observed.isRefreshed) return { do: "refresh" };
  const lacksBucket = bucketExists && local?.bucket === undefined;
  if (local?.keyId !== undefined && local.aliasTarget !== undefined && !lacksBucket) return undefined;
  if (account === undefined) return { do: "search" };
  if (lacksBucket && !account.bucketIsOurs) return { do: "refuse-bucket" };
  // An alias cannot be without a key: with no trace of either there is nothing to ask for.
  if (local === undefined && !bucketExists && account.keys.length === 0) return undefined;
  if (local?.aliasTarget === undefined && !notFound.has("alias")) return { do: "import", what: "alias" };
  const key = [local?.aliasTarget, ...account.keys].find((id) => id !== undefined && !notFound.has(id));
  if (local?.keyId === undefined && key !== undefined) return { do: "import", what: "key", id: key };
  return lacksBucket && !notFound.has("bucket") ? { do: "import", what: "bucket" } : undefined;
}

/**
 * Two runs that began at the same time have made a key each. The alias went to one of them: that
 * one stays, since
 * what is encrypted already is encrypted with it.
 */
function towardsOneKey({ local, account }: BootstrapObservation): BootstrapStep | undefined {
  const { keyId, aliasTarget } = local ?? {};
  if (keyId === undefined || aliasTarget === undefined || keyId === aliasTarget) return undefined;
  if (account === undefined) return { do: "search" };
  return account.keys.includes(aliasTarget) ? { do: "delete-key", rest: "kept" } : undefined;
}

/**
 * Whether a state tracks the key, its alias and the bucket, and an apply may go straight on with
 * it.
 */
function isWhole(view: StackView | undefined): boolean {
  return (
    view?.keyId !== undefined &&
    view.aliasTarget === view.keyId &&
    view.bucket !== undefined &&
    view.tainted.length === 0
  );
}
