import type { ChangeKind } from "../reach/analysis/diff.ts";
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
  /** Connections that these plans open, close or make unknown, over all stacks together. */
  readonly connectivity: readonly ReviewedConnection[];
  /** Identities and resources whose policies allow other requests than before. */
  readonly permissions: readonly ReviewedPermissions[];
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

/** A connection between two endpoints or external networks whose possibility changes. */
export interface ReviewedConnection {
  /** `possible`: opens; `ceased`: closes; `unknown`, `settled`: it begins or ends to be unknown. */
  readonly change: ChangeKind;
  /** The source, with the affected part of it: `internet (203.0.113.0/24)`. */
  readonly from: string;
  /** The target, likewise. */
  readonly to: string;
  /** The protocols and ports: `tcp 5432`. */
  readonly ports: string;
  /** The changed rules and routes that cause it: `added net/aws_route.out`. */
  readonly by: readonly string[];
  /** For `ceased`, what blocks it now; for `unknown`, the reasons. */
  readonly why: readonly string[];
}

/** The difference between what policies allow before and after. */
export interface ReviewedPermissions {
  /** The identity or resource: `role app`. */
  readonly subject: string;
  /** An example of each kind of request that becomes allowed: `s3:PutObject on arn:…`. */
  readonly gained: readonly string[];
  /** Likewise, of those that are no longer allowed. */
  readonly lost: readonly string[];
  /** Reasons why more may become allowed. @default [] if everything is known */
  readonly unknown: readonly string[];
}
