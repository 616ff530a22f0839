import type { Risk } from "../finding.ts";
import type { PlanDocument } from "../plan/plan-document.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";

/** The plan around a change, for rules that look beyond one resource. */
export interface RuleContext {
  /** The plan of the change. */
  readonly plan: PlanDocument;
  /** All changes of all plans under review, unchanged resources included. */
  readonly changes: readonly PlannedResourceChange[];
  /** Returns the changes of resources of some types, of all plans. */
  readonly ofType: (...types: readonly string[]) => readonly PlannedResourceChange[];
}

/** One rule of the review, in the row of its resource type. */
export interface ReviewRule {
  /** The ID, which waivers name: `rds-storage-shrinks`. */
  readonly id: string;
  /** The canonical resource types that it judges; empty for a rule over every type. */
  readonly types: readonly string[];
  /**
   * The attributes that it guards, by dotted path: a finding `unknown` results if the plan changes
   * one to a value that is known only after apply. @default none
   */
  readonly guards?: readonly string[];
  /** One line for the rules' table in docs/: what it finds. */
  readonly finds: string;
  /** Pages that document it: of AWS or of the provider. */
  readonly documentation: readonly string[];
  /**
   * Judges a change. It is not called for a resource that stays as it is.
   *
   * @returns the risks; none if the change is harmless
   */
  readonly judge: (change: PlannedResourceChange, context: RuleContext) => readonly Risk[];
}
