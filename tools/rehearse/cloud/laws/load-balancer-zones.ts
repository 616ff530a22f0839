import { textOf, textsOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { subnet } from "./support/network.ts";
import { isOpen, refuse } from "./support/rule.ts";

/** An application load balancer has subnets in two zones, one in each. */
export const loadBalancerZones: Law = {
  name: "load-balancer-zones",
  documentation:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html",
  types: ["aws_lb", "aws_alb"],
  check(change, context) {
    const ids = textsOf(change.after, "subnets");
    const judged = change.after !== null && !isOpen(change.after, "subnets") && ids.length > 0;
    const zones = ids.map((id) => textOf(subnet(context, id)?.values, "availability_zone"));
    if (!judged || zones.includes(undefined)) return [];
    const distinct = new Set(zones).size;
    const application =
      !isOpen(change.after, "load_balancer_type") &&
      ["application", undefined].includes(textOf(change.after, "load_balancer_type"));
    return [
      ...refuse(
        application && distinct < 2,
        "CreateLoadBalancer",
        "ValidationError",
        "At least two subnets in two different Availability Zones must be specified",
        "subnets",
      ),
      ...refuse(
        distinct < ids.length,
        "CreateLoadBalancer",
        "InvalidConfigurationRequest",
        "A load balancer cannot be attached to multiple subnets in the same Availability Zone",
        "subnets",
      ),
    ];
  },
};
