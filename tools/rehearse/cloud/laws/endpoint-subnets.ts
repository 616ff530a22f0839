import { textOf, textsOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { subnet } from "./support/network.ts";
import { refuse } from "./support/rule.ts";

/** An interface endpoint has one subnet in each zone. */
export const endpointSubnets: Law = {
  name: "endpoint-subnets",
  documentation: "https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html",
  types: ["aws_vpc_endpoint"],
  check(change, context) {
    const ids = textsOf(change.after, "subnet_ids");
    const zones = ids.map((id) => textOf(subnet(context, id)?.values, "availability_zone"));
    const second = ids.find((_, index) => zones[index] !== undefined && zones.indexOf(zones[index]) < index);
    return refuse(
      second !== undefined,
      "CreateVpcEndpoint",
      "DuplicateSubnetsInSameZone",
      `Found another VPC endpoint subnet in the availability zone of ${second}. VPC endpoint subnets should be in different availability zones supported by the VPC endpoint service.`,
      "subnet_ids",
    );
  },
};
