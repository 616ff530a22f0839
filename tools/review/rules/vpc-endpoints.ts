import { droppedElements } from "./builders.ts";
import type { ReviewRule } from "./review-rule.ts";
import { addsElements, deletionRule, settingRule } from "./traffic-builders.ts";

const GUIDE = "https://docs.aws.amazon.com/vpc/latest/privatelink";

/** Rules on VPC endpoints, endpoint services and flow logs. */
export const vpcEndpointRules: readonly ReviewRule[] = [
  deletionRule({
    id: "endpoint-removed",
    types: ["aws_vpc_endpoint"],
    finds: "a VPC endpoint that is deleted or replaced",
    pages: [`${GUIDE}/delete-interface-endpoint.html`],
    consequences: [
      [
        "cut",
        "calls to its service leave the VPC another way, or fail; policies that require the endpoint deny them",
      ],
    ],
  }),
  settingRule({
    id: "endpoint-private-dns-off",
    types: ["aws_vpc_endpoint"],
    attributes: ["private_dns_enabled"],
    on: "turnsOff",
    risk: "cut",
    finds: "a VPC endpoint without private DNS",
    text: "Private DNS is turned off: the service's name resolves to public addresses, which private subnets do not reach.",
    pages: [`${GUIDE}/manage-dns-names.html`],
  }),
  settingRule({
    id: "endpoint-policy-changes",
    types: ["aws_vpc_endpoint", "aws_vpc_endpoint_policy"],
    attributes: ["policy"],
    on: "changes",
    risk: "cut",
    // What the policy newly allows is found by proof; a stricter one is what its author wants.
    level: "note",
    finds: "a VPC endpoint with another policy",
    text: "The endpoint's policy changes: calls through it that the policy no longer allows are denied.",
    guards: [],
    pages: [`${GUIDE}/vpc-endpoints-access.html`],
  }),
  settingRule({
    id: "endpoint-leaves-network",
    types: ["aws_vpc_endpoint"],
    attributes: ["subnet_ids", "route_table_ids"],
    on: "drops",
    risk: "cut",
    finds: "a VPC endpoint that leaves a subnet or route table",
    text: (_, attributes) =>
      attributes.includes("route_table_ids")
        ? "The endpoint leaves a route table: its subnets reach the service another way, or not at all."
        : "The endpoint leaves a subnet: its address there goes, and connections by it break.",
    pages: [`${GUIDE}/interface-endpoints.html`],
    guards: [],
  }),
  settingRule({
    id: "endpoint-addresses-change",
    types: ["aws_vpc_endpoint"],
    attributes: ["ip_address_type", "dns_options", "subnet_configuration"],
    on: "changes",
    risk: "cut",
    level: "note",
    finds: "a VPC endpoint with other addresses or DNS records",
    text: (_, attributes) =>
      `The endpoint answers by other addresses or DNS records (${attributes.join(", ")}).`,
    pages: [`${GUIDE}/interface-endpoints.html`],
    guards: [],
  }),
  deletionRule({
    id: "endpoint-association-removed",
    types: [
      "aws_vpc_endpoint_route_table_association",
      "aws_vpc_endpoint_subnet_association",
      "aws_vpc_endpoint_security_group_association",
      "aws_vpc_endpoint_private_dns",
      "aws_vpc_endpoint_connection_accepter",
    ],
    finds: "a subnet, route table, group or acceptance that an endpoint loses",
    pages: [`${GUIDE}/interface-endpoints.html`],
    consequences: [["cut", "calls through the endpoint from there fail"]],
  }),
  deletionRule({
    id: "endpoint-policy-removed",
    types: ["aws_vpc_endpoint_policy"],
    finds: "an endpoint's policy that falls back to full access",
    pages: [`${GUIDE}/vpc-endpoints-access.html`],
    consequences: [["permission", "the endpoint gets the default policy, which allows everything"]],
  }),
  deletionRule({
    id: "endpoint-service-removed",
    types: ["aws_vpc_endpoint_service"],
    finds: "an endpoint service that is deleted or replaced",
    pages: [`${GUIDE}/delete-endpoint-service.html`],
    consequences: [
      ["name", "its service name goes for good, and consumers must create their endpoints anew"],
      ["outage", "its endpoint connections are closed, and AWS refuses it while consumers are connected"],
    ],
  }),
  settingRule({
    id: "endpoint-service-backend-removed",
    types: ["aws_vpc_endpoint_service"],
    attributes: ["network_load_balancer_arns", "gateway_load_balancer_arns", "supported_ip_address_types"],
    on: "drops",
    risk: "outage",
    finds: "an endpoint service that loses a load balancer or address family",
    text: (_, attributes) =>
      `The endpoint service loses a part of its backend (${attributes.join(", ")}): connections by it break.`,
    pages: [`${GUIDE}/configure-endpoint-service.html`],
    guards: [],
  }),
  settingRule({
    id: "endpoint-service-opens",
    types: ["aws_vpc_endpoint_service"],
    attributes: ["acceptance_required", "allowed_principals"],
    on: (change, attribute) =>
      attribute === "acceptance_required" ? change.turnsOff(attribute) : addsElements(change, attribute),
    risk: "exposure",
    finds: "an endpoint service that accepts others, or accepts them by itself",
    text: (_, attributes) => `More accounts may connect to the endpoint service (${attributes.join(", ")}).`,
    pages: [`${GUIDE}/configure-endpoint-service.html`],
  }),
  settingRule({
    id: "endpoint-service-closes",
    types: ["aws_vpc_endpoint_service"],
    attributes: ["allowed_principals", "private_dns_name"],
    on: (change, attribute) =>
      attribute === "private_dns_name"
        ? change.was(attribute) !== undefined && change.changes(attribute)
        : droppedElements(change, attribute).length > 0,
    risk: "cut",
    finds: "a consumer, or the private name, that an endpoint service loses",
    text: (_, attributes) =>
      `Consumers no longer connect to the endpoint service as before (${attributes.join(", ")}).`,
    pages: [`${GUIDE}/manage-dns-names.html`],
    guards: [],
  }),
  deletionRule({
    id: "endpoint-service-principal-removed",
    types: [
      "aws_vpc_endpoint_service_allowed_principal",
      "aws_vpc_endpoint_service_private_dns_verification",
    ],
    finds: "a consumer that an endpoint service no longer allows",
    pages: [`${GUIDE}/configure-endpoint-service.html`],
    consequences: [["cut", "the principal may no longer create endpoints of the service"]],
  }),
  deletionRule({
    id: "endpoint-notification-removed",
    types: ["aws_vpc_endpoint_connection_notification"],
    finds: "notifications of an endpoint that stop",
    pages: [`${GUIDE}/create-endpoint-service.html`],
    consequences: [["blind", "new and rejected connections are no longer reported"]],
  }),
  deletionRule({
    id: "flow-log-removed",
    types: ["aws_flow_log"],
    finds: "a flow log that is deleted or replaced: no argument of it changes in place",
    pages: ["https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html"],
    consequences: [["blind", "traffic is not recorded from then on, or until the new flow log begins"]],
    whenCreatedFirst: [["blind", "the new flow log begins before it ends", "note"]],
  }),
];
