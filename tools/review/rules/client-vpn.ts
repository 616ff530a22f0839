import type { ReviewRule } from "./review-rule.ts";
import { deletionRule, settingRule } from "./traffic-builders.ts";

const GUIDE = "https://docs.aws.amazon.com/vpn/latest/clientvpn-admin";
const ENDPOINT = ["aws_ec2_client_vpn_endpoint"];

/** Rules on Client VPN. */
export const clientVpnRules: readonly ReviewRule[] = [
  deletionRule({
    id: "client-vpn-removed",
    types: ENDPOINT,
    finds: "a Client VPN endpoint that is deleted or replaced",
    pages: [`${GUIDE}/cvpn-working-endpoint-delete.html`],
    consequences: [
      ["name", "its DNS name goes, and every user needs a new configuration file"],
      ["cut", "all users are disconnected"],
    ],
  }),
  settingRule({
    id: "client-vpn-configuration-changes",
    types: ENDPOINT,
    attributes: ["server_certificate_arn", "vpn_port"],
    on: "changes",
    risk: "outage",
    finds: "a Client VPN endpoint that users need a new configuration file for",
    text: (_, attributes) =>
      `${attributes.join(" and ")} changes: users are disconnected, and may need a new configuration file.`,
    pages: [`${GUIDE}/cvpn-working-endpoint-modify.html`],
    guards: ["vpn_port"],
  }),
  settingRule({
    id: "client-vpn-traffic-changes",
    types: ENDPOINT,
    attributes: ["split_tunnel", "dns_servers", "client_route_enforcement_options.0.enforced"],
    on: "changes",
    risk: "cut",
    finds: "other traffic, or other DNS servers, through the VPN",
    text: (_, attributes) =>
      `Users' traffic or names take another way (${attributes.join(", ")}), and users are disconnected.`,
    pages: [`${GUIDE}/split-tunnel-vpn.html`],
  }),
  settingRule({
    id: "client-vpn-checks-off",
    types: ENDPOINT,
    attributes: ["client_connect_options.0.enabled"],
    on: "turnsOff",
    risk: "disarmed",
    finds: "users whose devices are no longer checked",
    text: "The connection handler is turned off: devices are no longer checked before they connect.",
    pages: [`${GUIDE}/connection-authorization.html`],
  }),
  settingRule({
    id: "client-vpn-logs-off",
    types: ENDPOINT,
    attributes: ["connection_log_options.0.enabled"],
    on: "turnsOff",
    risk: "blind",
    finds: "connections that are no longer logged",
    text: "Connection logs are turned off: who connects leaves no record.",
    pages: [`${GUIDE}/connection-logging.html`],
  }),
  settingRule({
    id: "client-vpn-session-shorter",
    types: ENDPOINT,
    attributes: ["session_timeout_hours", "disconnect_on_session_timeout"],
    on: (change, attribute) => change.lowers(attribute) || change.turnsOn(attribute),
    risk: "outage",
    level: "note",
    finds: "users who are disconnected sooner",
    text: (_, attributes) => `Users are disconnected sooner (${attributes.join(", ")}).`,
    pages: [`${GUIDE}/cvpn-working-max-duration.html`],
  }),
  deletionRule({
    id: "client-vpn-access-removed",
    types: ["aws_ec2_client_vpn_authorization_rule", "aws_ec2_client_vpn_network_association"],
    finds: "a network that users of the VPN lose",
    pages: [`${GUIDE}/cvpn-working-rules.html`],
    consequences: [["cut", "users no longer reach its network, and without an association none at all"]],
  }),
  deletionRule({
    id: "client-vpn-route-removed",
    types: ["aws_ec2_client_vpn_route"],
    finds: "a route of the VPN that is removed",
    pages: [`${GUIDE}/cvpn-working-routes.html`],
    consequences: [["cut", "the proof of reachability lists the paths that it closes", "note"]],
  }),
];
