import { stringAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, isCreate, resourcesInRegion } from "./support/constraint-helpers.ts";

/** A subnet is associated with at most one route table. */
export const routeTableAssociationUnique: Constraint = {
  name: "route-table-association-unique",
  documentation: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateRouteTable.html",
  types: ["aws_route_table_association"],
  check(change, context) {
    const subnetId = isCreate(change) ? stringAttribute(change.after, "subnet_id") : undefined;
    if (subnetId === undefined) return [];
    const other = resourcesInRegion(context, "aws_route_table_association").find(
      ({ values }) => values.subnet_id === subnetId,
    );
    return apiErrorIf(
      other !== undefined,
      "AssociateRouteTable",
      "Resource.AlreadyAssociated",
      `the specified association for route table ${stringAttribute(other?.values ?? null, "route_table_id")} conflicts with an existing association`,
      "subnet_id",
    );
  },
};
