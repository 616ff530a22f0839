import { isDeepStrictEqual } from "node:util";
import type { Resource } from "../input/inventory.ts";
import { LISTENERS } from "../model/endpoints/listeners.ts";
import { blocksOf, numberOf } from "../model/endpoints/values.ts";
import { conditionsOf } from "../model/relays/actions.ts";
import { shortName } from "../walk/step.ts";
import type { Found, LintRule } from "./finding.ts";
import { type Condition, covers, readConditions } from "./listener-conditions.ts";
import type { Subject } from "./subject.ts";

const RULES = ["aws_lb_listener_rule", "aws_alb_listener_rule"];

/** A rule of a listener that no request gets to: an earlier one takes all that its conditions fit. */
export const listenerRulesShadowed: LintRule = {
  code: "LISTENER_RULE_SHADOWED",
  about: "listener rules that no request gets to",
  says: [
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html#listener-rule-priority",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html",
  ],
  find(subject) {
    return [...byListener(subject).values()].flatMap(shadowed);
  },
};

interface Rule {
  readonly resource: Resource;
  readonly priority: number;
  /** Undefined: not known. */
  readonly conditions: readonly Condition[] | undefined;
}

/** The rules of each listener whose place in the order is known. */
function byListener(subject: Subject): Map<string, Rule[]> {
  const found = new Map<string, Rule[]>();
  for (const resource of subject.managed(...RULES)) {
    const listener = subject.site.resource(resource, resource.values.listener_arn, ...LISTENERS);
    const priority = numberOf(resource.values.priority);
    if (listener === undefined || priority === undefined) continue;
    const rule = { resource, priority, conditions: readConditions(resource) };
    found.set(listener.address, [...(found.get(listener.address) ?? []), rule]);
  }
  return found;
}

function shadowed(rules: readonly Rule[]): Found[] {
  const inOrder = [...rules].sort((a, b) => a.priority - b.priority);
  return inOrder.flatMap((rule, index) => {
    const earlier = inOrder
      .slice(0, index)
      .find((other) => other.priority < rule.priority && takesAll(other, rule));
    return earlier === undefined ? [] : [found(rule, earlier)];
  });
}

/** All of a rule's conditions must hold, so each of the earlier rule's must follow from one of the later's. */
function takesAll({ conditions: earlier }: Rule, { conditions: later }: Rule): boolean {
  if (earlier === undefined || later === undefined) return false;
  return earlier.every((wide) => later.some((narrow) => covers(wide, narrow)));
}

function found(rule: Rule, earlier: Rule): Found {
  const leadsAlike = isDeepStrictEqual(
    blocksOf(rule.resource.values, "action").found,
    blocksOf(earlier.resource.values, "action").found,
  );
  const text = `rule ${say(rule)} is never reached: rule ${say(earlier)}, ${shortName(earlier.resource.address)}, takes all of it before`;
  return {
    severity: leadsAlike ? "warning" : "error",
    address: rule.resource.address,
    text,
    fix: leadsAlike ? "remove it" : `give it a priority below ${earlier.priority}, or remove it`,
  };
}

function say({ resource, priority }: Rule): string {
  return `${priority} (${conditionsOf(resource)})`;
}
