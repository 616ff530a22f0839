import { stringAttribute } from "../computed-values/attribute-reader.ts";
import { availabilityZonesOf } from "../computed-values/regions.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, isCreate } from "./support/constraint-helpers.ts";

/** A subnet's Availability Zone must exist in its region. */
export const zoneExists: Constraint = {
  name: "zone-exists",
  documentation: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html",
  types: ["aws_subnet"],
  check(change, { region }) {
    const zone = isCreate(change) ? stringAttribute(change.after, "availability_zone") : undefined;
    if (zone === undefined) return [];
    const zones = availabilityZonesOf(region).map(({ name }) => name);
    const message = `Value (${zone}) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: ${zones.join(", ")}.`;
    return apiErrorIf(
      !zones.includes(zone),
      "CreateSubnet",
      "InvalidParameterValue",
      message,
      "availability_zone",
    );
  },
};
