import { textsOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { hasInternetGateway, vpcs } from "./support/network.ts";
import { creates, refuse } from "./support/rule.ts";

/** A load balancer that faces the internet stands in a VPC with an internet gateway. */
export const loadBalancerInternet: Law = {
  name: "load-balancer-internet",
  documentation:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html",
  types: ["aws_lb", "aws_alb"],
  check(change, context) {
    if (!creates(change) || change.after.internal === true) return [];
    return vpcs(context, textsOf(change.after, "subnets")).flatMap((vpc) =>
      refuse(
        !hasInternetGateway(context, vpc),
        "CreateLoadBalancer",
        "InvalidSubnet",
        `VPC ${vpc} has no internet gateway`,
        "subnets",
      ),
    );
  },
};
