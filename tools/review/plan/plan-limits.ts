import { formatFew } from "../../reach/analysis/lint/words.ts";
import type { PlanDocument } from "./plan-document.ts";

/** The most names in a sentence. */
const MAX_NAMES = 5;

/**
 * Says which outputs change: other stacks were planned with their old values, so that these plans
 * are provisional.
 */
export function provisionalPlans(plans: readonly PlanDocument[]): readonly string[] {
  return plans.flatMap(({ stack, outputs }) => {
    const changed = outputs
      .filter(({ actions }) => actions.includes("update") || actions.includes("delete"))
      .map(({ name }) => name);
    if (changed.length === 0) return [];
    return [
      `Outputs of ${stack} change (${formatFew(changed, MAX_NAMES)}): plans of stacks that read them have the old values.`,
    ];
  });
}
