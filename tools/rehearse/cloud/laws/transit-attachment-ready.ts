import { find, living } from "../answers/account-index.ts";
import { textOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { creates, refuse } from "./support/rule.ts";

/** The call that makes each type. */
const OPERATIONS: Readonly<Record<string, string>> = {
  aws_ec2_transit_gateway_route: "CreateTransitGatewayRoute",
  aws_ec2_transit_gateway_route_table_association: "AssociateTransitGatewayRouteTable",
};

/** A peering of transit gateways is used once the other side has accepted it. */
export const transitAttachmentReady: Law = {
  name: "transit-attachment-ready",
  documentation: "https://docs.aws.amazon.com/vpc/latest/tgw/tgw-peering-accept-reject.html",
  types: Object.keys(OPERATIONS),
  check(change, context) {
    if (!creates(change)) return [];
    const id = textOf(change.after, "transit_gateway_attachment_id");
    const peering = find(context.account, id, "aws_ec2_transit_gateway_peering_attachment");
    const accepted = living(context.account, "aws_ec2_transit_gateway_peering_attachment_accepter").some(
      ({ values }) => values.transit_gateway_attachment_id === id,
    );
    return refuse(
      peering !== undefined && !accepted,
      OPERATIONS[change.type]!,
      "IncorrectState",
      `${id} is in invalid state`,
      "transit_gateway_attachment_id",
    );
  },
};
