import { DEPLOYED_CONFIGURATION_OUTPUT, OUTPUTS_READ_OUTPUT } from "../../../modules/names.ts";
import { formatFew } from "../../reach/analysis/lint/words.ts";
import type { PlanDocument } from "./plan-document.ts";

/** Outputs in which the stacks of this project keep books: no stack's plan depends on them. */
const UNREAD_OUTPUTS: ReadonlySet<string> = new Set([DEPLOYED_CONFIGURATION_OUTPUT, OUTPUTS_READ_OUTPUT]);

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
      .map(({ name }) => name)
      .filter((name) => !UNREAD_OUTPUTS.has(name));
    if (changed.length === 0) return [];
    return [
      `Outputs of ${stack} change (${formatFew(changed, MAX_NAMES)}): plans of stacks that read them have the old values.`,
    ];
  });
}
