import { compareByCodeUnit } from "../reach/terraform/expression/sets.ts";
import { type ReviewFinding, RISK_CLASSES } from "./finding.ts";
import { LEVELS } from "./level.ts";

/**
 * Merges findings of the same address and class into one: with the worst level and its rule, and
 * the texts of all.
 *
 * @returns the findings by level, then by class, stack and address: in the same order for any
 *   order of the input
 */
export function mergeFindings(findings: readonly ReviewFinding[]): readonly ReviewFinding[] {
  const merged = new Map<string, ReviewFinding>();
  for (const finding of [...findings].sort(compareFindings)) {
    const key = JSON.stringify([finding.stack, finding.address, finding.class]);
    const known = merged.get(key);
    merged.set(key, known === undefined ? finding : joined(known, finding));
  }
  return [...merged.values()].sort(compareFindings);
}

function joined(worse: ReviewFinding, other: ReviewFinding): ReviewFinding {
  return {
    ...worse,
    text: worse.text.includes(other.text) ? worse.text : `${worse.text} ${other.text}`,
    documentation: [...new Set([...worse.documentation, ...other.documentation])],
  };
}

/** Returns the first finding in the order of reports; undefined if there is none. */
export function worstFinding(findings: readonly ReviewFinding[]): ReviewFinding | undefined {
  return [...findings].sort(compareFindings)[0];
}

/** Orders findings by level, class, stack, address, rule and text. */
function compareFindings(a: ReviewFinding, b: ReviewFinding): number {
  return (
    LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) ||
    RISK_CLASSES.indexOf(a.class) - RISK_CLASSES.indexOf(b.class) ||
    compareByCodeUnit(a.stack, b.stack) ||
    compareByCodeUnit(a.address, b.address) ||
    compareByCodeUnit(a.rule, b.rule) ||
    compareByCodeUnit(a.text, b.text)
  );
}
