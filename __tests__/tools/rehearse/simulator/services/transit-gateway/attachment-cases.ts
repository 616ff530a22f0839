import { type ConstraintCase, exists, OTHER_VPC_ID, VPC_ID } from "../../constraints/constraint-case.ts";

const TRANSIT = "aws_ec2_transit_gateway";
const attachment = (vpcId: string) =>
  exists(`${TRANSIT}_vpc_attachment`, "tgw-attach-0", { transit_gateway_id: "tgw-0", vpc_id: vpcId });
const joined = exists(`${TRANSIT}_peering_attachment`, "tgw-attach-1");
const accepted = exists(
  `${TRANSIT}_peering_attachment_accepter`,
  "tgw-attach-1",
  { transit_gateway_attachment_id: "tgw-attach-1" },
  "eu-west-1",
);
const association = { transit_gateway_attachment_id: "tgw-attach-1", transit_gateway_route_table_id: "t" };

export const transitGatewayAttachmentCases: readonly ConstraintCase[] = [
  {
    constraint: "transit-attachment-ready",
    when: "the peer has accepted",
    type: `${TRANSIT}_route_table_association`,
    account: [joined, accepted],
    after: association,
  },
  {
    constraint: "transit-attachment-ready",
    when: "the peer has not accepted yet",
    type: `${TRANSIT}_route`,
    account: [joined],
    after: { transit_gateway_attachment_id: "tgw-attach-1", destination_cidr_block: "10.9.0.0/16" },
    errors: ["CreateTransitGatewayRoute IncorrectState: tgw-attach-1 is in invalid state"],
  },
  {
    constraint: "transit-attachment-unique",
    when: "the attachment has no route table in this region, but one in the peer's region",
    type: `${TRANSIT}_route_table_association`,
    account: [exists(`${TRANSIT}_route_table_association`, "a", association, "eu-west-1")],
    after: association,
  },
  {
    constraint: "transit-attachment-unique",
    when: "the attachment already has a route table",
    type: `${TRANSIT}_route_table_association`,
    account: [exists(`${TRANSIT}_route_table_association`, "a", association)],
    after: { ...association, transit_gateway_route_table_id: "u" },
    errors: [
      "AssociateTransitGatewayRouteTable Resource.AlreadyAssociated: Transit Gateway Attachment tgw-attach-1 is already associated to a route table.",
    ],
  },
  {
    constraint: "transit-attachment-unique",
    when: "another VPC is attached",
    type: `${TRANSIT}_vpc_attachment`,
    account: [attachment(OTHER_VPC_ID)],
    after: { transit_gateway_id: "tgw-0", vpc_id: VPC_ID },
  },
  {
    constraint: "transit-attachment-unique",
    when: "the VPC is already attached",
    type: `${TRANSIT}_vpc_attachment`,
    account: [attachment(VPC_ID)],
    after: { transit_gateway_id: "tgw-0", vpc_id: VPC_ID },
    errors: [
      "CreateTransitGatewayVpcAttachment DuplicateTransitGatewayAttachment: tgw-0 has non-deleted Transit Gateway Attachments with same VPC ID.",
    ],
  },
];
