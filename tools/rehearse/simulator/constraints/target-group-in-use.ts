import { stringAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, isDelete, resourcesInRegion } from "./support/constraint-helpers.ts";
import { forwardedTargetGroups, listenerActions } from "./support/load-balancing.ts";

/** A target group cannot be deleted while a listener or rule forwards to it. */
export const targetGroupInUse: Constraint = {
  name: "target-group-in-use",
  documentation:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteTargetGroup.html",
  types: ["aws_lb_target_group"],
  check(change, context) {
    const arn = isDelete(change) ? stringAttribute(change.before, "arn") : undefined;
    if (arn === undefined) return [];
    const isUsed = resourcesInRegion(context, "aws_lb_listener", "aws_lb_listener_rule").some(({ values }) =>
      forwardedTargetGroups(listenerActions(values)).includes(arn),
    );
    return apiErrorIf(
      isUsed,
      "DeleteTargetGroup",
      "ResourceInUse",
      `Target group '${arn}' is currently in use by a listener or a rule`,
    );
  },
};
