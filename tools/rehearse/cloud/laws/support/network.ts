import { contains, type Ipv4Block, ipv4Block } from "../../answers/cidr.ts";
import { blocksOf, textOf, textsOf } from "../../answers/read.ts";
import type { CallContext, CloudResource } from "../../contracts.ts";
import type { ObjectValue } from "../../value.ts";
import { here, named } from "./rule.ts";

/** The VPC's address blocks: its own and those associated later. */
export function vpcBlocks(context: CallContext, vpcId: string): readonly Ipv4Block[] {
  const own = named(context, vpcId, "aws_vpc", "aws_default_vpc");
  const more = here(context, "aws_vpc_ipv4_cidr_block_association").filter(
    ({ values }) => values.vpc_id === vpcId,
  );
  return [own, ...more]
    .map((resource) => ipv4Block(textOf(resource?.values, "cidr_block")))
    .filter((block) => block !== undefined);
}

/** Whether one of the blocks holds `inner` wholly. */
export function within(outer: readonly Ipv4Block[], inner: Ipv4Block): boolean {
  return outer.some((block) => contains(block, inner));
}

/** The subnet's resource. */
export function subnet(context: CallContext, id: string): CloudResource | undefined {
  return named(context, id, "aws_subnet", "aws_default_subnet");
}

/** The zones of those subnets that exist, each once. */
export function zones(context: CallContext, subnetIds: readonly string[]): readonly string[] {
  const all = subnetIds.map((id) => textOf(subnet(context, id)?.values, "availability_zone"));
  return [...new Set(all.filter((zone) => zone !== undefined))];
}

/** The VPCs of those subnets that exist, each once. */
export function vpcs(context: CallContext, subnetIds: readonly string[]): readonly string[] {
  const all = subnetIds.map((id) => textOf(subnet(context, id)?.values, "vpc_id"));
  return [...new Set(all.filter((vpc) => vpc !== undefined))];
}

/** Attributes in which network interfaces of any kind name their security groups. */
const GROUPS = ["security_groups", "security_group_ids", "vpc_security_group_ids"] as const;

/** The security groups that stand on the thing's network interfaces. */
export function securityGroups(values: ObjectValue | null): readonly string[] {
  const nested = ["network_configuration", "vpc_config"].flatMap((name) => blocksOf(values, name));
  return [...new Set([values, ...nested].flatMap((place) => GROUPS.flatMap((name) => textsOf(place, name))))];
}

/** Whether the VPC has an internet gateway. */
export function hasInternetGateway(context: CallContext, vpcId: string): boolean {
  return here(context, "aws_internet_gateway", "aws_internet_gateway_attachment").some(
    ({ values }) => values.vpc_id === vpcId,
  );
}

/** Every subnet that the thing is put into, also by its nested network settings. */
export function subnetsOf(values: ObjectValue | null): readonly string[] {
  const nested = ["network_configuration", "vpc_config"].flatMap((name) => blocksOf(values, name));
  const own = textOf(values, "subnet_id");
  const lists = [values, ...nested].flatMap((place) =>
    ["subnet_ids", "subnets", "vpc_zone_identifier"].flatMap((name) => textsOf(place, name)),
  );
  return [...new Set(own === undefined ? lists : [own, ...lists])];
}
