import { stringAttribute } from "../computed-values/attribute-reader.ts";
import { parseIpv4Block } from "../computed-values/cidr.ts";
import { existingAccountResources } from "../computed-values/existing-resources.ts";
import type { CallContext, Constraint } from "../simulator-types.ts";
import { apiErrorIf, isCreate } from "./support/constraint-helpers.ts";
import { knownLoadBalancerSubnetIds } from "./support/load-balancing.ts";
import { findSubnet, subnetIdsOf } from "./support/network.ts";

/** Addresses that AWS reserves in each subnet. */
const RESERVED_ADDRESSES = 5;
/** Free addresses that a load balancer requires in each subnet. */
const REQUIRED_FREE_ADDRESSES = 8;

/**
 * Free addresses: all except the five that AWS reserves and one per network interface in the
 * subnet.
 */
function freeAddresses(context: CallContext, id: string): number | undefined {
  const block = parseIpv4Block(stringAttribute(findSubnet(context, id)?.values, "cidr_block"));
  if (block === undefined) return undefined;
  const used = existingAccountResources(context.account, "aws_network_interface").filter(({ values }) =>
    subnetIdsOf(values).includes(id),
  ).length;
  return block.last - block.first + 1 - RESERVED_ADDRESSES - used;
}

/** Each subnet of a load balancer is a /27 or larger, with at least eight free addresses. */
export const loadBalancerSubnetSize: Constraint = {
  name: "load-balancer-subnet-size",
  documentation:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html",
  types: ["aws_lb", "aws_alb"],
  check(change, context) {
    if (!isCreate(change)) return [];
    return knownLoadBalancerSubnetIds(change.after).flatMap((id) =>
      apiErrorIf(
        (freeAddresses(context, id) ?? REQUIRED_FREE_ADDRESSES) < REQUIRED_FREE_ADDRESSES ||
          (parseIpv4Block(stringAttribute(findSubnet(context, id)?.values, "cidr_block"))?.prefixLength ??
            0) > 27,
        "CreateLoadBalancer",
        "InvalidSubnet",
        `Not enough IP space available in ${id}. ELB requires at least 8 free IP addresses in each subnet.`,
        "subnets",
      ),
    );
  },
};
