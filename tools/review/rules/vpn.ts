import type { ReviewRule } from "./review-rule.ts";
import { blocksBefore, deletionRule, settingRule } from "./traffic-builders.ts";

const GUIDE = "https://docs.aws.amazon.com/vpn/latest/s2svpn";
const VPN = ["aws_vpn_connection"];

/** The options of each tunnel, whose change replaces the tunnel's endpoint. */
const TUNNEL_OPTIONS = [
  "dpd_timeout_action",
  "dpd_timeout_seconds",
  "ike_versions",
  "phase1_dh_group_numbers",
  "phase1_encryption_algorithms",
  "phase1_integrity_algorithms",
  "phase1_lifetime_seconds",
  "phase2_dh_group_numbers",
  "phase2_encryption_algorithms",
  "phase2_integrity_algorithms",
  "phase2_lifetime_seconds",
  "rekey_fuzz_percentage",
  "rekey_margin_time_seconds",
  "replay_window_size",
  "startup_action",
];

const TUNNELS = ["tunnel1", "tunnel2"];

/** Rules on Site-to-Site VPN and peering; Direct Connect and Client VPN have their own. */
export const vpnRules: readonly ReviewRule[] = [
  deletionRule({
    id: "vpn-removed",
    types: VPN,
    finds: "a VPN connection that is deleted or replaced",
    pages: [`${GUIDE}/delete-vpn.html`],
    consequences: [
      ["cut", "both tunnels go, and the customer gateway must be configured anew"],
      ["name", "its tunnels' outside addresses and pre-shared keys go, and new ones differ"],
    ],
  }),
  settingRule({
    id: "vpn-gateway-changes",
    types: VPN,
    attributes: ["customer_gateway_id", "vpn_gateway_id", "transit_gateway_id"],
    on: "changes",
    risk: "outage",
    finds: "a VPN connection that moves to another gateway",
    text: (_, attributes) =>
      `The VPN connection moves to another gateway (${attributes.join(", ")}): both tunnels are down meanwhile.`,
    pages: [`${GUIDE}/endpoint-replacements.html`],
    guards: [],
  }),
  settingRule({
    id: "vpn-tunnel-changes",
    types: VPN,
    attributes: TUNNELS.flatMap((tunnel) => TUNNEL_OPTIONS.map((option) => `${tunnel}_${option}`)),
    on: "changes",
    risk: "outage",
    finds: "a tunnel whose options change: its endpoint is replaced",
    text: (_, attributes) =>
      `Tunnel options change (${attributes.join(", ")}): the tunnel is down meanwhile, and the customer gateway must agree.`,
    pages: [`${GUIDE}/endpoint-replacements.html`],
    guards: [],
  }),
  settingRule({
    id: "vpn-key-changes",
    types: VPN,
    attributes: TUNNELS.map((tunnel) => `${tunnel}_preshared_key`),
    on: "changes",
    risk: "outage",
    finds: "a tunnel with another pre-shared key",
    text: "A pre-shared key changes: the tunnel stays down until the customer gateway has it too.",
    pages: [`${GUIDE}/endpoint-replacements.html`],
    guards: [],
  }),
  settingRule({
    id: "vpn-networks-change",
    types: VPN,
    attributes: [
      "local_ipv4_network_cidr",
      "remote_ipv4_network_cidr",
      "local_ipv6_network_cidr",
      "remote_ipv6_network_cidr",
    ],
    on: "changes",
    risk: "cut",
    finds: "a VPN connection that carries other networks",
    text: (_, attributes) =>
      `The VPN connection carries other networks (${attributes.join(", ")}), and is down for a moment.`,
    pages: [`${GUIDE}/modify-vpn-connection-options.html`],
  }),
  settingRule({
    id: "vpn-logs-off",
    types: VPN,
    attributes: TUNNELS.map((tunnel) => `${tunnel}_log_options.0.cloudwatch_log_options.0.log_enabled`),
    on: "turnsOff",
    risk: "blind",
    finds: "a tunnel that no longer logs",
    text: "Logs of a tunnel are turned off: why it fails leaves no record.",
    pages: [`${GUIDE}/monitoring-logs.html`],
  }),
  settingRule({
    id: "vpn-lifecycle-control-changes",
    types: VPN,
    attributes: TUNNELS.map((tunnel) => `${tunnel}_enable_tunnel_lifecycle_control`),
    on: "turnsOff",
    risk: "later",
    finds: "tunnel endpoints that AWS replaces when it likes",
    text: "AWS replaces the tunnel's endpoint without asking from now on.",
    pages: [`${GUIDE}/tunnel-endpoint-lifecycle.html`],
  }),
  deletionRule({
    id: "vpn-gateway-removed",
    types: ["aws_vpn_gateway", "aws_vpn_gateway_attachment"],
    finds: "a virtual private gateway that is removed or detached",
    pages: [`${GUIDE}/delete-vpn.html`],
    consequences: [["cut", "the VPC loses its VPN and Direct Connect connections"]],
  }),
  settingRule({
    id: "vpn-gateway-moves",
    types: ["aws_vpn_gateway"],
    attributes: ["vpc_id"],
    on: (change, attribute) => change.was(attribute) !== undefined && change.changes(attribute),
    risk: "cut",
    finds: "a virtual private gateway that leaves its VPC",
    text: "The virtual private gateway leaves its VPC, which loses its VPN and Direct Connect connections.",
    pages: ["https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DetachVpnGateway.html"],
    guards: [],
  }),
  deletionRule({
    id: "customer-gateway-removed",
    types: ["aws_customer_gateway"],
    finds: "a customer gateway that is deleted or replaced",
    pages: [`${GUIDE}/change-vpn-cgw.html`],
    consequences: [
      ["outage", "its VPN connections move to another one, and both their tunnels are down meanwhile"],
      ["refused", "AWS refuses it while a VPN connection has it"],
    ],
    whenCreatedFirst: [
      ["outage", "its VPN connections move to the new one, and both their tunnels are down meanwhile"],
    ],
  }),
  deletionRule({
    id: "vpn-route-removed",
    types: ["aws_vpn_connection_route"],
    finds: "a static route of a VPN connection that is removed",
    pages: [`${GUIDE}/vpn-edit-static-routes.html`],
    consequences: [["cut", "the network behind it is no longer reached by this connection", "note"]],
  }),
  deletionRule({
    id: "peering-removed",
    types: ["aws_vpc_peering_connection"],
    finds: "a peering connection that is deleted or replaced",
    pages: ["https://docs.aws.amazon.com/vpc/latest/peering/delete-vpc-peering-connection.html"],
    consequences: [
      ["cut", "the two VPCs lose each other, and a new one must be accepted first"],
      ["name", "its ID goes: routes on both sides must be given the new one"],
    ],
  }),
  deletionRule({
    id: "peering-acceptance-removed",
    types: ["aws_vpc_peering_connection_accepter", "aws_vpc_peering_connection_options"],
    finds: "an acceptance or options of a peering connection that Terraform no longer manages",
    pages: ["https://docs.aws.amazon.com/vpc/latest/peering/accept-vpc-peering-connection.html"],
    consequences: [["cut", "the connection itself stays as it is in AWS", "note"]],
  }),
  settingRule({
    id: "peering-dns-off",
    types: [
      "aws_vpc_peering_connection",
      "aws_vpc_peering_connection_accepter",
      "aws_vpc_peering_connection_options",
    ],
    attributes: ["accepter.0.allow_remote_vpc_dns_resolution", "requester.0.allow_remote_vpc_dns_resolution"],
    on: "turnsOff",
    when: (change) => ["accepter", "requester"].some((side) => blocksBefore(change, side).length > 0),
    risk: "cut",
    finds: "a peered VPC whose names resolve to public addresses again",
    text: "Names of the peered VPC resolve to public addresses again: calls by them leave the peering connection.",
    pages: ["https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-dns.html"],
  }),
];
