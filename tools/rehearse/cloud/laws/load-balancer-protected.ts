import { textOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { deletes, refuse } from "./support/rule.ts";

/** A load balancer with deletion protection stays. */
export const loadBalancerProtected: Law = {
  name: "load-balancer-protected",
  documentation:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html",
  types: ["aws_lb", "aws_alb"],
  check(change) {
    const kept = deletes(change) && change.before.enable_deletion_protection === true;
    return refuse(
      kept,
      "DeleteLoadBalancer",
      "OperationNotPermitted",
      `Load balancer '${textOf(change.before, "arn")}' cannot be deleted because deletion protection is enabled`,
    );
  },
};
