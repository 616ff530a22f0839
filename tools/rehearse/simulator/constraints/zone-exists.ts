import { type Region, regionFacts, zonesOfRegion } from "../../../../aws/regions.ts";
import { stringAttribute } from "../computed-values/attribute-reader.ts";
import { availabilityZonesOf } from "../computed-values/regions.ts";
import type { CallContext, Constraint } from "../simulator-types.ts";
import { apiErrorIf, isCreate } from "./support/constraint-helpers.ts";

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
export const zoneExists: Constraint = {
  name: "zone-exists",
  documentation: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html",
  types: ["aws_subnet"],
  check(change, context) {
    const zone = isCreate(change) ? stringAttribute(change.after, "availability_zone") : undefined;
    if (zone === undefined) return [];
    const { available, named } = accountZones(context);
    const message = `Value (${zone}) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: ${named.join(", ")}.`;
    return apiErrorIf(
      !available.has(zone),
      "CreateSubnet",
      "InvalidParameterValue",
      message,
      "availability_zone",
    );
  },
};
