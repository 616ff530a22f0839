import type { Risk } from "../finding.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { riskOf } from "./builders.ts";
import type { RuleContext } from "./review-rule.ts";
import { numericValue } from "./traffic-builders.ts";

/**
 * Judges a listener rule's new priority beside the other rules of its listener: requests change
 * hands only if two rules change places, and AWS refuses a priority that another rule still holds.
 */
export function listenerRuleOrderRisks(change: PlannedResourceChange, context: RuleContext): readonly Risk[] {
  if (!change.isUpdated || !change.changes("priority")) return [];
  const others = context
    .ofType("aws_lb_listener_rule")
    .filter((other) => other !== change && other.was("listener_arn") === change.was("listener_arn"));
  const before = numericValue(change.was("priority"));
  const after = numericValue(change.becomes("priority"));
  const risks: Risk[] = [];
  if (others.some((other) => numericValue(other.was("priority")) === after && !other.isDestroyed)) {
    const text = `Priority ${after} is held by another rule: AWS refuses it until that rule has moved (PriorityInUse).`;
    risks.push(riskOf("refused", text));
  }
  const isSwapped = others.some((other) => {
    const [theirs, theirsAfter] = [
      numericValue(other.was("priority")),
      numericValue(other.becomes("priority")),
    ];
    if (before === undefined || after === undefined || theirs === undefined || theirsAfter === undefined)
      return false;
    return before < theirs !== after < theirsAfter;
  });
  if (isSwapped) {
    const text =
      "The rule changes places with another: requests that match both are answered by the other one.";
    risks.push(riskOf("cut", text));
  }
  return risks;
}
