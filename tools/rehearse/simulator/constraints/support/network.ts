import type { Cidr } from "../../../../../aws/cidr.ts";
import { withDefaultTwin } from "../../../../../aws/resource-types.ts";
import {
  cidrAttribute,
  nestedBlocksOf,
  stringAttribute,
  stringListAttribute,
} from "../../computed-values/attribute-reader.ts";
import type { CallContext, SimulatedResource } from "../../simulator-types.ts";
import type { ObjectValue } from "../../terraform-value.ts";
import { findInRegion, resourcesInRegion } from "./constraint-helpers.ts";

/** The VPC's CIDR blocks: primary and associated ones. */
export function vpcCidrBlocks(context: CallContext, vpcId: string): readonly Cidr[] {
  const ownVpc = findInRegion(context, vpcId, ...withDefaultTwin("aws_vpc"));
  const associations = resourcesInRegion(context, "aws_vpc_ipv4_cidr_block_association").filter(
    ({ values }) => values.vpc_id === vpcId,
  );
  return [ownVpc, ...associations]
    .map((resource) => cidrAttribute(resource?.values, "cidr_block"))
    .filter((block) => block !== undefined);
}

/** True if any of the blocks contains all of `inner`. */
export function isInsideCidrBlocks(outer: readonly Cidr[], inner: Cidr): boolean {
  return outer.some((block) => block.contains(inner));
}

/** Finds a subnet by ID. */
export function findSubnet(context: CallContext, id: string): SimulatedResource | undefined {
  return findInRegion(context, id, ...withDefaultTwin("aws_subnet"));
}

/** The distinct Availability Zones of the subnets that exist. */
export function zonesOfSubnets(context: CallContext, subnetIds: readonly string[]): readonly string[] {
  const zones = subnetIds.map((id) => stringAttribute(findSubnet(context, id)?.values, "availability_zone"));
  return [...new Set(zones.filter((zone) => zone !== undefined))];
}

/** The distinct VPCs of the subnets that exist. */
export function vpcIdsOfSubnets(context: CallContext, subnetIds: readonly string[]): readonly string[] {
  const vpcIds = subnetIds.map((id) => stringAttribute(findSubnet(context, id)?.values, "vpc_id"));
  return [...new Set(vpcIds.filter((vpc) => vpc !== undefined))];
}

/** Attributes that hold a network interface's security groups, across resource types. */
const SECURITY_GROUP_ATTRIBUTES = [
  "security_groups",
  "security_group_ids",
  "vpc_security_group_ids",
] as const;

/** The security groups of the resource's network interfaces. */
export function securityGroupIdsOf(values: ObjectValue | null): readonly string[] {
  const nested = ["network_configuration", "vpc_config"].flatMap((name) => nestedBlocksOf(values, name));
  return [
    ...new Set(
      [values, ...nested].flatMap((block) =>
        SECURITY_GROUP_ATTRIBUTES.flatMap((name) => stringListAttribute(block, name)),
      ),
    ),
  ];
}

/** True if the VPC has an internet gateway. */
export function hasInternetGateway(context: CallContext, vpcId: string): boolean {
  return resourcesInRegion(context, "aws_internet_gateway", "aws_internet_gateway_attachment").some(
    ({ values }) => values.vpc_id === vpcId,
  );
}

/** The resource's subnets, including those in nested network settings. */
export function subnetIdsOf(values: ObjectValue | null): readonly string[] {
  const nested = ["network_configuration", "vpc_config"].flatMap((name) => nestedBlocksOf(values, name));
  const ownVpc = stringAttribute(values, "subnet_id");
  const lists = [values, ...nested].flatMap((block) =>
    ["subnet_ids", "subnets", "vpc_zone_identifier"].flatMap((name) => stringListAttribute(block, name)),
  );
  return [...new Set(ownVpc === undefined ? lists : [ownVpc, ...lists])];
}
