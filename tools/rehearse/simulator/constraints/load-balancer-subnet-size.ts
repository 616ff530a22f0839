import type { Cidr } from "../../../../aws/cidr.ts";
import { LOAD_BALANCER_SUBNET } from "../../../../aws/service-quotas.ts";
import { RESERVED_ADDRESSES } from "../../../../aws/vpc-quotas.ts";
import { cidrAttribute, stringAttribute } from "../computed-values/attribute-reader.ts";
import { existingAccountResources } from "../computed-values/existing-resources.ts";
import type { CallContext, Constraint } from "../simulator-types.ts";
import { apiErrorIf, hasUnknownAttribute, isCreate } from "./support/constraint-helpers.ts";
import { knownLoadBalancerSubnetIds } from "./support/load-balancing.ts";
import { findSubnet, subnetIdsOf } from "./support/network.ts";

/**
 * Free addresses: all except the five that AWS reserves and one per network interface in the
 * subnet.
 */
function freeAddresses(context: CallContext, id: string, block: Cidr): number {
  const used = existingAccountResources(context.account, "aws_network_interface").filter(({ values }) =>
    subnetIdsOf(values).includes(id),
  ).length;
  return Number(block.size) - RESERVED_ADDRESSES.total - used;
}

/**
 * Each subnet of a load balancer has at least eight free addresses; of an application load balancer
 * it is a /27 or larger.
 */
export const loadBalancerSubnetSize: Constraint = {
  name: "load-balancer-subnet-size",
  documentation:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html",
  types: ["aws_lb"],
  check(change, context) {
    if (!isCreate(change)) return [];
    const { freeAddresses: required, longestApplicationPrefix } = LOAD_BALANCER_SUBNET;
    const kind = stringAttribute(change.after, "load_balancer_type") ?? "application";
    const isApplication = kind === "application" && !hasUnknownAttribute(change.after, "load_balancer_type");
    return knownLoadBalancerSubnetIds(change.after).flatMap((id) => {
      const block = cidrAttribute(findSubnet(context, id)?.values, "cidr_block");
      if (block === undefined) return [];
      const isSmall = isApplication && block.prefix > longestApplicationPrefix;
      return apiErrorIf(
        isSmall || freeAddresses(context, id, block) < required,
        "CreateLoadBalancer",
        "InvalidSubnet",
        `Not enough IP space available in ${id}. ELB requires at least ${required} free IP addresses in each subnet.`,
        "subnets",
      );
    });
  },
};
