import { stringAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, isDelete } from "./support/constraint-helpers.ts";

/** A load balancer with deletion protection cannot be deleted. */
export const loadBalancerProtected: Constraint = {
  name: "load-balancer-protected",
  documentation:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html",
  types: ["aws_lb"],
  check(change) {
    const isProtected = isDelete(change) && change.before.enable_deletion_protection === true;
    return apiErrorIf(
      isProtected,
      "DeleteLoadBalancer",
      "OperationNotPermitted",
      `Load balancer '${stringAttribute(change.before, "arn")}' cannot be deleted because deletion protection is enabled`,
    );
  },
};
