import { numberAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, isChangedResource, resourcesInRegion } from "./support/constraint-helpers.ts";

/** The rules of a listener have distinct priorities. */
export const listenerRulePriority: Constraint = {
  name: "listener-rule-priority",
  documentation: "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html",
  types: ["aws_lb_listener_rule"],
  check(change, context) {
    const priority = numberAttribute(change.after, "priority");
    if (change.after === null || priority === undefined) return [];
    const listener = change.after.listener_arn;
    const isDuplicate = resourcesInRegion(context, "aws_lb_listener_rule").some(
      (other) =>
        !isChangedResource(change, other) &&
        other.values.listener_arn === listener &&
        numberAttribute(other.values, "priority") === priority,
    );
    return apiErrorIf(
      isDuplicate,
      "CreateRule",
      "PriorityInUse",
      `Priority '${priority}' is currently in use`,
      "priority",
    );
  },
};
