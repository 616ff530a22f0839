import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, isCreate } from "./support/constraint-helpers.ts";
import { knownLoadBalancerSubnetIds } from "./support/load-balancing.ts";
import { hasInternetGateway, vpcIdsOfSubnets } from "./support/network.ts";

/** An internet-facing load balancer needs a VPC with an internet gateway. */
export const loadBalancerInternet: Constraint = {
  name: "load-balancer-internet",
  documentation:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html",
  types: ["aws_lb"],
  check(change, context) {
    if (!isCreate(change) || change.after.internal === true) return [];
    return vpcIdsOfSubnets(context, knownLoadBalancerSubnetIds(change.after)).flatMap((vpc) =>
      apiErrorIf(
        !hasInternetGateway(context, vpc),
        "CreateLoadBalancer",
        "InvalidSubnet",
        `VPC ${vpc} has no internet gateway`,
        "subnets",
      ),
    );
  },
};
