import type { ModelGap } from "../../terraform/inventory.ts";
import type { LintContext } from "./lint-context.ts";

/** `error`: something does not work, or is open to the world; `warning`: something is of no use, or unwise. */
export type Severity = "error" | "warning";

/** One thing that a reviewer would want changed. */
export interface Finding {
  /** The rule's: stable, for CI to go by. */
  readonly code: string;
  readonly severity: Severity;
  /** The resource to look at. */
  readonly address: string;
  /** What is wrong with it. */
  readonly text: string;
  /** The change that mends it. */
  readonly fix: string;
}

/** A finding without the code, which its rule gives it. */
export type RuleFinding = Omit<Finding, "code">;

/**
 * One thing that is looked for. A rule finds only what is certain: where something that it depends on is not
 * known, it finds nothing.
 */
export interface LintRule {
  readonly code: string;
  /** What is looked for: fits "looks for …". */
  readonly checks: string;
  /** What AWS says of it: addresses of its documentation. */
  readonly documentation: readonly string[];
  find(context: LintContext): readonly RuleFinding[];
  /** Where it could not be looked for, and why: beside what the network itself does not know. */
  unchecked?(context: LintContext): readonly ModelGap[];
}
