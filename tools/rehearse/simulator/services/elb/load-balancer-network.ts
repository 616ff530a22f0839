import type { Cidr } from "../../../../../aws/cidr.ts";
import { LOAD_BALANCER_SUBNET } from "../../../../../aws/service-quotas.ts";
import { RESERVED_ADDRESSES } from "../../../../../aws/vpc-quotas.ts";
import { cidrAttribute, nestedBlocksOf, stringAttribute } from "../../computed-values/attribute-reader.ts";
import { existingAccountResources } from "../../computed-values/existing-resources.ts";
import {
  findInRegion,
  hasUnknownAttribute,
  isCreate,
  resourcesInRegion,
  violationIf,
} from "../../constraints/support/constraint-helpers.ts";
import {
  findSubnet,
  hasInternetGateway,
  subnetIdsOf,
  vpcIdsOfSubnets,
} from "../../constraints/support/network.ts";
import type { CallContext, Constraint } from "../../simulator-types.ts";
import type { ServiceResources } from "../service-resources.ts";
import { knownLoadBalancerSubnetIds, loadBalancerSubnetIds } from "./load-balancing.ts";

/** A load balancer's Elastic IP addresses must exist and be free. */
const loadBalancerAddress: Constraint = {
  name: "load-balancer-address",
  documentation:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html",
  errorCodes: ["AllocationIdNotFound", "ResourceInUse"],
  types: ["aws_lb"],
  check(change, context) {
    if (!isCreate(change)) return [];
    const allocationIdsOf = (values: typeof change.after) =>
      nestedBlocksOf(values, "subnet_mapping").flatMap(
        (mapping) => stringAttribute(mapping, "allocation_id") ?? [],
      );
    const usedAllocationIds = [
      ...resourcesInRegion(context, "aws_nat_gateway", "aws_eip_association").map(({ values }) =>
        stringAttribute(values, "allocation_id"),
      ),
      ...resourcesInRegion(context, "aws_lb").flatMap(({ values }) => allocationIdsOf(values)),
    ];
    return allocationIdsOf(change.after).flatMap((allocation) => [
      ...violationIf(
        findInRegion(context, allocation, "aws_eip") === undefined,
        "AllocationIdNotFound",
        "The specified allocation ID does not exist",
        "subnet_mapping",
      ),
      ...violationIf(
        usedAllocationIds.includes(allocation),
        "ResourceInUse",
        "The allocation IDs are not available for use",
        "subnet_mapping",
      ),
    ]);
  },
};

/** An internet-facing load balancer needs a VPC with an internet gateway. */
const loadBalancerInternet: Constraint = {
  name: "load-balancer-internet",
  documentation:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html",
  errorCodes: ["InvalidSubnet"],
  types: ["aws_lb"],
  check(change, context) {
    if (!isCreate(change) || change.after.internal === true) return [];
    return vpcIdsOfSubnets(context, knownLoadBalancerSubnetIds(change.after)).flatMap((vpc) =>
      violationIf(
        !hasInternetGateway(context, vpc),
        "InvalidSubnet",
        `VPC ${vpc} has no internet gateway`,
        "subnets",
      ),
    );
  },
};

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
const loadBalancerSubnetSize: Constraint = {
  name: "load-balancer-subnet-size",
  documentation:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html",
  errorCodes: ["InvalidSubnet"],
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
      return violationIf(
        isSmall || freeAddresses(context, id, block) < required,
        "InvalidSubnet",
        `Not enough IP space available in ${id}. ELB requires at least ${required} free IP addresses in each subnet.`,
        "subnets",
      );
    });
  },
};

/**
 * A load balancer has at most one subnet in each Availability Zone; an Application Load Balancer
 * needs two zones.
 */
const loadBalancerZones: Constraint = {
  name: "load-balancer-zones",
  documentation:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html",
  errorCodes: ["ValidationError", "InvalidConfigurationRequest"],
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
      ...violationIf(
        isApplication && zoneCount < 2,
        "ValidationError",
        "At least two subnets in two different Availability Zones must be specified",
        "subnets",
      ),
      ...violationIf(
        zoneCount < ids.length,
        "InvalidConfigurationRequest",
        "A load balancer cannot be attached to multiple subnets in the same Availability Zone",
        "subnets",
      ),
    ];
  },
};

/** The networks of load balancers. */
export const elbLoadBalancerNetworkResources: ServiceResources = {
  constraints: [loadBalancerAddress, loadBalancerInternet, loadBalancerSubnetSize, loadBalancerZones],
};
