import { withDefaultTwin } from "../../../aws/resource-types.ts";
import { DEFAULT_VPC_BLOCK } from "../../../aws/special-ranges.ts";
import { memoize } from "../../../language/memoize.ts";
import { attributeText, knownBlocks } from "../terraform/attributes.ts";
import type { Resource } from "../terraform/inventory.ts";
import { Unknown, type Value } from "../terraform/value.ts";
import { type CidrBlock, chosenIpv6, readCidrBlock, toCidrBlock, unionOfBlocks } from "./cidr-blocks.ts";
import type { ModelContext } from "./model-context.ts";
import type { Vpc } from "./network-model.ts";

/** A VPC with its separate CIDR blocks: each has a local route. */
export interface VpcDraft extends Vpc {
  /** The resource that it is read from. */
  readonly resource: Resource;
  /** The CIDR blocks one by one. */
  readonly blockList: readonly CidrBlock[];
}

/**
 * The CIDR block of every default VPC.
 * https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html
 */
const DEFAULT_BLOCK = toCidrBlock(DEFAULT_VPC_BLOCK);

/**
 * Reads an inventory's VPCs: those that it creates, and those that data sources read from outside.
 */
export const readVpcs = memoize(
  (context: ModelContext): ReadonlyMap<string, VpcDraft> =>
    new Map(
      context.existing(...withDefaultTwin("aws_vpc")).map((vpc) => [vpc.address, readVpc(context, vpc)]),
    ),
);

function readVpc(context: ModelContext, resource: Resource): VpcDraft {
  const { address, region } = resource;
  const { blocks, unknown } = vpcBlocks(context, resource);
  if (unknown !== undefined) context.addGap(address, `one of its CIDR blocks is unknown: ${unknown}`);
  const placeholder = {
    text: "an unknown CIDR block",
    addresses: context.placeholderOf(resource),
    prefixLength: 0,
  };
  const blockList = unknown === undefined ? blocks : [...blocks, placeholder];
  return {
    address,
    region,
    resource,
    blockList,
    blocks: unionOfBlocks(blockList),
    internetGateway: internetGatewayOf(context, resource),
    egressOnlyGateway: context
      .managed("aws_egress_only_internet_gateway")
      .find(({ values }) => context.resolver.vpc(values.vpc_id) === address)?.address,
    vpnGateway: attached(context, address, "aws_vpn_gateway", "vpn_gateway_id")?.address,
  };
}

/** The VPC's IPv4 and IPv6 blocks and those associated with it, without duplicates. */
function vpcBlocks(
  context: ModelContext,
  vpc: Resource,
): { blocks: readonly CidrBlock[]; unknown: string | undefined } {
  const { address, values, type } = vpc;
  const associations = context
    .managed("aws_vpc_ipv4_cidr_block_association", "aws_vpc_ipv6_cidr_block_association")
    .filter((association) => context.resolver.vpc(association.values.vpc_id) === address);
  const blocks = new Map<string, CidrBlock>();
  let unknown = context.whyMoreMayExist(
    "aws_vpc_ipv4_cidr_block_association",
    "aws_vpc_ipv6_cidr_block_association",
  );
  const add = (value: Value | undefined) => {
    const block = readCidrBlock(context, value);
    if (block instanceof Unknown) unknown ??= block.why;
    else if (block !== undefined) blocks.set(block.text, block);
  };
  if (type === "aws_default_vpc" && attributeText(values.cidr_block) === undefined) {
    blocks.set(DEFAULT_BLOCK.text, DEFAULT_BLOCK);
  } else {
    add(values.cidr_block ?? new Unknown("AWS chooses it from a pool"));
  }
  for (const { values: association, type: kind } of associations) {
    if (kind.includes("ipv4")) add(association.cidr_block ?? new Unknown("AWS chooses it from a pool"));
  }
  for (const { cidr_block } of knownBlocks(values.cidr_block_associations)) add(cidr_block);
  for (const { address: holder, values: own } of [vpc, ...associations]) {
    const chosen = chosenIpv6(context).get(holder);
    if (chosen !== undefined) blocks.set(chosen.toString(), toCidrBlock(chosen));
    else if (typeof own.ipv6_cidr_block === "string") add(own.ipv6_cidr_block);
  }
  return { blocks: [...blocks.values()], unknown };
}

/**
 * The internet gateway attached to a VPC; AWS creates a default VPC's.
 * https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html
 */
function internetGatewayOf(context: ModelContext, { address, type }: Resource): string | undefined {
  const own = attached(context, address, "aws_internet_gateway", "internet_gateway_id")?.address;
  return own ?? (type === "aws_default_vpc" ? `${address}#internet-gateway` : undefined);
}

/**
 * The gateway of a type that names the VPC as its `vpc_id` or that an attachment resource attaches
 * to it.
 */
function attached(context: ModelContext, vpc: string, type: string, named: string): Resource | undefined {
  const own = context.existing(type).find(({ values }) => {
    const states = knownBlocks(values.attachments).map(({ vpc_id }) => vpc_id);
    return [values.vpc_id, ...states].some((value) => context.resolver.vpc(value) === vpc);
  });
  if (own !== undefined) return own;
  const attachment = context
    .managed(`${type}_attachment`)
    .find(({ values }) => context.resolver.vpc(values.vpc_id) === vpc);
  return attachment && context.resolver.resource(attachment.values[named], type);
}
