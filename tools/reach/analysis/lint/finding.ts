import type { ModelGap } from "../../terraform/inventory.ts";
import type { NetworkAnalysis } from "../network-analysis.ts";

/**
 * The severity of a finding. `error`: something does not work, or is open to the world; `warning`:
 * something is useless or unwise.
 */
export type Severity = "error" | "warning";

/** A mistake or risk that a reviewer would want changed. */
export interface Finding {
  /** The rule's code, stable for CI. */
  readonly code: string;
  /** The severity of the finding. */
  readonly severity: Severity;
  /** The resource concerned. */
  readonly address: string;
  /** The problem. */
  readonly text: string;
  /** The change that fixes it. */
  readonly fix: string;
}

/** A finding without the code, which its rule adds. */
export type RuleFinding = Omit<Finding, "code">;

/**
 * A lint rule. It reports only certain problems: if something it depends on is unknown, it reports
 * nothing.
 */
export interface LintRule {
  /** The rule's code, stable for CI: `DATABASE_PUBLIC`. */
  readonly code: string;
  /** The checked problem, as a noun phrase in the plural. */
  readonly checks: string;
  /** The addresses of AWS's documentation. */
  readonly documentation: readonly string[];
  /** Returns the findings in a network. */
  find(analysis: NetworkAnalysis): readonly RuleFinding[];
  /** Returns where the rule could not be checked, and why, in addition to the model's own gaps. */
  unchecked?(analysis: NetworkAnalysis): readonly ModelGap[];
}
