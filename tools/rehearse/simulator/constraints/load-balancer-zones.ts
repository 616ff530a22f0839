import { stringAttribute, stringListAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, hasUnknownAttribute } from "./support/constraint-helpers.ts";
import { findSubnet } from "./support/network.ts";

/** An Application Load Balancer needs subnets in at least two Availability Zones, one in each. */
export const loadBalancerZones: Constraint = {
  name: "load-balancer-zones",
  documentation:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html",
  types: ["aws_lb"],
  check(change, context) {
    const ids = stringListAttribute(change.after, "subnets");
    const isKnown = change.after !== null && !hasUnknownAttribute(change.after, "subnets") && ids.length > 0;
    const zones = ids.map((id) => stringAttribute(findSubnet(context, id)?.values, "availability_zone"));
    if (!isKnown || zones.includes(undefined)) return [];
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
