import { stringAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, findInRegion } from "./support/constraint-helpers.ts";
import { forwardedTargetGroups, listenerActions, loadBalancerOfListener } from "./support/load-balancing.ts";

/** A listener's target groups must belong to its load balancer's VPC. */
export const targetGroupSameNetwork: Constraint = {
  name: "target-group-same-network",
  documentation:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html",
  types: ["aws_lb_listener", "aws_lb_listener_rule"],
  check(change, context) {
    if (change.after === null) return [];
    const balancer = findInRegion(context, loadBalancerOfListener(context, change.after), "aws_lb");
    const vpc = stringAttribute(balancer?.values, "vpc_id");
    const operation = change.type.endsWith("_rule") ? "CreateRule" : "CreateListener";
    return forwardedTargetGroups(listenerActions(change.after)).flatMap((arn) => {
      const group = findInRegion(context, arn, "aws_lb_target_group");
      const other = stringAttribute(group?.values, "vpc_id");
      return [
        ...apiErrorIf(
          group === undefined,
          operation,
          "TargetGroupNotFound",
          `Target groups '${arn}' not found`,
        ),
        ...apiErrorIf(
          vpc !== undefined && other !== undefined && vpc !== other,
          operation,
          "ValidationError",
          `The following target groups are not in the same VPC as the load balancer: ${arn}`,
        ),
      ];
    });
  },
};
