import { living } from "../answers/account-index.ts";
import { ipv4Block } from "../answers/cidr.ts";
import { textOf, textsOf } from "../answers/read.ts";
import type { CallContext, Law } from "../contracts.ts";
import { subnet, subnetsOf } from "./support/network.ts";
import { creates, refuse } from "./support/rule.ts";

/** Addresses that AWS keeps in each subnet. */
const RESERVED = 5;
/** Addresses that a load balancer must find free. */
const NEEDED = 8;

/** Free addresses: all but AWS's five and one for each interface that stands in the subnet. */
function free(context: CallContext, id: string): number | undefined {
  const block = ipv4Block(textOf(subnet(context, id)?.values, "cidr_block"));
  if (block === undefined) return undefined;
  const used = living(context.account, "aws_network_interface").filter(({ values }) =>
    subnetsOf(values).includes(id),
  ).length;
  return block.last - block.first + 1 - RESERVED - used;
}

/** Each subnet of a load balancer is a /27 or larger and has eight free addresses. */
export const loadBalancerSubnetSize: Law = {
  name: "load-balancer-subnet-size",
  documentation:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html",
  types: ["aws_lb", "aws_alb"],
  check(change, context) {
    if (!creates(change)) return [];
    return textsOf(change.after, "subnets").flatMap((id) =>
      refuse(
        (free(context, id) ?? NEEDED) < NEEDED ||
          (ipv4Block(textOf(subnet(context, id)?.values, "cidr_block"))?.prefix ?? 0) > 27,
        "CreateLoadBalancer",
        "InvalidSubnet",
        `Not enough IP space available in ${id}. ELB requires at least 8 free IP addresses in each subnet.`,
        "subnets",
      ),
    );
  },
};
