import type { Resource } from "../input/inventory.ts";
import { Unknown } from "../input/value.ts";
import type { Addresses } from "../packets/addresses.ts";
import { blockOf, type Survey } from "./survey.ts";
import { union, type VpcPlan } from "./vpcs.ts";

/** A subnet before its tables are found. */
export interface SubnetPlan {
  readonly resource: Resource;
  readonly address: string;
  readonly vpc: string;
  readonly blocks: Addresses;
  readonly zone: string | undefined;
}

/** The subnets of the VPCs that are known. */
export function readSubnets(
  survey: Survey,
  vpcs: ReadonlyMap<string, VpcPlan>,
): ReadonlyMap<string, SubnetPlan> {
  const read = survey.known("aws_subnet", "aws_default_subnet").flatMap((resource) => {
    const vpc = vpcOf(survey, resource, vpcs);
    if (vpc === undefined) survey.gap(resource.address, "its VPC is not in these files");
    return vpc === undefined ? [] : [{ resource, vpc, ...subnetBlocks(survey, resource) }];
  });
  const known = union(read.map(({ blocks }) => ({ addresses: blocks })));
  return new Map(
    read.map(({ resource, vpc, blocks, unknown }) => {
      const { address, values } = resource;
      if (unknown !== undefined) {
        survey.gap(address, `its addresses are any of its VPC's that no subnet has: ${unknown}`);
      }
      const open = unknown === undefined ? blocks : blocks.union(vpc.blocks.subtract(known));
      const zone = survey.word(values.availability_zone);
      return [address, { resource, address, vpc: vpc.address, blocks: open, zone }];
    }),
  );
}

function vpcOf(
  survey: Survey,
  { type, region, values }: Resource,
  vpcs: ReadonlyMap<string, VpcPlan>,
): VpcPlan | undefined {
  const key =
    type === "aws_default_subnet" && values.vpc_id === undefined
      ? survey.managed("aws_default_vpc").find((vpc) => vpc.region === region)?.address
      : survey.keys.vpc(values.vpc_id);
  return key === undefined ? undefined : vpcs.get(key);
}

function subnetBlocks(
  survey: Survey,
  { address, values }: Resource,
): { blocks: Addresses; unknown: string | undefined } {
  const isIpv6Only = survey.flag(values.ipv6_native, false) === true;
  const ipv4 = survey.block(values.cidr_block) ?? (isIpv6Only ? undefined : new Unknown("AWS chooses them"));
  const chosen = survey.chosenIpv6(address);
  const ipv6 = chosen === undefined ? survey.block(values.ipv6_cidr_block) : blockOf(chosen);
  const all = [ipv4, ipv6];
  const unknown = all.find((block) => block instanceof Unknown);
  return {
    blocks: union(all.flatMap((block) => (block === undefined || block instanceof Unknown ? [] : [block]))),
    unknown: unknown instanceof Unknown ? unknown.why : undefined,
  };
}
