import type { JsonObject } from "../../../tools/reach/terraform/configuration/json.ts";
import { PRIVATE_SUBNETS } from "./base-network.ts";
import { drop, type PairGroup, patched, policy, type ResourcePatch, retag } from "./review-pair.ts";

const VPC = "${aws_vpc.main.id}";
const ANYWHERE = "0.0.0.0/0";
const INSIDE = "10.0.0.0/16";

const subnet = (cidr: string, zone: string): JsonObject => ({
  vpc_id: VPC,
  cidr_block: cidr,
  availability_zone: zone,
});

/** An inline rule, which has every attribute. */
const inlineRule = (port: number, source: JsonObject): JsonObject => ({
  description: "",
  from_port: port,
  to_port: port,
  protocol: "tcp",
  cidr_blocks: [],
  ipv6_cidr_blocks: [],
  prefix_list_ids: [],
  security_groups: [],
  self: false,
  ...source,
});

/** An inline route, which has every attribute. */
const inlineRoute = (target: JsonObject): JsonObject => ({
  cidr_block: ANYWHERE,
  carrier_gateway_id: null,
  core_network_arn: null,
  destination_prefix_list_id: null,
  egress_only_gateway_id: null,
  gateway_id: null,
  ipv6_cidr_block: null,
  local_gateway_id: null,
  nat_gateway_id: null,
  network_interface_id: null,
  transit_gateway_id: null,
  vpc_endpoint_id: null,
  vpc_peering_connection_id: null,
  ...target,
});

const database = (name: string, subnets: string, groups: readonly string[]): JsonObject => ({
  identifier: name,
  engine: "postgres",
  instance_class: "db.t4g.medium",
  allocated_storage: 20,
  username: "app",
  password: "initial-password-1",
  skip_final_snapshot: false,
  final_snapshot_identifier: `${name}-final`,
  db_subnet_group_name: `\${aws_db_subnet_group.${subnets}.name}`,
  vpc_security_group_ids: groups.map((group) => `\${aws_security_group.${group}.id}`),
  publicly_accessible: true,
});

const group = (name: string, more: JsonObject = {}): JsonObject => ({
  vpc_id: VPC,
  name,
  description: `Of ${name}.`,
  ...more,
});

const oldRule = (cidrs: readonly string[], security = "ruled"): JsonObject => ({
  type: "ingress",
  security_group_id: `\${aws_security_group.${security}.id}`,
  protocol: "tcp",
  from_port: 5432,
  to_port: 5432,
  cidr_blocks: cidrs,
});

const endpointPolicy = (actions: readonly string[], condition: JsonObject = {}) =>
  policy({
    Effect: "Allow",
    Principal: "*",
    Action: actions,
    Resource: "arn:aws:s3:::reports/*",
    ...condition,
  });

const BASE: ResourcePatch = {
  "aws_vpc.main": { cidr_block: INSIDE, enable_dns_hostnames: true },
  "aws_internet_gateway.main": { vpc_id: VPC },
  "aws_subnet.a": subnet("10.0.0.0/24", "us-east-1a"),
  "aws_subnet.b": subnet("10.0.1.0/24", "us-east-1b"),
  "aws_subnet.inner_a": subnet("10.0.10.0/24", "us-east-1a"),
  "aws_subnet.inner_b": subnet("10.0.11.0/24", "us-east-1b"),
  "aws_eip.nat": { domain: "vpc" },
  "aws_nat_gateway.main": {
    allocation_id: "${aws_eip.nat.id}",
    subnet_id: "${aws_subnet.a.id}",
    depends_on: ["aws_internet_gateway.main"],
  },
  "aws_route_table.public": {
    vpc_id: VPC,
    route: [inlineRoute({ gateway_id: "${aws_internet_gateway.main.id}" })],
  },
  "aws_route_table.inner": {
    vpc_id: VPC,
    route: [inlineRoute({ nat_gateway_id: "${aws_nat_gateway.main.id}" })],
  },
  ...Object.fromEntries(
    ["a", "b", "inner_a", "inner_b"].map((name) => [
      `aws_route_table_association.${name}`,
      {
        subnet_id: `\${aws_subnet.${name}.id}`,
        route_table_id: `\${aws_route_table.${name.startsWith("inner") ? "inner" : "public"}.id}`,
      },
    ]),
  ),
  "aws_security_group.app": group("app"),
  "aws_security_group.spare": group("spare"),
  "aws_security_group.open": group("open", { ingress: [inlineRule(5432, { cidr_blocks: [ANYWHERE] })] }),
  "aws_security_group.inline": group("inline", {
    ingress: [inlineRule(5432, { security_groups: ["${aws_security_group.app.id}"] })],
  }),
  "aws_security_group.ruled": group("ruled"),
  "aws_security_group_rule.app": oldRule([INSIDE]),
  "aws_security_group.of_default": group("of-default"),
  "aws_default_security_group.main": {
    vpc_id: VPC,
    ingress: [inlineRule(22, { self: true })],
  },
  "aws_db_subnet_group.public": { name: "public", subnet_ids: PRIVATE_SUBNETS },
  "aws_db_subnet_group.inner": {
    name: "inner",
    subnet_ids: ["${aws_subnet.inner_a.id}", "${aws_subnet.inner_b.id}"],
  },
  "aws_db_instance.inline": database("inline", "public", ["inline"]),
  "aws_db_instance.ruled": database("ruled", "public", ["ruled"]),
  "aws_db_instance.inner": database("inner", "inner", ["open"]),
  "aws_instance.web": {
    ami: "ami-0123456789abcdef0",
    instance_type: "t3.micro",
    subnet_id: "${aws_subnet.a.id}",
    associate_public_ip_address: true,
    vpc_security_group_ids: ["${aws_default_security_group.main.id}"],
  },
  "aws_vpc_endpoint.s3": {
    vpc_id: VPC,
    service_name: "com.amazonaws.us-east-1.s3",
    route_table_ids: ["${aws_route_table.inner.id}"],
    policy: endpointPolicy(["s3:GetObject"]),
  },
  "aws_ec2_transit_gateway.main": { description: "Of the offices." },
  "aws_ec2_transit_gateway_vpc_attachment.main": {
    vpc_id: VPC,
    subnet_ids: ["${aws_subnet.inner_a.id}"],
    transit_gateway_id: "${aws_ec2_transit_gateway.main.id}",
  },
  "aws_customer_gateway.office": { bgp_asn: "65000", ip_address: "203.0.113.10", type: "ipsec.1" },
  "aws_vpn_connection.office": {
    customer_gateway_id: "${aws_customer_gateway.office.id}",
    transit_gateway_id: "${aws_ec2_transit_gateway.main.id}",
    type: "ipsec.1",
    static_routes_only: true,
  },
  "aws_iam_role.cluster": {
    name: "cluster",
    assume_role_policy: policy({
      Effect: "Allow",
      Principal: { Service: "eks.amazonaws.com" },
      Action: "sts:AssumeRole",
    }),
  },
  "aws_eks_cluster.main": {
    name: "main",
    role_arn: "${aws_iam_role.cluster.arn}",
    vpc_config: {
      subnet_ids: ["${aws_subnet.inner_a.id}", "${aws_subnet.inner_b.id}"],
      endpoint_private_access: true,
      endpoint_public_access: false,
    },
    enabled_cluster_log_types: ["api", "audit"],
  },
};

const inRuled = (...groups: readonly string[]) =>
  patched({
    "aws_db_instance.ruled": {
      vpc_security_group_ids: groups.map((name) => `\${aws_security_group.${name}.id}`),
    },
  });

const inlineOf = (name: string, ...rules: readonly JsonObject[]) =>
  patched({ [`aws_security_group.${name}`]: { ingress: rules } });

/** Ways that open and close in other forms: inline rules and routes, older types. */
export const VARIANTS_NETWORK_PAIRS: PairGroup = {
  name: "variants-network",
  base: BASE,
  pairs: [
    {
      id: "variant-inline-rule",
      expects: { class: "exposure", level: "block", address: "aws_security_group.inline" },
      dangerous: inlineOf("inline", inlineRule(5432, { cidr_blocks: [ANYWHERE] })),
      harmless: inlineOf(
        "inline",
        inlineRule(5432, { security_groups: ["${aws_security_group.app.id}"], description: "Of the app." }),
      ),
    },
    {
      id: "variant-older-rule",
      expects: { class: "exposure", level: "block", address: "aws_security_group_rule.new" },
      dangerous: patched({ "aws_security_group_rule.new": oldRule([ANYWHERE]) }),
      harmless: patched({ "aws_security_group_rule.new": oldRule([ANYWHERE], "spare") }),
    },
    {
      id: "variant-older-rule-widened",
      expects: { class: "exposure", level: "block", address: "aws_security_group_rule.app" },
      dangerous: patched({ "aws_security_group_rule.app": oldRule([INSIDE, ANYWHERE]) }),
      harmless: patched({ "aws_security_group_rule.app": { ...oldRule([INSIDE]), description: "Inside." } }),
    },
    {
      id: "variant-inline-rules-beside-rules",
      expects: { class: "cut", level: "ask", address: "aws_security_group.ruled" },
      dangerous: inlineOf("ruled", inlineRule(5432, { cidr_blocks: ["10.0.0.0/24"] })),
      harmless: inlineOf("spare", inlineRule(5432, { cidr_blocks: ["10.0.0.0/24"] })),
    },
    {
      id: "variant-inline-route",
      expects: { class: "exposure", level: "block", address: "aws_route_table.inner" },
      dangerous: patched({
        "aws_route_table.inner": {
          route: [inlineRoute({ gateway_id: "${aws_internet_gateway.main.id}" })],
        },
      }),
      harmless: retag("aws_route_table.inner"),
    },
    {
      id: "variant-database-joins-an-open-group",
      expects: { class: "exposure", level: "block", address: "aws_db_instance.ruled" },
      dangerous: inRuled("ruled", "open"),
      harmless: inRuled("ruled", "spare"),
    },
    {
      id: "variant-default-group",
      expects: { class: "exposure", level: "ask", address: "aws_default_security_group.main" },
      dangerous: patched({
        "aws_default_security_group.main": {
          ingress: [inlineRule(22, { self: true }), inlineRule(22, { cidr_blocks: [ANYWHERE] })],
        },
      }),
      harmless: retag("aws_default_security_group.main"),
    },
    {
      id: "variant-cluster-endpoint",
      expects: { class: ["exposure", "public"], level: "ask", address: "aws_eks_cluster.main" },
      dangerous: patched({ "aws_eks_cluster.main": { vpc_config: { endpoint_public_access: true } } }),
      harmless: patched({
        "aws_eks_cluster.main": { enabled_cluster_log_types: ["api", "audit", "scheduler"] },
      }),
    },
    {
      id: "variant-cluster-logs",
      expects: { class: "blind", level: "ask", address: "aws_eks_cluster.main" },
      dangerous: patched({ "aws_eks_cluster.main": { enabled_cluster_log_types: ["api"] } }),
      harmless: retag("aws_eks_cluster.main"),
    },
    {
      id: "variant-endpoint-policy",
      expects: { class: ["permission", "exposure"], level: "ask", address: "aws_vpc_endpoint.s3" },
      dangerous: patched({
        "aws_vpc_endpoint.s3": { policy: endpointPolicy(["s3:GetObject", "s3:PutObject"]) },
      }),
      harmless: patched({
        "aws_vpc_endpoint.s3": {
          policy: endpointPolicy(["s3:GetObject"], {
            Condition: { StringEquals: { "aws:PrincipalAccount": "123456789012" } },
          }),
        },
      }),
    },
    {
      id: "variant-transit-attachment-deleted",
      expects: {
        class: ["cut", "outage"],
        level: "ask",
        address: "aws_ec2_transit_gateway_vpc_attachment.main",
      },
      dangerous: drop("aws_ec2_transit_gateway_vpc_attachment.main"),
      harmless: retag("aws_ec2_transit_gateway_vpc_attachment.main"),
    },
    {
      id: "variant-tunnels-replaced",
      expects: { class: ["name", "cut", "outage"], level: "ask", address: "aws_vpn_connection.office" },
      dangerous: patched({
        "aws_customer_gateway.new": { bgp_asn: "65000", ip_address: "203.0.113.11", type: "ipsec.1" },
        "aws_vpn_connection.office": { static_routes_only: false },
      }),
      harmless: patched({
        "aws_customer_gateway.new": { bgp_asn: "65000", ip_address: "203.0.113.11", type: "ipsec.1" },
      }),
    },
    {
      id: "variant-subnet-gives-public-addresses",
      expects: { class: "exposure", level: "note", address: "aws_subnet.a" },
      dangerous: patched({ "aws_subnet.a": { map_public_ip_on_launch: true } }),
      harmless: retag("aws_subnet.a"),
    },
    {
      id: "variant-gateway-removed",
      expects: {
        class: ["cut", "outage", "refused", "name"],
        level: "ask",
        address: "aws_nat_gateway.main",
      },
      dangerous: patched({ "aws_nat_gateway.main": null, "aws_route_table.inner": { route: [] } }),
      harmless: retag("aws_nat_gateway.main"),
    },
  ],
};
