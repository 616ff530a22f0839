import { textOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { creates, here, refuse } from "./support/rule.ts";

/** A subnet follows one route table. */
export const routeTableAssociationUnique: Law = {
  name: "route-table-association-unique",
  documentation: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateRouteTable.html",
  types: ["aws_route_table_association"],
  check(change, context) {
    const subnetId = creates(change) ? textOf(change.after, "subnet_id") : undefined;
    if (subnetId === undefined) return [];
    const other = here(context, "aws_route_table_association").find(
      ({ values }) => values.subnet_id === subnetId,
    );
    return refuse(
      other !== undefined,
      "AssociateRouteTable",
      "Resource.AlreadyAssociated",
      `the specified association for route table ${textOf(other?.values ?? null, "route_table_id")} conflicts with an existing association`,
      "subnet_id",
    );
  },
};
