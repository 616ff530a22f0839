import { stringAttribute } from "../computed-values/attribute-reader.ts";
import { existingAccountResources, findExistingResource } from "../computed-values/existing-resources.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, isCreate } from "./support/constraint-helpers.ts";

/** The create operation of each type. */
const ATTACHMENT_OPERATIONS: Readonly<Record<string, string>> = {
  aws_ec2_transit_gateway_route: "CreateTransitGatewayRoute",
  aws_ec2_transit_gateway_route_table_association: "AssociateTransitGatewayRouteTable",
};

/** A transit gateway peering is usable only once its peer has accepted it. */
export const transitAttachmentReady: Constraint = {
  name: "transit-attachment-ready",
  documentation: "https://docs.aws.amazon.com/vpc/latest/tgw/tgw-peering-accept-reject.html",
  types: Object.keys(ATTACHMENT_OPERATIONS),
  check(change, context) {
    if (!isCreate(change)) return [];
    const id = stringAttribute(change.after, "transit_gateway_attachment_id");
    const peering = findExistingResource(context.account, id, "aws_ec2_transit_gateway_peering_attachment");
    const isAccepted = existingAccountResources(
      context.account,
      "aws_ec2_transit_gateway_peering_attachment_accepter",
    ).some(({ values }) => values.transit_gateway_attachment_id === id);
    return apiErrorIf(
      peering !== undefined && !isAccepted,
      ATTACHMENT_OPERATIONS[change.type]!,
      "IncorrectState",
      `${id} is in invalid state`,
      "transit_gateway_attachment_id",
    );
  },
};
