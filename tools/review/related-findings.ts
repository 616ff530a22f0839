import type { ReviewFinding } from "./finding.ts";
import { worstFinding } from "./merge-findings.ts";
import { cascadeRoots } from "./plan/cascades.ts";
import type { PlanDocument } from "./plan/plan-document.ts";
import { probableRenames } from "./plan/probable-renames.ts";

/** Adds to the findings of a deletion that it looks like a rename. */
export function withRenames(
  findings: readonly ReviewFinding[],
  plans: readonly PlanDocument[],
): readonly ReviewFinding[] {
  const renames = new Map(plans.map((plan) => [plan.stack, probableRenames(plan)]));
  return findings.map((finding) => {
    const successor = renames.get(finding.stack)?.get(finding.address);
    if (successor === undefined || finding.action !== "delete") return finding;
    const hint = `It looks renamed to ${successor}: a moved block from ${finding.address} keeps it.`;
    return { ...finding, text: `${finding.text} ${hint}` };
  });
}

/** Classes in which a change that only follows from another says nothing of its own. */
const FOLLOWING_CLASSES: ReadonlySet<string> = new Set(["outage", "name", "later", "cosmetic", "unknown"]);

/**
 * Moves findings on changes that only follow from a replaced resource beneath that resource's
 * worst finding. Loss, exposure, permissions and refusals keep their own.
 */
export function withoutCascades(
  findings: readonly ReviewFinding[],
  plans: readonly PlanDocument[],
): readonly ReviewFinding[] {
  const roots = new Map(plans.map((plan) => [plan.stack, cascadeRoots(plan)]));
  const rootOf = ({ stack, address }: ReviewFinding) => roots.get(stack)?.get(address);
  const ownByAddress = new Map<string, ReviewFinding[]>();
  for (const finding of findings) {
    const key = keyOf(finding.stack, finding.address);
    if (rootOf(finding) === undefined) ownByAddress.set(key, [...(ownByAddress.get(key) ?? []), finding]);
  }
  const below = new Map<ReviewFinding, Set<string>>();
  const kept = findings.filter((finding) => {
    const root = rootOf(finding);
    if (root === undefined || !FOLLOWING_CLASSES.has(finding.class)) return true;
    const worst = worstFinding(ownByAddress.get(keyOf(finding.stack, root)) ?? []);
    if (worst !== undefined) below.set(worst, (below.get(worst) ?? new Set()).add(finding.address));
    return worst === undefined;
  });
  return kept.map((finding) => {
    const addresses = below.get(finding);
    return addresses === undefined ? finding : { ...finding, cascade: [...addresses].sort() };
  });
}

function keyOf(stack: string, address: string): string {
  return JSON.stringify([stack, address]);
}
