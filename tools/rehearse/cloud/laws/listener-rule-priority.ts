import { numberOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { here, isSelf, refuse } from "./support/rule.ts";

/** The rules of a listener have different priorities. */
export const listenerRulePriority: Law = {
  name: "listener-rule-priority",
  documentation: "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html",
  types: ["aws_lb_listener_rule", "aws_alb_listener_rule"],
  check(change, context) {
    const priority = numberOf(change.after, "priority");
    if (change.after === null || priority === undefined) return [];
    const listener = change.after.listener_arn;
    const twice = here(context, "aws_lb_listener_rule", "aws_alb_listener_rule").some(
      (other) =>
        !isSelf(change, other) &&
        other.values.listener_arn === listener &&
        numberOf(other.values, "priority") === priority,
    );
    return refuse(
      twice,
      "CreateRule",
      "PriorityInUse",
      `Priority '${priority}' is currently in use`,
      "priority",
    );
  },
};
