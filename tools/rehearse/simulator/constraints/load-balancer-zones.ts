import { stringAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, hasUnknownAttribute } from "./support/constraint-helpers.ts";
import { loadBalancerSubnetIds } from "./support/load-balancing.ts";
import { findSubnet } from "./support/network.ts";

/**
 * A load balancer has at most one subnet in each Availability Zone; an Application Load Balancer
 * needs two zones.
 */
export const loadBalancerZones: Constraint = {
  name: "load-balancer-zones",
  documentation:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html",
  types: ["aws_lb"],
  check(change, context) {
    const ids = loadBalancerSubnetIds(change.after);
    const zones = ids.map((id) =>
      id === undefined ? undefined : stringAttribute(findSubnet(context, id)?.values, "availability_zone"),
    );
    if (ids.length === 0 || zones.includes(undefined)) return [];
    const zoneCount = new Set(zones).size;
    const isApplication =
      !hasUnknownAttribute(change.after, "load_balancer_type") &&
      ["application", undefined].includes(stringAttribute(change.after, "load_balancer_type"));
    return [
      ...apiErrorIf(
        isApplication && zoneCount < 2,
        "CreateLoadBalancer",
        "ValidationError",
        "At least two subnets in two different Availability Zones must be specified",
        "subnets",
      ),
      ...apiErrorIf(
        zoneCount < ids.length,
        "CreateLoadBalancer",
        "InvalidConfigurationRequest",
        "A load balancer cannot be attached to multiple subnets in the same Availability Zone",
        "subnets",
      ),
    ];
  },
};
