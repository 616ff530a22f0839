import { textOf, textsOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { here, isSelf, refuse } from "./support/rule.ts";

/** A route table has one gateway endpoint for a service. */
export const gatewayEndpointRoute: Law = {
  name: "gateway-endpoint-route",
  documentation: "https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html",
  types: ["aws_vpc_endpoint"],
  check(change, context) {
    const service = textOf(change.after, "service_name");
    const tables = textsOf(change.after, "route_table_ids");
    const other = here(context, "aws_vpc_endpoint").find(
      (one) =>
        !isSelf(change, one) &&
        one.values.service_name === service &&
        textsOf(one.values, "route_table_ids").some((table) => tables.includes(table)),
    );
    const table = textsOf(other?.values, "route_table_ids").find((id) => tables.includes(id));
    return refuse(
      other !== undefined,
      "CreateVpcEndpoint",
      "RouteAlreadyExists",
      `route table ${table} already has a route with destination-prefix-list-id ${textOf(other?.values, "prefix_list_id")}`,
      "route_table_ids",
    );
  },
};
