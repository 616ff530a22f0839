import { aclEntry, admits, NETWORK_BASE } from "./network-base.ts";
import { drop, type PairGroup, patched, retag } from "./review-pair.ts";

const ANYWHERE = "0.0.0.0/0";

const viaInternetGateway = (route: string) =>
  patched({
    [`aws_route.${route}`]: { nat_gateway_id: null, gateway_id: "${aws_internet_gateway.main.id}" },
  });

const withoutDeny = (acl: string) =>
  patched({ [`aws_network_acl.${acl}`]: { ingress: [aclEntry(100, "allow", null)] } });

const withEverybody = (list: string) =>
  patched({
    [`aws_ec2_managed_prefix_list.${list}`]: {
      entry: [
        { cidr: "203.0.113.0/24", description: "Partner." },
        { cidr: ANYWHERE, description: "Everybody." },
      ],
    },
  });

const backFromOther = (table: string) =>
  patched({
    "aws_route.from_other": {
      route_table_id: `\${aws_route_table.${table}.id}`,
      destination_cidr_block: "10.0.0.0/16",
      vpc_peering_connection_id: "${aws_vpc_peering_connection.other.id}",
    },
  });

const addressOf = (instance: string) =>
  patched({
    "aws_eip_association.new": {
      instance_id: `\${aws_instance.${instance}.id}`,
      allocation_id: "${aws_eip.web.id}",
    },
  });

const RULE = "aws_vpc_security_group_ingress_rule.new";

/** Ways that open and close: rules, routes, addresses. */
export const NETWORK_PAIRS: PairGroup = {
  name: "network",
  base: NETWORK_BASE,
  pairs: [
    {
      id: "net-database-rule",
      expects: { class: "exposure", level: "block", address: RULE },
      dangerous: patched({ [RULE]: admits("front", 5432, { cidr_ipv4: ANYWHERE }) }),
      harmless: patched({ [RULE]: admits("worker", 5432, { cidr_ipv4: ANYWHERE }) }),
    },
    {
      id: "net-server-rule",
      expects: { class: "exposure", level: "ask", address: RULE },
      dangerous: patched({ [RULE]: admits("web", 8080, { cidr_ipv4: ANYWHERE }) }),
      harmless: patched({ [RULE]: admits("spare", 8080, { cidr_ipv4: ANYWHERE }) }),
    },
    {
      id: "net-rule-between-groups",
      expects: { class: "exposure", level: "ask", address: RULE },
      dangerous: patched({
        [RULE]: admits("front", 5432, { referenced_security_group_id: "${aws_security_group.worker.id}" }),
      }),
      harmless: patched({
        [RULE]: admits("front", 5432, { referenced_security_group_id: "${aws_security_group.spare.id}" }),
      }),
    },
    {
      id: "net-route-opens-old-rule",
      expects: { class: "exposure", level: "block", address: "aws_route.private" },
      dangerous: viaInternetGateway("private"),
      harmless: viaInternetGateway("empty"),
    },
    {
      id: "net-database-made-public",
      expects: { class: "exposure", level: "block", address: "aws_db_instance.dark" },
      dangerous: patched({ "aws_db_instance.dark": { publicly_accessible: true } }),
      harmless: patched({ "aws_db_instance.inner": { publicly_accessible: true } }),
    },
    {
      id: "net-address-of-a-dark-server",
      expects: { class: "exposure", level: "ask", address: "aws_eip_association.new" },
      dangerous: addressOf("dark"),
      harmless: retag("aws_eip.web"),
    },
    {
      id: "net-acl-loses-its-deny",
      expects: { class: "exposure", level: "ask", address: "aws_network_acl.public" },
      dangerous: withoutDeny("public"),
      harmless: withoutDeny("empty"),
    },
    {
      id: "net-prefix-list-of-everybody",
      expects: { class: "exposure", level: "ask", address: "aws_ec2_managed_prefix_list.partners" },
      dangerous: withEverybody("partners"),
      harmless: withEverybody("unused"),
    },
    {
      id: "net-route-back-from-a-peer",
      expects: { class: "exposure", level: "ask", address: "aws_route.from_other" },
      dangerous: backFromOther("other"),
      harmless: backFromOther("unused"),
    },
    {
      id: "net-way-out-removed",
      expects: { class: "cut", level: "ask", address: "aws_vpc_security_group_egress_rule.worker" },
      dangerous: drop("aws_vpc_security_group_egress_rule.worker"),
      harmless: drop("aws_vpc_security_group_egress_rule.spare"),
    },
    {
      id: "net-route-removed",
      expects: { class: "cut", level: "ask", address: "aws_route.private" },
      dangerous: drop("aws_route.private"),
      harmless: drop("aws_route.empty"),
    },
    {
      id: "net-group-replaced-in-use",
      expects: { class: "refused", level: "block", address: "aws_security_group.web" },
      dangerous: patched({ "aws_security_group.web": { description: "Of web servers." } }),
      harmless: patched({
        "aws_vpc_security_group_ingress_rule.web": { description: "Of web servers." },
      }),
    },
    {
      id: "net-nat-gateway-replaced",
      expects: { class: ["cut", "name", "outage"], level: "ask", address: "aws_nat_gateway.main" },
      dangerous: patched({ "aws_nat_gateway.main": { subnet_id: "${aws_subnet.public_b.id}" } }),
      harmless: retag("aws_nat_gateway.main"),
    },
    {
      id: "net-nat-gateway-address",
      expects: { class: ["name", "cut"], level: "ask", address: "aws_nat_gateway.main" },
      dangerous: patched({ "aws_nat_gateway.main": { allocation_id: "${aws_eip.spare.id}" } }),
      harmless: retag("aws_eip.nat"),
    },
    {
      id: "net-address-released",
      expects: { class: ["name", "loss"], level: "ask", address: "aws_eip.web" },
      dangerous: drop("aws_eip.web"),
      harmless: retag("aws_eip.web"),
    },
    {
      id: "net-subnet-replaced",
      expects: { class: ["outage", "refused"], level: "ask", address: "aws_subnet.private_a" },
      dangerous: patched({ "aws_subnet.private_a": { cidr_block: "10.0.12.0/24" } }),
      harmless: patched({ "aws_subnet.empty": { map_public_ip_on_launch: true } }),
    },
    {
      id: "net-name-resolution-off",
      expects: { class: ["outage", "cut"], level: "ask", address: "aws_vpc.other" },
      dangerous: patched({ "aws_vpc.other": { enable_dns_support: false } }),
      harmless: patched({ "aws_vpc.other": { enable_dns_hostnames: true } }),
    },
    {
      id: "net-endpoint-deleted",
      expects: { class: ["cut", "outage"], level: "ask", address: "aws_vpc_endpoint.secrets" },
      dangerous: drop("aws_vpc_endpoint.secrets"),
      harmless: retag("aws_vpc_endpoint.secrets"),
    },
    {
      id: "net-endpoint-without-its-name",
      expects: { class: ["cut", "outage", "name"], level: "ask", address: "aws_vpc_endpoint.secrets" },
      dangerous: patched({ "aws_vpc_endpoint.secrets": { private_dns_enabled: false } }),
      harmless: retag("aws_vpc_endpoint.secrets"),
    },
    {
      id: "net-flow-log-deleted",
      expects: { class: "blind", level: "ask", address: "aws_flow_log.main" },
      dangerous: drop("aws_flow_log.main"),
      harmless: retag("aws_flow_log.main"),
    },
    {
      id: "net-flow-log-of-refusals-only",
      expects: { class: "blind", level: "ask", address: "aws_flow_log.main" },
      dangerous: patched({ "aws_flow_log.main": { traffic_type: "REJECT" } }),
      harmless: retag("aws_flow_log.main"),
    },
    {
      id: "net-peering-deleted",
      expects: { class: ["cut", "outage"], level: "ask", address: "aws_vpc_peering_connection.other" },
      dangerous: drop("aws_vpc_peering_connection.other", "aws_route.to_other"),
      harmless: retag("aws_vpc_peering_connection.other"),
    },
    {
      id: "net-rule-from-an-address-not-known-yet",
      expects: { class: ["unknown", "exposure"], level: "ask", address: RULE },
      dangerous: patched({
        "aws_eip.new": { domain: "vpc" },
        [RULE]: admits("front", 5432, { cidr_ipv4: "${aws_eip.new.public_ip}/32" }),
      }),
      harmless: patched({ "aws_eip.new": { domain: "vpc" } }),
    },
  ],
};
