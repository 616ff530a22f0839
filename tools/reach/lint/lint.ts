import type { Gap } from "../input/inventory.ts";
import type { Finding } from "./finding.ts";
import { LINT_RULES } from "./rules.ts";
import type { Subject } from "./subject.ts";

/** What was found. */
export interface Lint {
  /** Errors first, then by rule and in the order of the files. */
  readonly findings: readonly Finding[];
  /** What could not be read or is not modelled: what depends on it was not looked at. */
  readonly gaps: readonly Gap[];
}

/** Looks for everything that a reviewer of a network would want changed. */
export function lint(subject: Subject): Lint {
  const findings = LINT_RULES.flatMap((rule) =>
    rule
      .find(subject)
      .map(({ severity, address, text, fix }) => ({ code: rule.code, severity, address, text, fix })),
  );
  const errors = findings.filter(({ severity }) => severity === "error");
  return {
    findings: [...errors, ...findings.filter(({ severity }) => severity === "warning")],
    gaps: [...subject.fabric.gaps, ...LINT_RULES.flatMap((rule) => rule.doubts?.(subject) ?? [])],
  };
}
