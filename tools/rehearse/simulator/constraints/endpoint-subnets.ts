import { stringAttribute, stringListAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf } from "./support/constraint-helpers.ts";
import { findSubnet } from "./support/network.ts";

/** An interface endpoint has at most one subnet in each Availability Zone. */
export const endpointSubnets: Constraint = {
  name: "endpoint-subnets",
  documentation: "https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html",
  types: ["aws_vpc_endpoint"],
  check(change, context) {
    const ids = stringListAttribute(change.after, "subnet_ids");
    const zones = ids.map((id) => stringAttribute(findSubnet(context, id)?.values, "availability_zone"));
    const duplicateZoneSubnet = ids.find(
      (_, index) => zones[index] !== undefined && zones.indexOf(zones[index]) < index,
    );
    return apiErrorIf(
      duplicateZoneSubnet !== undefined,
      "CreateVpcEndpoint",
      "DuplicateSubnetsInSameZone",
      `Found another VPC endpoint subnet in the availability zone of ${duplicateZoneSubnet}. VPC endpoint subnets should be in different availability zones supported by the VPC endpoint service.`,
      "subnet_ids",
    );
  },
};
