import { stringAttribute, stringListAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, isChangedResource, resourcesInRegion } from "./support/constraint-helpers.ts";

/** A route table has at most one gateway endpoint per service. */
export const gatewayEndpointRoute: Constraint = {
  name: "gateway-endpoint-route",
  documentation: "https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html",
  types: ["aws_vpc_endpoint"],
  check(change, context) {
    const service = stringAttribute(change.after, "service_name");
    const tables = stringListAttribute(change.after, "route_table_ids");
    const other = resourcesInRegion(context, "aws_vpc_endpoint").find(
      (endpoint) =>
        !isChangedResource(change, endpoint) &&
        endpoint.values.service_name === service &&
        stringListAttribute(endpoint.values, "route_table_ids").some((table) => tables.includes(table)),
    );
    const table = stringListAttribute(other?.values, "route_table_ids").find((id) => tables.includes(id));
    return apiErrorIf(
      other !== undefined,
      "CreateVpcEndpoint",
      "RouteAlreadyExists",
      `route table ${table} already has a route with destination-prefix-list-id ${stringAttribute(other?.values, "prefix_list_id")}`,
      "route_table_ids",
    );
  },
};
