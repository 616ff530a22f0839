import type { Law } from "../contracts.ts";
import { actionsOf, balancerOf, balancersOf, forwards } from "./support/balancing.ts";
import { refuse } from "./support/rule.ts";

/** A target group takes traffic from one load balancer. */
export const targetGroupOneBalancer: Law = {
  name: "target-group-one-balancer",
  documentation:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html",
  types: ["aws_lb_listener", "aws_lb_listener_rule", "aws_alb_listener", "aws_alb_listener_rule"],
  check(change, context) {
    const values = change.after;
    const own = values === null ? undefined : balancerOf(context, values);
    if (values === null || own === undefined) return [];
    const taken = forwards(actionsOf(values)).filter((group) =>
      balancersOf(context, group).some((other) => other !== own),
    );
    const operation = change.type.endsWith("_rule") ? "CreateRule" : "CreateListener";
    return refuse(
      taken.length > 0,
      operation,
      "TargetGroupAssociationLimit",
      `The following target groups cannot be associated with more than one load balancer: ${taken.join(", ")}`,
    );
  },
};
