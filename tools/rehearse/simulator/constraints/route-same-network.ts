import { withDefaultTwin } from "../../../../aws/resource-types.ts";
import { stringAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, findInRegion, isCreate } from "./support/constraint-helpers.ts";

/** A route to an internet gateway must be in a route table of the gateway's VPC. */
export const routeSameNetwork: Constraint = {
  name: "route-same-network",
  documentation: "https://docs.aws.amazon.com/vpc/latest/userguide/route-table-options.html",
  types: ["aws_route"],
  check(change, context) {
    if (!isCreate(change)) return [];
    const id = stringAttribute(change.after, "gateway_id");
    const gateway = findInRegion(context, id, "aws_internet_gateway");
    const tableId = stringAttribute(change.after, "route_table_id");
    const table = findInRegion(context, tableId, ...withDefaultTwin("aws_route_table"));
    if (gateway === undefined || table === undefined) return [];
    const gatewayVpc = stringAttribute(gateway.values, "vpc_id");
    const isOtherVpc = gatewayVpc !== undefined && gatewayVpc !== stringAttribute(table.values, "vpc_id");
    return apiErrorIf(
      isOtherVpc,
      "CreateRoute",
      "InvalidParameterValue",
      `route table ${tableId} and network gateway ${id} belong to different networks`,
      "gateway_id",
    );
  },
};
