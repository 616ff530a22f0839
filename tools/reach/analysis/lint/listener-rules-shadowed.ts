import { isDeepStrictEqual } from "node:util";
import { attributeBlocks, attributeNumber } from "../../network/endpoints/attributes.ts";
import { LISTENER_TYPES } from "../../network/endpoints/listeners.ts";
import { formatConditions } from "../../network/proxies/actions.ts";
import type { Resource } from "../../terraform/inventory.ts";
import { shortName } from "../paths/filter-step.ts";
import type { LintRule, RuleFinding } from "./finding.ts";
import type { LintContext } from "./lint-context.ts";
import { type Condition, conditionCovers, readConditions } from "./listener-conditions.ts";

const RULES = ["aws_lb_listener_rule", "aws_alb_listener_rule"];

/** A rule of a listener that no request gets to: an earlier one takes all that its conditions fit. */
export const listenerRulesShadowed: LintRule = {
  code: "LISTENER_RULE_SHADOWED",
  checks: "listener rules that no request gets to",
  documentation: [
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html#listener-rule-priority",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html",
  ],
  find(context) {
    return [...byListener(context).values()].flatMap(shadowed);
  },
};

interface Rule {
  readonly resource: Resource;
  readonly priority: number;
  /** Undefined: not known. */
  readonly conditions: readonly Condition[] | undefined;
}

/** The rules of each listener whose place in the order is known. */
function byListener(context: LintContext): Map<string, Rule[]> {
  const found = new Map<string, Rule[]>();
  for (const resource of context.managed(...RULES)) {
    const listener = context.endpointContext.resource(
      resource,
      resource.values.listener_arn,
      ...LISTENER_TYPES,
    );
    const priority = attributeNumber(resource.values.priority);
    if (listener === undefined || priority === undefined) continue;
    const rule = { resource, priority, conditions: readConditions(resource) };
    found.set(listener.address, [...(found.get(listener.address) ?? []), rule]);
  }
  return found;
}

function shadowed(rules: readonly Rule[]): RuleFinding[] {
  const inOrder = [...rules].sort((a, b) => a.priority - b.priority);
  return inOrder.flatMap((rule, index) => {
    const earlier = inOrder
      .slice(0, index)
      .find((other) => other.priority < rule.priority && takesAll(other, rule));
    return earlier === undefined ? [] : [finding(rule, earlier)];
  });
}

/** All of a rule's conditions must hold, so each of the earlier rule's must follow from one of the later's. */
function takesAll({ conditions: earlier }: Rule, { conditions: later }: Rule): boolean {
  if (earlier === undefined || later === undefined) return false;
  return earlier.every((wide) => later.some((narrow) => conditionCovers(wide, narrow)));
}

function finding(rule: Rule, earlier: Rule): RuleFinding {
  const leadsAlike = isDeepStrictEqual(
    attributeBlocks(rule.resource.values, "action").items,
    attributeBlocks(earlier.resource.values, "action").items,
  );
  const text = `rule ${format(rule)} is never reached: rule ${format(earlier)}, ${shortName(earlier.resource.address)}, takes all of it before`;
  return {
    severity: leadsAlike ? "warning" : "error",
    address: rule.resource.address,
    text,
    fix: leadsAlike ? "remove it" : `give it a priority below ${earlier.priority}, or remove it`,
  };
}

function format({ resource, priority }: Rule): string {
  return `${priority} (${formatConditions(resource)})`;
}
