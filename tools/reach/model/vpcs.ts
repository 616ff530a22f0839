import { Cidr } from "../../../spec/cidr.ts";
import type { Resource } from "../input/inventory.ts";
import { Unknown, type Value } from "../input/value.ts";
import type { Addresses } from "../packets/addresses.ts";
import { IntervalSet } from "../packets/interval-set.ts";
import type { Vpc } from "./fabric.ts";
import { type Block, blockOf, nested, type Survey } from "./survey.ts";

/** A VPC with its blocks one by one: each has a local route. */
export interface VpcPlan extends Vpc {
  readonly resource: Resource;
  readonly blockList: readonly Block[];
}

/** Every default VPC's block. https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html */
const DEFAULT_VPC_BLOCK = blockOf(Cidr.of("172.31.0.0/16"));

/** The VPCs of an inventory: those that it makes, and those that data sources read from elsewhere. */
export function readVpcs(survey: Survey): ReadonlyMap<string, VpcPlan> {
  return new Map(
    survey.known("aws_vpc", "aws_default_vpc").map((vpc) => [vpc.address, readVpc(survey, vpc)]),
  );
}

/** The addresses of blocks together. */
export function union(blocks: readonly { readonly addresses: Addresses }[]): Addresses {
  return IntervalSet.of(...blocks.flatMap(({ addresses }) => addresses.intervals));
}

function readVpc(survey: Survey, resource: Resource): VpcPlan {
  const { address, region } = resource;
  const { blocks, unknown } = vpcBlocks(survey, resource);
  if (unknown !== undefined) survey.gap(address, `a block of it is not known: ${unknown}`);
  const place = { text: "a block that is not known", addresses: survey.placeOf(resource), prefixLength: 0 };
  const blockList = unknown === undefined ? blocks : [...blocks, place];
  return {
    address,
    region,
    resource,
    blockList,
    blocks: union(blockList),
    internetGateway: internetGatewayOf(survey, resource),
    egressOnlyGateway: survey
      .managed("aws_egress_only_internet_gateway")
      .find(({ values }) => survey.keys.vpc(values.vpc_id) === address)?.address,
    vpnGateway: attached(survey, address, "aws_vpn_gateway", "vpn_gateway_id")?.address,
  };
}

/** Its own IPv4 and IPv6 blocks and those associated with it, each once. */
function vpcBlocks(survey: Survey, vpc: Resource): { blocks: readonly Block[]; unknown: string | undefined } {
  const { address, values, type } = vpc;
  const associations = survey
    .managed("aws_vpc_ipv4_cidr_block_association", "aws_vpc_ipv6_cidr_block_association")
    .filter((association) => survey.keys.vpc(association.values.vpc_id) === address);
  const blocks = new Map<string, Block>();
  let unknown = survey.uncounted(
    "aws_vpc_ipv4_cidr_block_association",
    "aws_vpc_ipv6_cidr_block_association",
  );
  const add = (value: Value | undefined) => {
    const block = survey.block(value);
    if (block instanceof Unknown) unknown ??= block.why;
    else if (block !== undefined) blocks.set(block.text, block);
  };
  if (type === "aws_default_vpc" && survey.word(values.cidr_block) === undefined) {
    blocks.set(DEFAULT_VPC_BLOCK.text, DEFAULT_VPC_BLOCK);
  } else {
    add(values.cidr_block ?? new Unknown("AWS chooses it out of a pool"));
  }
  for (const { values: association, type: kind } of associations) {
    if (kind.includes("ipv4")) add(association.cidr_block ?? new Unknown("AWS chooses it out of a pool"));
  }
  for (const { cidr_block } of nested(values.cidr_block_associations)) add(cidr_block);
  for (const { address: holder, values: own } of [vpc, ...associations]) {
    const chosen = survey.chosenIpv6(holder);
    if (chosen !== undefined) blocks.set(chosen.toString(), blockOf(chosen));
    else if (typeof own.ipv6_cidr_block === "string") add(own.ipv6_cidr_block);
  }
  return { blocks: [...blocks.values()], unknown };
}

/**
 * The internet gateway attached to a VPC; a default VPC has one of AWS's own.
 * https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html
 */
function internetGatewayOf(survey: Survey, { address, type }: Resource): string | undefined {
  const own = attached(survey, address, "aws_internet_gateway", "internet_gateway_id")?.address;
  return own ?? (type === "aws_default_vpc" ? `${address}#internet-gateway` : undefined);
}

/** The gateway of a type whose `vpc_id` is the VPC, or that an attachment resource attaches to it. */
function attached(survey: Survey, vpc: string, type: string, named: string): Resource | undefined {
  const own = survey.known(type).find(({ values }) => {
    const states = nested(values.attachments).map(({ vpc_id }) => vpc_id);
    return [values.vpc_id, ...states].some((value) => survey.keys.vpc(value) === vpc);
  });
  if (own !== undefined) return own;
  const attachment = survey
    .managed(`${type}_attachment`)
    .find(({ values }) => survey.keys.vpc(values.vpc_id) === vpc);
  return attachment && survey.keys.resource(attachment.values[named], type);
}
