import { zonesOf } from "../answers/places.ts";
import { textOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { creates, refuse } from "./support/rule.ts";

/** A subnet stands in a zone of its region. */
export const zoneExists: Law = {
  name: "zone-exists",
  documentation: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html",
  types: ["aws_subnet"],
  check(change, { region }) {
    const zone = creates(change) ? textOf(change.after, "availability_zone") : undefined;
    if (zone === undefined) return [];
    const zones = zonesOf(region).map(({ name }) => name);
    const message = `Value (${zone}) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: ${zones.join(", ")}.`;
    return refuse(
      !zones.includes(zone),
      "CreateSubnet",
      "InvalidParameterValue",
      message,
      "availability_zone",
    );
  },
};
