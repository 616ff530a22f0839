import { withDefaultTwin } from "../../../aws/resource-types.ts";
import { memoize } from "../../../language/memoize.ts";
import type { Addresses } from "../packets/addresses.ts";
import { attributeText, readFlag } from "../terraform/attributes.ts";
import type { Resource } from "../terraform/inventory.ts";
import { Unknown } from "../terraform/value.ts";
import { chosenIpv6, readCidrBlock, toCidrBlock, unionOfBlocks } from "./cidr-blocks.ts";
import type { ModelContext } from "./model-context.ts";
import { readVpcs, type VpcDraft } from "./vpcs.ts";

/** A subnet before its route table and network ACL are resolved. */
export interface SubnetDraft {
  /** The resource that it is read from. */
  readonly resource: Resource;
  /** The address of that resource. */
  readonly address: string;
  /** The address of its VPC. */
  readonly vpc: string;
  /** CIDR blocks of both families. */
  readonly blocks: Addresses;
  /** The zone, such as `us-east-1a`; undefined if unknown. */
  readonly zone: string | undefined;
}

/** Reads the subnets whose VPC is known. */
export const readSubnets = memoize((context: ModelContext): ReadonlyMap<string, SubnetDraft> => {
  const read = context.existing(...withDefaultTwin("aws_subnet")).flatMap((resource) => {
    const vpc = vpcOf(context, resource);
    if (vpc === undefined) context.addGap(resource.address, "its VPC is not in these files");
    return vpc === undefined ? [] : [{ resource, vpc, ...subnetBlocks(context, resource) }];
  });
  const known = unionOfBlocks(read.map(({ blocks }) => ({ addresses: blocks })));
  return new Map(
    read.map(({ resource, vpc, blocks, unknown }) => {
      const { address, values } = resource;
      if (unknown !== undefined) {
        context.addGap(
          address,
          `its addresses are unknown, taken as any in its VPC that no other subnet has: ${unknown}`,
        );
      }
      const open = unknown === undefined ? blocks : blocks.union(vpc.blocks.subtract(known));
      const zone = attributeText(values.availability_zone);
      return [address, { resource, address, vpc: vpc.address, blocks: open, zone }];
    }),
  );
});

function vpcOf(context: ModelContext, { type, region, values }: Resource): VpcDraft | undefined {
  const key =
    type === "aws_default_subnet" && values.vpc_id === undefined
      ? context.managed("aws_default_vpc").find((vpc) => vpc.region === region)?.address
      : context.resolver.vpc(values.vpc_id);
  return key === undefined ? undefined : readVpcs(context).get(key);
}

function subnetBlocks(
  context: ModelContext,
  { address, values }: Resource,
): { blocks: Addresses; unknown: string | undefined } {
  const isIpv6Only = readFlag(values.ipv6_native, false) === true;
  const ipv4 =
    readCidrBlock(context, values.cidr_block) ?? (isIpv6Only ? undefined : new Unknown("AWS chooses them"));
  const chosen = chosenIpv6(context).get(address);
  const ipv6 = chosen === undefined ? readCidrBlock(context, values.ipv6_cidr_block) : toCidrBlock(chosen);
  const all = [ipv4, ipv6];
  const unknown = all.find((block) => block instanceof Unknown);
  return {
    blocks: unionOfBlocks(
      all.flatMap((block) => (block === undefined || block instanceof Unknown ? [] : [block])),
    ),
    unknown: unknown instanceof Unknown ? unknown.why : undefined,
  };
}
