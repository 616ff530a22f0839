import type { ModelGap } from "../../terraform/inventory.ts";
import type { Finding } from "./finding.ts";
import type { LintContext } from "./lint-context.ts";
import { LINT_RULES } from "./rules.ts";

/** What was found. */
export interface LintResult {
  /** Errors first, then by rule and in the order of the files. */
  readonly findings: readonly Finding[];
  /** What could not be read or is not modelled: what depends on it was not looked at. */
  readonly gaps: readonly ModelGap[];
}

/** Looks for everything that a reviewer of a network would want changed. */
export function lint(context: LintContext): LintResult {
  const findings = LINT_RULES.flatMap((rule) =>
    rule
      .find(context)
      .map(({ severity, address, text, fix }) => ({ code: rule.code, severity, address, text, fix })),
  );
  const errors = findings.filter(({ severity }) => severity === "error");
  return {
    findings: [...errors, ...findings.filter(({ severity }) => severity === "warning")],
    gaps: [...context.model.gaps, ...LINT_RULES.flatMap((rule) => rule.unchecked?.(context) ?? [])],
  };
}
