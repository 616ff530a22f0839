import type { ModelGap } from "../../terraform/inventory.ts";
import type { NetworkAnalysis } from "../network-analysis.ts";
import type { Finding } from "./finding.ts";
import { LINT_RULES } from "./rules.ts";

/** The result of linting. */
export interface LintResult {
  /** The findings: errors first, then by rule and in the order of the files. */
  readonly findings: readonly Finding[];
  /** Resources that could not be read, are not modelled or not checked. */
  readonly gaps: readonly ModelGap[];
}

/** Checks a network with all lint rules. */
export function lint(analysis: NetworkAnalysis): LintResult {
  const findings = LINT_RULES.flatMap((rule) =>
    rule
      .find(analysis)
      .map(({ severity, address, text, fix }) => ({ code: rule.code, severity, address, text, fix })),
  );
  const errors = findings.filter(({ severity }) => severity === "error");
  return {
    findings: [...errors, ...findings.filter(({ severity }) => severity === "warning")],
    gaps: [...analysis.model.gaps, ...LINT_RULES.flatMap((rule) => rule.unchecked?.(analysis) ?? [])],
  };
}
