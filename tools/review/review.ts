import type { ReviewFinding } from "./finding.ts";
import type { Level } from "./level.ts";
import type { PlanDocument } from "./plan/plan-document.ts";

/** A review of one or more plans, which every output is written from. All texts are redacted. */
export interface Review {
  /** The worst level of the findings. */
  readonly verdict: Level;
  /** By level, then by class, stack and address. */
  readonly findings: readonly ReviewFinding[];
  /** The plans, in the order of their stacks. */
  readonly plans: readonly ReviewedPlan[];
  /** Waived findings, each with who waived it, why, and until when. */
  readonly waived: readonly WaivedFinding[];
  /** Sentences on what the review could not do: types simulated by general rules, no order, … */
  readonly limits: readonly string[];
}

/** A plan under review, without any attribute's value. */
export interface ReviewedPlan
  extends Pick<PlanDocument, "stack" | "path" | "mode" | "isComplete" | "isErrored"> {
  /** SHA-256 of what was judged: hexadecimal. Waivers of `block` bind to it. */
  readonly digest: string;
  /** The number of changes of each action, in the order of their names; unchanged ones left out. */
  readonly counts: Readonly<Record<string, number>>;
  /** Each change that is not `no-op`, with the names of its changed attributes. */
  readonly changes: readonly ReviewedChange[];
}

/** A change as outputs show it. */
export interface ReviewedChange {
  readonly address: string;
  readonly type: string;
  readonly action: string;
  /** Changed attributes, sorted. Values only where the allow-list has them, redacted. */
  readonly attributes: readonly ReviewedAttribute[];
}

/** An attribute that a change sets. */
export interface ReviewedAttribute {
  readonly name: string;
  /** The value before. @default not shown */
  readonly before?: string;
  /** The value afterwards. @default not shown */
  readonly after?: string;
  /** True if it is known only after apply. @default false */
  readonly isUnknown?: boolean;
  /** True if it forces the replacement. @default false */
  readonly forcesReplacement?: boolean;
}

/** A finding that a waiver takes out of the verdict. */
export interface WaivedFinding {
  readonly finding: ReviewFinding;
  readonly reason: string;
  readonly who: string;
  /** `2027-01-31`. */
  readonly until: string;
}
