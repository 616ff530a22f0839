import { stringAttribute } from "../../computed-values/attribute-reader.ts";
import { findExistingResource } from "../../computed-values/existing-resources.ts";
import { resolveString, type ValueContext } from "../../computed-values/value-context.ts";
import type { ServiceResources } from "../service-resources.ts";

function peeringAttribute(context: ValueContext, name: string): string {
  return (
    stringAttribute(
      findExistingResource(
        context.account,
        resolveString(context, "vpc_peering_connection_id"),
        "aws_vpc_peering_connection",
      )?.values,
      name,
    ) ?? ""
  );
}

/** VPC peering connections. */
export const ec2NetworkVpcPeeringResources: ServiceResources = {
  types: {
    aws_vpc_peering_connection: {
      values: {
        id: "pcx-0{hex:16}",
        accept_status: (context) =>
          context.resolve("auto_accept") === true ? "active" : "pending-acceptance",
        peer_owner_id: "{account}",
        peer_region: "{region}",
      },
    },
    aws_vpc_peering_connection_accepter: {
      values: {
        id: "{vpc_peering_connection_id}",
        accept_status: "active",
        vpc_id: (context) => peeringAttribute(context, "peer_vpc_id"),
        peer_vpc_id: (context) => peeringAttribute(context, "vpc_id"),
        peer_owner_id: "{account}",
        peer_region: (context) =>
          findExistingResource(
            context.account,
            resolveString(context, "vpc_peering_connection_id"),
            "aws_vpc_peering_connection",
          )?.region ?? context.region,
      },
    },
    aws_vpc_peering_connection_options: { values: { id: "{vpc_peering_connection_id}" } },
  },
};
