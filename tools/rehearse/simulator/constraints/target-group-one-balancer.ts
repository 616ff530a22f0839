import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf } from "./support/constraint-helpers.ts";
import {
  forwardedTargetGroups,
  listenerActions,
  loadBalancerOfListener,
  loadBalancersOfTargetGroup,
} from "./support/load-balancing.ts";

/** A target group is used by at most one load balancer. */
export const targetGroupOneBalancer: Constraint = {
  name: "target-group-one-balancer",
  documentation:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html",
  types: ["aws_lb_listener", "aws_lb_listener_rule"],
  check(change, context) {
    const values = change.after;
    const loadBalancer = values === null ? undefined : loadBalancerOfListener(context, values);
    if (values === null || loadBalancer === undefined) return [];
    const takenGroups = forwardedTargetGroups(listenerActions(values)).filter((group) =>
      loadBalancersOfTargetGroup(context, group).some((other) => other !== loadBalancer),
    );
    const operation = change.type.endsWith("_rule") ? "CreateRule" : "CreateListener";
    return apiErrorIf(
      takenGroups.length > 0,
      operation,
      "TargetGroupAssociationLimit",
      `The following target groups cannot be associated with more than one load balancer: ${takenGroups.join(", ")}`,
    );
  },
};
