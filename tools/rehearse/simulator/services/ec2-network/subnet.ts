import { type Region, regionFacts, zonesOfRegion } from "../../../../../aws/regions.ts";
import { withDefaultTwin } from "../../../../../aws/resource-types.ts";
import { cidrAttribute, stringAttribute } from "../../computed-values/attribute-reader.ts";
import { availabilityZonesOf } from "../../computed-values/regions.ts";
import { renderTemplate, resolveString, type ValueContext } from "../../computed-values/value-context.ts";
import { isCreate, resourcesInRegion, violationIf } from "../../constraints/support/constraint-helpers.ts";
import { isInsideCidrBlocks, vpcCidrBlocks } from "../../constraints/support/network.ts";
import type { CallContext, Constraint } from "../../simulator-types.ts";
import type { ServiceResources } from "../service-resources.ts";
import { readAvailabilityZone, readAvailabilityZones } from "./availability-zones.ts";
import { defaultSubnetCidr, defaultVpcResourceId } from "./default-vpc.ts";
import { ec2Resource } from "./ec2-resource.ts";

const availabilityZoneName = (context: ValueContext) => {
  const zones = availabilityZonesOf(context.region);
  const id = resolveString(context, "availability_zone_id");
  return (zones.find((zone) => zone.id === id) ?? zones[0])?.name ?? "";
};

const availabilityZoneId = (context: ValueContext) => {
  const name = resolveString(context, "availability_zone");
  return availabilityZonesOf(context.region).find((zone) => zone.name === name)?.id ?? "";
};

const subnet = {
  ...ec2Resource("subnet", "subnet"),
  availability_zone: availabilityZoneName,
  availability_zone_id: availabilityZoneId,
  private_dns_hostname_type_on_launch: "ip-name",
  ipv6_cidr_block_association_id: (context: ValueContext) =>
    resolveString(context, "ipv6_cidr_block") === ""
      ? ""
      : renderTemplate("subnet-cidr-assoc-0{hex:16/ipv6}", context),
};

/** A subnet's CIDR block must be within its VPC's CIDR blocks. */
const subnetInsideVpc: Constraint = {
  name: "subnet-inside-vpc",
  documentation: "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html",
  errorCodes: ["InvalidSubnet.Range"],
  types: ["aws_subnet"],
  check(change, context) {
    if (!isCreate(change)) return [];
    const cidr = stringAttribute(change.after, "cidr_block");
    const block = cidrAttribute(change.after, "cidr_block");
    const blocks = vpcCidrBlocks(context, stringAttribute(change.after, "vpc_id") ?? "");
    if (block === undefined || blocks.length === 0) return [];
    return violationIf(
      !isInsideCidrBlocks(blocks, block),
      "InvalidSubnet.Range",
      `The CIDR '${cidr}' is invalid.`,
      "cidr_block",
    );
  },
};

/** Subnets of a VPC must not overlap. */
const subnetsDisjoint: Constraint = {
  name: "subnets-disjoint",
  documentation: "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html",
  errorCodes: ["InvalidSubnet.Conflict"],
  types: ["aws_subnet"],
  check(change, context) {
    if (!isCreate(change)) return [];
    const cidr = stringAttribute(change.after, "cidr_block");
    const block = cidrAttribute(change.after, "cidr_block");
    if (block === undefined) return [];
    const taken = resourcesInRegion(context, ...withDefaultTwin("aws_subnet"))
      .filter(({ values }) => values.vpc_id === change.after.vpc_id)
      .map(({ values }) => cidrAttribute(values, "cidr_block"));
    const isOverlapping = taken.some((other) => other?.overlaps(block));
    return violationIf(
      isOverlapping,
      "InvalidSubnet.Conflict",
      `The CIDR '${cidr}' conflicts with another subnet`,
      "cidr_block",
    );
  },
};

/** The region's zones in which the account has created subnets. */
function usedZones({ account, region }: CallContext): readonly string[] {
  const subnets = account.resources("aws_subnet").filter((subnet) => subnet.region === region);
  return [...new Set(subnets.flatMap(({ values }) => stringAttribute(values, "availability_zone") ?? []))];
}

/**
 * Returns the zones that the account has. Where an account has fewer zones than the region, nobody
 * knows which: those with subnets, then any.
 */
function accountZones(context: CallContext): { readonly available: Set<string>; readonly named: string[] } {
  const defaults = availabilityZonesOf(context.region).map(({ name }) => name);
  const zones = [...new Set([...usedZones(context), ...defaults])].slice(0, defaults.length).sort();
  const isOpen = usedZones(context).length < defaults.length && regionFacts(context.region) !== undefined;
  return { available: new Set(isOpen ? zonesOfRegion(context.region as Region) : zones), named: zones };
}

/** A subnet's Availability Zone must exist in its region. */
const zoneExists: Constraint = {
  name: "zone-exists",
  documentation: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html",
  errorCodes: ["InvalidParameterValue"],
  types: ["aws_subnet"],
  check(change, context) {
    const zone = isCreate(change) ? stringAttribute(change.after, "availability_zone") : undefined;
    if (zone === undefined) return [];
    const { available, named } = accountZones(context);
    const message = `Value (${zone}) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: ${named.join(", ")}.`;
    return violationIf(!available.has(zone), "InvalidParameterValue", message, "availability_zone");
  },
};

/** Subnets and Availability Zones. */
export const ec2NetworkSubnetResources: ServiceResources = {
  types: {
    aws_subnet: {
      dependentOf: ["aws_vpc"],
      values: subnet,
      notFound: { code: "InvalidSubnetID.NotFound", message: "The subnet ID '{}' does not exist" },
    },
    aws_default_subnet: {
      values: {
        ...subnet,
        id: (context) =>
          defaultVpcResourceId(
            context.accountId,
            context.region,
            "subnet",
            resolveString(context, "availability_zone"),
          ),
        vpc_id: (context) => defaultVpcResourceId(context.accountId, context.region, "vpc"),
        cidr_block: (context) => defaultSubnetCidr(resolveString(context, "availability_zone")),
      },
    },
    aws_availability_zone: { readDataSource: readAvailabilityZone },
    aws_availability_zones: { readDataSource: readAvailabilityZones },
  },
  constraints: [subnetInsideVpc, subnetsDisjoint, zoneExists],
};
