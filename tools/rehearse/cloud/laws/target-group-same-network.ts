import { textOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { actionsOf, balancerOf, forwards } from "./support/balancing.ts";
import { named, refuse } from "./support/rule.ts";

/** A listener forwards to target groups of its load balancer's VPC. */
export const targetGroupSameNetwork: Law = {
  name: "target-group-same-network",
  documentation:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html",
  types: ["aws_lb_listener", "aws_lb_listener_rule", "aws_alb_listener", "aws_alb_listener_rule"],
  check(change, context) {
    if (change.after === null) return [];
    const balancer = named(context, balancerOf(context, change.after), "aws_lb", "aws_alb");
    const vpc = textOf(balancer?.values, "vpc_id");
    const operation = change.type.endsWith("_rule") ? "CreateRule" : "CreateListener";
    return forwards(actionsOf(change.after)).flatMap((arn) => {
      const group = named(context, arn, "aws_lb_target_group", "aws_alb_target_group");
      const other = textOf(group?.values, "vpc_id");
      return [
        ...refuse(group === undefined, operation, "TargetGroupNotFound", `Target groups '${arn}' not found`),
        ...refuse(
          vpc !== undefined && other !== undefined && vpc !== other,
          operation,
          "ValidationError",
          `The following target groups are not in the same VPC as the load balancer: ${arn}`,
        ),
      ];
    });
  },
};
