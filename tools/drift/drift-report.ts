import type { Level } from "../review/level.ts";

/**
 * The kind of a difference: `changed` or `deleted` outside Terraform, or `unapplied`: AWS has what
 * the state says, and the deployed file says something else, as after an interrupted deployment.
 */
export type DriftKind = "changed" | "deleted" | "unapplied";

/** Alike differences in one stack. */
export interface Drift {
  readonly kind: DriftKind;
  /** The resource type. */
  readonly type: string;
  /** The addresses, sorted. */
  readonly addresses: readonly string[];
  /** The attributes that differ, sorted; empty for what was deleted. */
  readonly attributes: readonly string[];
  /** True for security groups, network ACLs, routes, IAM, keys and public access. */
  readonly isSecurity: boolean;
  /** The judgement, at least `ask`: a person decides whether it stays. */
  readonly level: Level;
  /** What the review says of a change that does this; sorted, without duplicates. */
  readonly risks: readonly string[];
}

/** The drift of one stack. */
export interface StackDrift {
  readonly stack: string;
  /** Security first, then the worst. */
  readonly drift: readonly Drift[];
  /** The number of resources that others own and have changed, which is no drift. */
  readonly ownedByOthers: number;
}

/** A stack that could not be planned. */
export interface DriftFailure {
  readonly stack: string;
  readonly message: string;
}

/** The drift of a platform in one environment, as printed by `--json`. */
export interface DriftReport {
  readonly format: "drydock.drift.v1";
  /** `shop-prod`. */
  readonly subject: string;
  /** The worst level of all drift; `quiet` without any. */
  readonly verdict: Level;
  /** Every deployed stack that could be planned. */
  readonly stacks: readonly StackDrift[];
  /** The stacks that could not. */
  readonly failures: readonly DriftFailure[];
}
