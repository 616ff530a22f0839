import type { ReviewRule } from "./review-rule.ts";
import { deletionRule, leaves, settingRule } from "./traffic-builders.ts";

const GUIDE = "https://docs.aws.amazon.com/directconnect/latest/UserGuide";

const INTERFACES = [
  "aws_dx_private_virtual_interface",
  "aws_dx_public_virtual_interface",
  "aws_dx_transit_virtual_interface",
  "aws_dx_hosted_private_virtual_interface",
  "aws_dx_hosted_private_virtual_interface_accepter",
  "aws_dx_hosted_public_virtual_interface",
  "aws_dx_hosted_public_virtual_interface_accepter",
  "aws_dx_hosted_transit_virtual_interface",
  "aws_dx_hosted_transit_virtual_interface_accepter",
];

/** Rules on Direct Connect. */
export const directConnectRules: readonly ReviewRule[] = [
  deletionRule({
    id: "direct-connect-line-removed",
    types: ["aws_dx_connection", "aws_dx_lag", "aws_dx_hosted_connection", "aws_dx_connection_confirmation"],
    finds: "a Direct Connect line that is given up",
    pages: [`${GUIDE}/deleteconnection.html`],
    consequences: [
      ["cut", "the line goes down, and a new one needs a new cross connect: days to weeks"],
      ["name", "its port and its letter of authorization go"],
    ],
  }),
  deletionRule({
    id: "direct-connect-interface-removed",
    types: INTERFACES,
    finds: "a virtual interface that is deleted or replaced",
    pages: [`${GUIDE}/deletevif.html`],
    consequences: [["cut", "its BGP session ends, and the networks behind it are out of reach"]],
  }),
  deletionRule({
    id: "direct-connect-gateway-removed",
    types: [
      "aws_dx_gateway",
      "aws_dx_gateway_association",
      "aws_dx_gateway_association_proposal",
      "aws_dx_connection_association",
      "aws_dx_bgp_peer",
      "aws_dx_macsec_key_association",
    ],
    finds: "a Direct Connect gateway, association, BGP peer or key that is removed",
    pages: [`${GUIDE}/direct-connect-gateways-intro.html`],
    consequences: [["cut", "the networks on both sides lose each other"]],
  }),
  settingRule({
    id: "direct-connect-prefixes-removed",
    types: [
      "aws_dx_gateway_association",
      "aws_dx_gateway_association_proposal",
      "aws_dx_public_virtual_interface",
    ],
    attributes: ["allowed_prefixes", "route_filter_prefixes"],
    on: "drops",
    risk: "cut",
    finds: "a prefix that is no longer advertised",
    text: "A prefix is no longer advertised over Direct Connect: its addresses are out of reach from the other side.",
    pages: [`${GUIDE}/allowed-to-prefixes.html`],
    guards: [],
  }),
  settingRule({
    id: "direct-connect-encryption-weaker",
    types: ["aws_dx_connection"],
    attributes: ["encryption_mode"],
    on: (change, attribute) => leaves(change, attribute, "must_encrypt"),
    risk: "disarmed",
    finds: "a line that may go unencrypted",
    text: "MACsec is no longer required: the line may go unencrypted.",
    pages: [`${GUIDE}/MACsec.html`],
  }),
  settingRule({
    id: "direct-connect-mtu-changes",
    types: ["aws_dx_private_virtual_interface", "aws_dx_transit_virtual_interface"],
    attributes: ["mtu", "sitelink_enabled"],
    on: "changes",
    risk: "outage",
    level: "note",
    finds: "a virtual interface with another MTU, or with or without SiteLink",
    text: (_, attributes) =>
      `${attributes.join(" and ")} changes: the line is interrupted for up to 30 seconds, and both sides must agree.`,
    pages: [`${GUIDE}/set-jumbo-frames-vif.html`],
  }),
];
