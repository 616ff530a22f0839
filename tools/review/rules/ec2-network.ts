import type { Risk } from "../finding.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { riskOf } from "./builders.ts";
import { holdersAtDeletion, namesOf } from "./plan-references.ts";
import { replacementText } from "./replacement-text.ts";
import type { ReviewRule, RuleContext } from "./review-rule.ts";
import { deletionRule, pagedRule, settingRule } from "./traffic-builders.ts";

const GUIDE = "https://docs.aws.amazon.com/vpc/latest/userguide";
const API = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference";

/** The types that lie in a VPC or subnet, so that AWS does not delete it. */
const NETWORK_USERS = [
  "aws_autoscaling_group",
  "aws_db_subnet_group",
  "aws_ec2_client_vpn_network_association",
  "aws_ec2_transit_gateway_vpc_attachment",
  "aws_ecs_service",
  "aws_efs_mount_target",
  "aws_eks_cluster",
  "aws_eks_node_group",
  "aws_elasticache_subnet_group",
  "aws_elb",
  "aws_instance",
  "aws_internet_gateway",
  "aws_lambda_function",
  "aws_lb",
  "aws_nat_gateway",
  "aws_network_interface",
  "aws_route53_resolver_endpoint",
  "aws_security_group",
  "aws_subnet",
  "aws_vpc_endpoint",
];

/** Rules on VPCs, subnets, gateways and Elastic IPs. Reachability itself is proven, not guessed. */
export const ec2NetworkRules: readonly ReviewRule[] = [
  pagedRule({
    id: "network-removed",
    types: ["aws_vpc", "aws_subnet", "aws_default_vpc", "aws_default_subnet"],
    finds: "a VPC or subnet that is deleted or replaced, with everything in it",
    pages: [`${API}/API_DeleteVpc.html`, `${API}/API_DeleteSubnet.html`],
    judge: (change, context) => (change.isDestroyed ? networkRisks(change, context) : []),
  }),
  settingRule({
    id: "vpc-dns-off",
    types: ["aws_vpc"],
    attributes: ["enable_dns_support", "enable_dns_hostnames"],
    on: "turnsOff",
    risk: "outage",
    finds: "a VPC without Amazon's DNS, or without DNS host names",
    text: (_, attributes) =>
      `${attributes.join(" and ")} is turned off: names of private zones, endpoints and file systems no longer resolve in the VPC.`,
    pages: [`${GUIDE}/vpc-dns.html`],
  }),
  settingRule({
    id: "ipv6-block-removed",
    types: ["aws_vpc", "aws_subnet"],
    attributes: ["ipv6_cidr_block", "assign_generated_ipv6_cidr_block"],
    on: (change, attribute) =>
      attribute === "ipv6_cidr_block"
        ? change.was(attribute) !== undefined && change.changes(attribute)
        : change.turnsOff(attribute),
    risk: "cut",
    finds: "a VPC or subnet that loses its IPv6 addresses",
    text: "The IPv6 block is removed or changes: IPv6 addresses in it go, and AWS refuses it while they are in use.",
    pages: [`${GUIDE}/vpc-migrate-ipv6.html`],
    guards: ["assign_generated_ipv6_cidr_block"],
  }),
  settingRule({
    id: "subnet-gives-public-addresses",
    types: ["aws_subnet", "aws_default_subnet"],
    attributes: ["map_public_ip_on_launch"],
    on: "turnsOn",
    risk: "exposure",
    level: "note",
    finds: "a subnet whose new instances get public IP addresses",
    text: "New instances in the subnet get public IP addresses: routes and security groups alone keep the internet out.",
    pages: [`${GUIDE}/subnet-public-ip.html`],
  }),
  settingRule({
    id: "subnet-gives-no-public-addresses",
    types: ["aws_subnet", "aws_default_subnet"],
    attributes: ["map_public_ip_on_launch", "assign_ipv6_address_on_creation", "enable_dns64"],
    on: "turnsOff",
    risk: "cut",
    level: "note",
    finds: "a subnet whose new instances get no public or IPv6 addresses",
    text: (_, attributes) =>
      `New instances in the subnet reach less by themselves (${attributes.join(", ")} off): they need a NAT gateway.`,
    pages: [`${GUIDE}/subnet-public-ip.html`],
  }),
  deletionRule({
    id: "vpc-block-removed",
    types: ["aws_vpc_ipv4_cidr_block_association", "aws_vpc_ipv6_cidr_block_association"],
    finds: "a CIDR block that a VPC loses",
    pages: [`${API}/API_DisassociateVpcCidrBlock.html`],
    consequences: [
      ["outage", "the subnets in it must go first, with everything in them"],
      ["refused", "AWS refuses it while a subnet has a part of it"],
    ],
  }),
  deletionRule({
    id: "nat-gateway-removed",
    types: ["aws_nat_gateway"],
    finds: "a NAT gateway that is deleted or replaced",
    pages: [`${API}/API_DeleteNatGateway.html`],
    consequences: [
      ["cut", "its connections are dropped, and routes through it lead nowhere until they are changed"],
      ["name", "its source address may change: partners that allow it by address refuse the new one"],
    ],
    whenCreatedFirst: [
      ["name", "its source address changes: partners that allow it by address refuse the new one"],
      ["cut", "its connections are dropped when routes move to the new one", "note"],
    ],
  }),
  settingRule({
    id: "nat-gateway-addresses-removed",
    types: ["aws_nat_gateway"],
    attributes: ["secondary_allocation_ids", "secondary_private_ip_addresses"],
    on: "drops",
    risk: "thinner",
    finds: "a NAT gateway with fewer addresses",
    text: "The NAT gateway has fewer addresses: fewer connections at once to one destination, and those through them are dropped.",
    pages: [`${GUIDE}/nat-gateway-working-with.html`],
    guards: [],
  }),
  deletionRule({
    id: "elastic-ip-removed",
    types: ["aws_eip"],
    finds: "an Elastic IP that is released",
    pages: [`${API}/API_ReleaseAddress.html`],
    consequences: [
      [
        "name",
        "the address goes back to AWS, for others to get; allow-lists and DNS that hold it must change",
      ],
      ["outage", "what has it is reached by another address, or not at all"],
    ],
  }),
  settingRule({
    id: "elastic-ip-moves",
    types: ["aws_eip"],
    attributes: ["instance", "network_interface", "associate_with_private_ip"],
    on: (change, attribute) =>
      change.was(attribute) !== undefined && change.was(attribute) !== "" && change.changes(attribute),
    risk: "outage",
    finds: "an Elastic IP that moves to another interface",
    text: "The Elastic IP moves: connections by it break, and another instance, or none, answers.",
    pages: [`${API}/API_AssociateAddress.html`],
    guards: [],
  }),
  deletionRule({
    id: "elastic-ip-association-removed",
    types: ["aws_eip_association", "aws_eip_domain_name"],
    finds: "an Elastic IP that is taken off its interface",
    pages: [`${API}/API_DisassociateAddress.html`],
    consequences: [["outage", "connections by the Elastic IP break until it is associated again"]],
  }),
  deletionRule({
    id: "internet-gateway-removed",
    types: [
      "aws_internet_gateway",
      "aws_internet_gateway_attachment",
      "aws_egress_only_internet_gateway",
      "aws_ec2_carrier_gateway",
    ],
    finds: "an internet gateway that is removed or detached",
    pages: [`${API}/API_DetachInternetGateway.html`],
    consequences: [
      ["cut", "the VPC loses the internet in both directions, and public addresses in it no longer answer"],
    ],
  }),
  settingRule({
    id: "internet-gateway-moves",
    types: ["aws_internet_gateway"],
    attributes: ["vpc_id"],
    on: (change, attribute) => change.was(attribute) !== undefined && change.changes(attribute),
    risk: "cut",
    finds: "an internet gateway that is attached to another VPC",
    text: "The internet gateway leaves its VPC, which loses the internet in both directions.",
    pages: [`${API}/API_DetachInternetGateway.html`],
    guards: [],
  }),
  deletionRule({
    id: "dhcp-options-removed",
    types: ["aws_vpc_dhcp_options", "aws_vpc_dhcp_options_association", "aws_default_vpc_dhcp_options"],
    finds: "DHCP options that a VPC loses, or that are replaced",
    pages: [`${GUIDE}/VPC_DHCP_Options.html`],
    consequences: [["outage", "instances get other DNS servers and domain names at their next lease"]],
    whenCreatedFirst: [["later", "instances get the new DNS servers and domain names at their next lease"]],
  }),
  settingRule({
    id: "dhcp-options-change",
    types: ["aws_vpc_dhcp_options_association"],
    attributes: ["dhcp_options_id"],
    on: "changes",
    risk: "later",
    finds: "a VPC that gets other DHCP options",
    text: "Instances get other DNS servers and domain names at their next lease.",
    pages: [`${GUIDE}/VPC_DHCP_Options.html`],
    guards: [],
  }),
  pagedRule({
    id: "network-reservation-removed",
    types: ["aws_ec2_subnet_cidr_reservation", "aws_vpc_block_public_access_exclusion"],
    finds: "a reservation of addresses, or an exclusion, that is removed",
    pages: [`${GUIDE}/subnet-cidr-reservation.html`],
    judge: (change) =>
      change.isDestroyed
        ? [
            riskOf(
              "later",
              `${replacementText(change)}: AWS may give its addresses to others, or blocks public access there.`,
            ),
          ]
        : [],
  }),
  deletionRule({
    id: "block-public-access-removed",
    types: ["aws_vpc_block_public_access_options"],
    finds: "a VPC block on public access that is removed",
    pages: [`${GUIDE}/security-vpc-bpa.html`],
    consequences: [["exposure", "internet gateways pass traffic again, in all VPCs of the region"]],
  }),
];

function networkRisks(change: PlannedResourceChange, context: RuleContext): readonly Risk[] {
  const text = replacementText(change);
  const outage = riskOf(
    "outage",
    `${text}, with everything in it: nothing there is reached until it is all built anew.`,
  );
  if (change.action === "replace-create-first") return [outage];
  const holders = holdersAtDeletion(change, change.was("id"), context, NETWORK_USERS);
  if (holders.length === 0) return [outage];
  const cause = `${namesOf(holders)} still uses it (DependencyViolation). Fix: move it out in an earlier apply.`;
  return [riskOf("refused", `${text}, and AWS refuses it: ${cause}`, "block"), outage];
}
