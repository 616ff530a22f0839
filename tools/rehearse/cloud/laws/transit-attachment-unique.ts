import { textOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { creates, here, refuse } from "./support/rule.ts";

/** An attachment's packets are judged by one route table, and a VPC has one attachment to a transit gateway. */
export const transitAttachmentUnique: Law = {
  name: "transit-attachment-unique",
  documentation: "https://docs.aws.amazon.com/vpc/latest/tgw/associate-tgw-route-table.html",
  types: ["aws_ec2_transit_gateway_route_table_association", "aws_ec2_transit_gateway_vpc_attachment"],
  check(change, context) {
    if (!creates(change)) return [];
    const { type, after } = change;
    const names = type.endsWith("_vpc_attachment")
      ? ["transit_gateway_id", "vpc_id"]
      : ["transit_gateway_attachment_id"];
    const asked = names.map((name) => textOf(after, name));
    if (asked.includes(undefined)) return [];
    // Each side of a peering has a table of its own, in its own region.
    const other = here(context, type).find(({ values }) =>
      names.every((name, index) => values[name] === asked[index]),
    );
    if (type.endsWith("_vpc_attachment")) {
      const message = `${asked[0]} has non-deleted Transit Gateway Attachments with same VPC ID.`;
      return refuse(
        other !== undefined,
        "CreateTransitGatewayVpcAttachment",
        "DuplicateTransitGatewayAttachment",
        message,
      );
    }
    return refuse(
      other !== undefined,
      "AssociateTransitGatewayRouteTable",
      "Resource.AlreadyAssociated",
      `Transit Gateway Attachment ${asked[0]} is already associated to a route table.`,
    );
  },
};
