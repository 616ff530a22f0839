import { existingVpcAttachment, TRANSIT_GATEWAY_TYPE } from "../../constraints/case-resources.ts";
import { type ConstraintCase, exists, OTHER_VPC_ID, VPC_ID } from "../../constraints/constraint-case.ts";

const joined = exists(`${TRANSIT_GATEWAY_TYPE}_peering_attachment`, "tgw-attach-1");
const accepted = exists(
  `${TRANSIT_GATEWAY_TYPE}_peering_attachment_accepter`,
  "tgw-attach-1",
  { transit_gateway_attachment_id: "tgw-attach-1" },
  "eu-west-1",
);
const association = { transit_gateway_attachment_id: "tgw-attach-1", transit_gateway_route_table_id: "t" };

export const transitGatewayAttachmentCases: readonly ConstraintCase[] = [
  {
    constraint: "transit-attachment-ready",
    when: "the peer has accepted",
    type: `${TRANSIT_GATEWAY_TYPE}_route_table_association`,
    account: [joined, accepted],
    after: association,
  },
  {
    constraint: "transit-attachment-ready",
    when: "the peer has not accepted yet",
    type: `${TRANSIT_GATEWAY_TYPE}_route`,
    account: [joined],
    after: { transit_gateway_attachment_id: "tgw-attach-1", destination_cidr_block: "10.9.0.0/16" },
    errors: ["CreateTransitGatewayRoute IncorrectState: tgw-attach-1 is in invalid state"],
  },
  {
    constraint: "transit-attachment-unique",
    when: "the attachment has no route table in this region, but one in the peer's region",
    type: `${TRANSIT_GATEWAY_TYPE}_route_table_association`,
    account: [exists(`${TRANSIT_GATEWAY_TYPE}_route_table_association`, "a", association, "eu-west-1")],
    after: association,
  },
  {
    constraint: "transit-attachment-unique",
    when: "the attachment already has a route table",
    type: `${TRANSIT_GATEWAY_TYPE}_route_table_association`,
    account: [exists(`${TRANSIT_GATEWAY_TYPE}_route_table_association`, "a", association)],
    after: { ...association, transit_gateway_route_table_id: "u" },
    errors: [
      "AssociateTransitGatewayRouteTable Resource.AlreadyAssociated: Transit Gateway Attachment tgw-attach-1 is already associated to a route table.",
    ],
  },
  {
    constraint: "transit-attachment-unique",
    when: "another VPC is attached",
    type: `${TRANSIT_GATEWAY_TYPE}_vpc_attachment`,
    account: [existingVpcAttachment(OTHER_VPC_ID)],
    after: { transit_gateway_id: "tgw-0", vpc_id: VPC_ID },
  },
  {
    constraint: "transit-attachment-unique",
    when: "the VPC is already attached",
    type: `${TRANSIT_GATEWAY_TYPE}_vpc_attachment`,
    account: [existingVpcAttachment(VPC_ID)],
    after: { transit_gateway_id: "tgw-0", vpc_id: VPC_ID },
    errors: [
      "CreateTransitGatewayVpcAttachment DuplicateTransitGatewayAttachment: tgw-0 has non-deleted Transit Gateway Attachments with same VPC ID.",
    ],
  },
  {
    constraint: "transit-gateway-asn",
    when: "only VPCs are attached",
    type: TRANSIT_GATEWAY_TYPE,
    account: [existingVpcAttachment(VPC_ID)],
    before: { id: "tgw-0", amazon_side_asn: 64512 },
    after: { id: "tgw-0", amazon_side_asn: 64600 },
  },
  {
    constraint: "transit-gateway-asn",
    when: "the ASN stays, and a VPN is attached",
    type: TRANSIT_GATEWAY_TYPE,
    account: [exists("aws_vpn_connection", "vpn-1", { transit_gateway_id: "tgw-0" })],
    before: { id: "tgw-0", amazon_side_asn: 64512, description: "a" },
    after: { id: "tgw-0", amazon_side_asn: 64512, description: "b" },
  },
  {
    constraint: "transit-gateway-asn",
    when: "a VPN is attached",
    type: TRANSIT_GATEWAY_TYPE,
    account: [exists("aws_vpn_connection", "vpn-1", { transit_gateway_id: "tgw-0" })],
    before: { id: "tgw-0", amazon_side_asn: 64512 },
    after: { id: "tgw-0", amazon_side_asn: 64600 },
    errors: [
      "ModifyTransitGateway IncorrectState: The ASN of tgw-0 cannot be modified while it has a VPN, Direct Connect or Connect attachment.",
    ],
  },
];
