import { textOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { creates, named, refuse } from "./support/rule.ts";

/** A route to an internet gateway stands in a table of the VPC that the gateway is attached to. */
export const routeSameNetwork: Law = {
  name: "route-same-network",
  documentation: "https://docs.aws.amazon.com/vpc/latest/userguide/route-table-options.html",
  types: ["aws_route"],
  check(change, context) {
    if (!creates(change)) return [];
    const id = textOf(change.after, "gateway_id");
    const gateway = named(context, id, "aws_internet_gateway");
    const tableId = textOf(change.after, "route_table_id");
    const table = named(context, tableId, "aws_route_table", "aws_default_route_table");
    if (gateway === undefined || table === undefined) return [];
    const attached = textOf(gateway.values, "vpc_id");
    const apart = attached !== undefined && attached !== textOf(table.values, "vpc_id");
    return refuse(
      apart,
      "CreateRoute",
      "InvalidParameterValue",
      `route table ${tableId} and network gateway ${id} belong to different networks`,
      "gateway_id",
    );
  },
};
