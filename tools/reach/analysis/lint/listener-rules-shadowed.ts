import { isDeepStrictEqual } from "node:util";
import { LISTENER_TYPES } from "../../network/endpoints/listeners.ts";
import { formatConditions } from "../../network/proxies/actions.ts";
import { attributeBlocks, attributeNumber } from "../../terraform/attributes.ts";
import type { Resource } from "../../terraform/inventory.ts";
import type { NetworkAnalysis } from "../network-analysis.ts";
import { shortName } from "../paths/filter-step.ts";
import type { LintRule, RuleFinding } from "./finding.ts";
import { type Condition, conditionCovers, readConditions } from "./listener-conditions.ts";

const RULES = ["aws_lb_listener_rule"];

/**
 * Finds listener rules that no request reaches: an earlier rule matches everything that their
 * conditions match.
 */
export const listenerRulesShadowed: LintRule = {
  code: "LISTENER_RULE_SHADOWED",
  checks: "listener rules that no request reaches",
  documentation: [
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html#listener-rule-priority",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html",
  ],
  find(analysis) {
    return [...byListener(analysis).values()].flatMap(shadowed);
  },
};

interface Rule {
  readonly resource: Resource;
  readonly priority: number;
  /** The conditions; undefined: unknown. */
  readonly conditions: readonly Condition[] | undefined;
}

/** The rules of each listener whose priority is known. */
function byListener(analysis: NetworkAnalysis): Map<string, Rule[]> {
  const found = new Map<string, Rule[]>();
  for (const resource of analysis.context.managed(...RULES)) {
    const listener = analysis.context.resolver.namedResource(
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
      .find((other) => other.priority < rule.priority && coversRule(other, rule));
    return earlier === undefined ? [] : [finding(rule, earlier)];
  });
}

/**
 * All conditions of a rule must hold, so each condition of the earlier rule must follow from one of
 * the later rule.
 */
function coversRule({ conditions: earlier }: Rule, { conditions: later }: Rule): boolean {
  if (earlier === undefined || later === undefined) return false;
  return earlier.every((wide) => later.some((narrow) => conditionCovers(wide, narrow)));
}

function finding(rule: Rule, earlier: Rule): RuleFinding {
  const hasSameAction = isDeepStrictEqual(
    attributeBlocks(rule.resource.values, "action").items,
    attributeBlocks(earlier.resource.values, "action").items,
  );
  const text = `rule ${format(rule)} is never reached: rule ${format(earlier)}, ${shortName(earlier.resource.address)}, matches all of it first`;
  return {
    severity: hasSameAction ? "warning" : "error",
    address: rule.resource.address,
    text,
    fix: hasSameAction ? "remove it" : `give it a priority below ${earlier.priority}, or remove it`,
  };
}

function format({ resource, priority }: Rule): string {
  return `${priority} (${formatConditions(resource)})`;
}
