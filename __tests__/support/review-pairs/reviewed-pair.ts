import { memoize } from "../../../language/memoize.ts";
import type { JsonObject } from "../../../tools/reach/terraform/configuration/json.ts";
import { findRisks } from "../../../tools/review/find-risks.ts";
import type { ReviewFinding } from "../../../tools/review/finding.ts";
import { parsePlan } from "../../../tools/review/plan/parse-plan.ts";
import type { GroupFixture, PairPlans } from "./pair-fixtures.ts";
import type { ExpectedRisk } from "./review-pair.ts";

/**
 * Returns a committed plan of a pair.
 *
 * @throws Error if the pair is newer than the committed plans
 */
export function planOfPair({ plans }: GroupFixture, id: string, side: keyof PairPlans): JsonObject {
  const pair = plans[id];
  if (pair === undefined) throw new Error(`${id} has no plans: write them with DRYDOCK_WRITE_PAIRS.`);
  return pair[side];
}

/**
 * Judges one plan as `drydock review` does, without the platforms of this tree. Each plan is judged
 * once, however many tests look at it.
 */
export const reviewOfPlan = memoize(
  (plan: JsonObject): readonly ReviewFinding[] =>
    findRisks([parsePlan(plan, { stack: "pairs", path: "pairs.json" })], { platforms: [] }).findings,
);

/** Returns a plan with its changes in the opposite order. */
export function withReversedChanges(plan: JsonObject): JsonObject {
  const { resource_changes: changes } = plan;
  return Array.isArray(changes) ? { ...plan, resource_changes: [...changes].reverse() } : plan;
}

/** True for a finding of an expected class at the expected address. */
export function isExpected({ class: classes, address }: ExpectedRisk, finding: ReviewFinding): boolean {
  return finding.address === address && [classes].flat().includes(finding.class);
}

/** Formats a finding for a failed test's message: `ask outage aws_lb.main (lb-renamed)`. */
export function formatFinding({ level, class: kind, address, rule }: ReviewFinding): string {
  return `${level} ${kind} ${address} (${rule})`;
}
