import { stringAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, isCreate, resourcesInRegion } from "./support/constraint-helpers.ts";

/**
 * An attachment is associated with one route table, and a VPC has one attachment to a transit
 * gateway.
 */
export const transitAttachmentUnique: Constraint = {
  name: "transit-attachment-unique",
  documentation: "https://docs.aws.amazon.com/vpc/latest/tgw/associate-tgw-route-table.html",
  types: ["aws_ec2_transit_gateway_route_table_association", "aws_ec2_transit_gateway_vpc_attachment"],
  check(change, context) {
    if (!isCreate(change)) return [];
    const { type, after } = change;
    const names = type.endsWith("_vpc_attachment")
      ? ["transit_gateway_id", "vpc_id"]
      : ["transit_gateway_attachment_id"];
    const references = names.map((name) => stringAttribute(after, name));
    if (references.includes(undefined)) return [];
    // Each end of a peering has its own route table, in its own region.
    const other = resourcesInRegion(context, type).find(({ values }) =>
      names.every((name, index) => values[name] === references[index]),
    );
    if (type.endsWith("_vpc_attachment")) {
      const message = `${references[0]} has non-deleted Transit Gateway Attachments with same VPC ID.`;
      return apiErrorIf(
        other !== undefined,
        "CreateTransitGatewayVpcAttachment",
        "DuplicateTransitGatewayAttachment",
        message,
      );
    }
    return apiErrorIf(
      other !== undefined,
      "AssociateTransitGatewayRouteTable",
      "Resource.AlreadyAssociated",
      `Transit Gateway Attachment ${references[0]} is already associated to a route table.`,
    );
  },
};
