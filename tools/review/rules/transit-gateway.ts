import type { ReviewRule } from "./review-rule.ts";
import { becomesOneOf, deletionRule, leaves, settingRule } from "./traffic-builders.ts";

const GUIDE = "https://docs.aws.amazon.com/vpc/latest/tgw";
const ATTACHMENTS = [
  "aws_ec2_transit_gateway_vpc_attachment",
  "aws_ec2_transit_gateway_vpc_attachment_accepter",
  "aws_ec2_transit_gateway_peering_attachment",
  "aws_ec2_transit_gateway_peering_attachment_accepter",
  "aws_ec2_transit_gateway_connect",
  "aws_ec2_transit_gateway_connect_peer",
];

/** Rules on transit gateways. */
export const transitGatewayRules: readonly ReviewRule[] = [
  deletionRule({
    id: "transit-gateway-removed",
    types: ["aws_ec2_transit_gateway"],
    finds: "a transit gateway that is deleted or replaced",
    pages: ["https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTransitGateway.html"],
    consequences: [
      ["cut", "all networks attached to it lose each other, and AWS refuses it while any is attached"],
      ["name", "its ID goes: accounts that it is shared with, and routes, must be given the new one"],
    ],
  }),
  deletionRule({
    id: "transit-gateway-attachment-removed",
    types: ATTACHMENTS,
    finds: "a network that is detached from a transit gateway",
    pages: [`${GUIDE}/tgw-vpc-attachments.html`],
    consequences: [["cut", "the attached network loses the others, and routes to it become blackholes"]],
  }),
  settingRule({
    id: "transit-gateway-attachment-leaves-zone",
    types: ["aws_ec2_transit_gateway_vpc_attachment"],
    attributes: ["subnet_ids"],
    on: "drops",
    risk: "cut",
    finds: "an attachment that leaves a zone",
    text: "The attachment leaves a subnet: what is in its zone no longer reaches the transit gateway.",
    pages: [`${GUIDE}/tgw-vpc-attachments.html`],
    guards: [],
  }),
  settingRule({
    id: "transit-gateway-routing-off",
    types: [
      "aws_ec2_transit_gateway",
      "aws_ec2_transit_gateway_vpc_attachment",
      "aws_ec2_transit_gateway_vpc_attachment_accepter",
    ],
    attributes: [
      "default_route_table_association",
      "default_route_table_propagation",
      "transit_gateway_default_route_table_association",
      "transit_gateway_default_route_table_propagation",
    ],
    on: (change, attribute) => leaves(change, attribute, "enable", true),
    risk: "cut",
    finds: "attachments that are no longer associated, or whose routes no longer propagate",
    text: (_, attributes) =>
      `Attachments get or give no routes by themselves (${attributes.join(", ")}): networks lose each other without explicit ones.`,
    pages: [`${GUIDE}/tgw-route-tables.html`],
  }),
  settingRule({
    id: "transit-gateway-accepts-by-itself",
    types: ["aws_ec2_transit_gateway"],
    attributes: ["auto_accept_shared_attachments"],
    on: (change, attribute) => becomesOneOf(change, attribute, "enable"),
    risk: "exposure",
    finds: "a transit gateway that accepts attachments of other accounts by itself",
    text: "Attachments of accounts that it is shared with are accepted by themselves.",
    pages: [`${GUIDE}/tgw-transit-gateways.html`],
  }),
  settingRule({
    id: "transit-gateway-appliance-mode-changes",
    types: ["aws_ec2_transit_gateway_vpc_attachment"],
    attributes: ["appliance_mode_support"],
    on: "changes",
    risk: "cut",
    finds: "appliance mode that changes: flows through a firewall become asymmetric, or break",
    text: (change) =>
      leaves(change, "appliance_mode_support", "enable")
        ? "Appliance mode is turned off: replies may take another zone, where a stateful firewall drops them."
        : "Appliance mode is turned on: flows move to one zone, and open connections break.",
    pages: [`${GUIDE}/transit-gateway-appliance-scenario.html`],
  }),
  settingRule({
    id: "transit-gateway-support-off",
    types: ["aws_ec2_transit_gateway", "aws_ec2_transit_gateway_vpc_attachment"],
    attributes: ["dns_support", "ipv6_support", "security_group_referencing_support"],
    on: (change, attribute) => leaves(change, attribute, "enable"),
    risk: "cut",
    finds: "DNS, IPv6 or security group references that no longer cross a transit gateway",
    text: (_, attributes) =>
      `${attributes.join(" and ")} is turned off: what crosses the transit gateway by it stops.`,
    pages: [`${GUIDE}/tgw-transit-gateways.html`],
  }),
  settingRule({
    id: "transit-gateway-ecmp-off",
    types: ["aws_ec2_transit_gateway"],
    attributes: ["vpn_ecmp_support"],
    on: (change, attribute) => leaves(change, attribute, "enable"),
    risk: "thinner",
    finds: "VPN tunnels that no longer share the load",
    text: "VPN tunnels no longer share the load: one tunnel's bandwidth is the limit.",
    pages: [`${GUIDE}/tgw-transit-gateways.html`],
  }),
  settingRule({
    id: "transit-gateway-peers-change",
    types: ["aws_ec2_transit_gateway"],
    attributes: ["amazon_side_asn", "transit_gateway_cidr_blocks"],
    on: (change, attribute) => change.was(attribute) !== undefined && change.changes(attribute),
    risk: "outage",
    finds: "a transit gateway with another ASN or other tunnel addresses",
    text: (_, attributes) =>
      `BGP peers must be changed too (${attributes.join(", ")}): their sessions end until then.`,
    pages: ["https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyTransitGateway.html"],
  }),
  deletionRule({
    id: "transit-gateway-route-removed",
    types: [
      "aws_ec2_transit_gateway_route",
      "aws_ec2_transit_gateway_route_table",
      "aws_ec2_transit_gateway_route_table_association",
      "aws_ec2_transit_gateway_route_table_propagation",
      "aws_ec2_transit_gateway_prefix_list_reference",
      "aws_ec2_transit_gateway_default_route_table_association",
      "aws_ec2_transit_gateway_default_route_table_propagation",
    ],
    finds: "a transit gateway's route, table or association that is removed",
    pages: [`${GUIDE}/tgw-route-tables.html`],
    consequences: [["cut", "the proof of reachability lists the paths that it closes", "note"]],
  }),
  deletionRule({
    id: "transit-gateway-multicast-removed",
    types: [
      "aws_ec2_transit_gateway_multicast_domain",
      "aws_ec2_transit_gateway_multicast_domain_association",
      "aws_ec2_transit_gateway_multicast_group_member",
      "aws_ec2_transit_gateway_multicast_group_source",
      "aws_ec2_transit_gateway_policy_table",
      "aws_ec2_transit_gateway_policy_table_association",
    ],
    finds: "multicast or a policy table of a transit gateway that is removed",
    pages: [`${GUIDE}/tgw-multicast-overview.html`],
    consequences: [["cut", "its members no longer receive from its sources, or its policies no longer hold"]],
  }),
];
