import type { JsonObject } from "../../../tools/reach/terraform/configuration/json.ts";
import type { ResourcePatch } from "./review-pair.ts";

const VPC = "${aws_vpc.main.id}";
const ANYWHERE = "0.0.0.0/0";

const subnet = (cidr: string, zone: string): JsonObject => ({
  vpc_id: VPC,
  cidr_block: cidr,
  availability_zone: zone,
});

const group = (name: string): JsonObject => ({ vpc_id: VPC, name, description: `Of ${name}.` });

const association = (name: string, table: string): JsonObject => ({
  subnet_id: `\${aws_subnet.${name}.id}`,
  route_table_id: `\${aws_route_table.${table}.id}`,
});

const nat = (table: string): JsonObject => ({
  route_table_id: `\${aws_route_table.${table}.id}`,
  destination_cidr_block: ANYWHERE,
  nat_gateway_id: "${aws_nat_gateway.main.id}",
});

const database = (name: string, subnets: string, isPublic: boolean, sg: string): JsonObject => ({
  identifier: name,
  engine: "postgres",
  instance_class: "db.t4g.medium",
  allocated_storage: 20,
  username: "app",
  password: "initial-password-1",
  skip_final_snapshot: false,
  final_snapshot_identifier: `${name}-final`,
  db_subnet_group_name: `\${aws_db_subnet_group.${subnets}.name}`,
  vpc_security_group_ids: [`\${aws_security_group.${sg}.id}`],
  publicly_accessible: isPublic,
});

const server = (subnetName: string, isPublic: boolean, sg: string): JsonObject => ({
  ami: "ami-0123456789abcdef0",
  instance_type: "t3.micro",
  subnet_id: `\${aws_subnet.${subnetName}.id}`,
  associate_public_ip_address: isPublic,
  vpc_security_group_ids: [`\${aws_security_group.${sg}.id}`],
});

/** A rule that admits one TCP port. */
export const admits = (sg: string, port: number, source: JsonObject): JsonObject => ({
  security_group_id: `\${aws_security_group.${sg}.id}`,
  ip_protocol: "tcp",
  from_port: port,
  to_port: port,
  ...source,
});

const sendsAll = (sg: string): JsonObject => ({
  security_group_id: `\${aws_security_group.${sg}.id}`,
  ip_protocol: "-1",
  cidr_ipv4: ANYWHERE,
});

/** One entry of a network ACL. */
export const aclEntry = (
  rule: number,
  action: string,
  ports: readonly [number, number] | null,
): JsonObject => ({
  rule_no: rule,
  action,
  protocol: ports === null ? "-1" : "tcp",
  cidr_block: ANYWHERE,
  ipv6_cidr_block: null,
  icmp_type: 0,
  icmp_code: 0,
  from_port: ports?.[0] ?? 0,
  to_port: ports?.[1] ?? 0,
});

const acl = (subnetName: string): JsonObject => ({
  vpc_id: VPC,
  subnet_ids: [`\${aws_subnet.${subnetName}.id}`],
  ingress: [aclEntry(90, "deny", [22, 22]), aclEntry(100, "allow", null)],
  egress: [aclEntry(100, "allow", null)],
});

const prefixList = (name: string): JsonObject => ({
  name,
  address_family: "IPv4",
  max_entries: 5,
  entry: [{ cidr: "203.0.113.0/24", description: "Partner." }],
});

/** Equal resources are created one after the other: their IDs depend on the order. */
const ROUTES: ResourcePatch = {
  "aws_internet_gateway.main": { vpc_id: VPC },
  "aws_eip.nat": { domain: "vpc" },
  "aws_eip.spare": { domain: "vpc", depends_on: ["aws_eip.nat"] },
  "aws_nat_gateway.main": {
    allocation_id: "${aws_eip.nat.id}",
    subnet_id: "${aws_subnet.public_a.id}",
    depends_on: ["aws_internet_gateway.main"],
  },
  "aws_route_table.public": { vpc_id: VPC },
  "aws_route_table.private": { vpc_id: VPC, depends_on: ["aws_route_table.public"] },
  "aws_route_table.empty": { vpc_id: VPC, depends_on: ["aws_route_table.private"] },
  "aws_route.public": {
    route_table_id: "${aws_route_table.public.id}",
    destination_cidr_block: ANYWHERE,
    gateway_id: "${aws_internet_gateway.main.id}",
  },
  "aws_route.private": nat("private"),
  "aws_route.empty": nat("empty"),
  "aws_route_table_association.public_a": association("public_a", "public"),
  "aws_route_table_association.public_b": association("public_b", "public"),
  "aws_route_table_association.private_a": association("private_a", "private"),
  "aws_route_table_association.private_b": association("private_b", "private"),
  "aws_route_table_association.empty": association("empty", "empty"),
};

const PEER: ResourcePatch = {
  "aws_vpc.other": { cidr_block: "10.9.0.0/16" },
  "aws_subnet.other": {
    vpc_id: "${aws_vpc.other.id}",
    cidr_block: "10.9.0.0/24",
    availability_zone: "us-east-1a",
  },
  "aws_route_table.other": { vpc_id: "${aws_vpc.other.id}" },
  "aws_route_table.unused": { vpc_id: "${aws_vpc.other.id}" },
  "aws_route_table_association.other": association("other", "other"),
  "aws_security_group.other": { vpc_id: "${aws_vpc.other.id}", name: "other" },
  "aws_vpc_security_group_egress_rule.other": sendsAll("other"),
  "aws_instance.other": server("other", false, "other"),
  "aws_vpc_peering_connection.other": {
    vpc_id: VPC,
    peer_vpc_id: "${aws_vpc.other.id}",
    auto_accept: true,
  },
  "aws_route.to_other": {
    route_table_id: "${aws_route_table.private.id}",
    destination_cidr_block: "10.9.0.0/16",
    vpc_peering_connection_id: "${aws_vpc_peering_connection.other.id}",
  },
};

const FIREWALLS: ResourcePatch = {
  "aws_security_group.front": group("front"),
  "aws_security_group.open": group("open"),
  "aws_security_group.web": group("web"),
  "aws_security_group.worker": group("worker"),
  "aws_security_group.spare": group("spare"),
  "aws_vpc_security_group_ingress_rule.open": admits("open", 5432, { cidr_ipv4: ANYWHERE }),
  "aws_vpc_security_group_ingress_rule.web": admits("web", 443, { cidr_ipv4: ANYWHERE }),
  "aws_vpc_security_group_ingress_rule.ssh": admits("web", 22, { cidr_ipv4: ANYWHERE }),
  "aws_vpc_security_group_ingress_rule.partners": admits("web", 8443, {
    prefix_list_id: "${aws_ec2_managed_prefix_list.partners.id}",
  }),
  "aws_vpc_security_group_ingress_rule.peer": admits("worker", 9000, { cidr_ipv4: "10.9.0.0/16" }),
  "aws_vpc_security_group_egress_rule.worker": sendsAll("worker"),
  "aws_vpc_security_group_egress_rule.spare": sendsAll("spare"),
  "aws_ec2_managed_prefix_list.partners": prefixList("partners"),
  "aws_ec2_managed_prefix_list.unused": prefixList("unused"),
  "aws_network_acl.public": acl("public_a"),
  "aws_network_acl.empty": acl("empty"),
};

/** A VPC with public, private and empty subnets, a peer, and workloads in each. */
export const NETWORK_BASE: ResourcePatch = {
  "aws_vpc.main": { cidr_block: "10.0.0.0/16", enable_dns_hostnames: true },
  "aws_subnet.public_a": subnet("10.0.0.0/24", "us-east-1a"),
  "aws_subnet.public_b": subnet("10.0.1.0/24", "us-east-1b"),
  "aws_subnet.private_a": subnet("10.0.10.0/24", "us-east-1a"),
  "aws_subnet.private_b": subnet("10.0.11.0/24", "us-east-1b"),
  "aws_subnet.empty": subnet("10.0.20.0/24", "us-east-1a"),
  ...ROUTES,
  ...PEER,
  ...FIREWALLS,
  "aws_db_subnet_group.public": {
    name: "public",
    subnet_ids: ["${aws_subnet.public_a.id}", "${aws_subnet.public_b.id}"],
  },
  "aws_db_subnet_group.private": {
    name: "private",
    subnet_ids: ["${aws_subnet.private_a.id}", "${aws_subnet.private_b.id}"],
  },
  "aws_db_instance.front": database("front", "public", true, "front"),
  "aws_db_instance.back": database("back", "private", true, "open"),
  "aws_db_instance.dark": database("dark", "public", false, "open"),
  "aws_db_instance.inner": database("inner", "private", false, "open"),
  "aws_instance.web": server("public_a", true, "web"),
  "aws_instance.dark": server("public_b", false, "web"),
  "aws_instance.worker": server("private_a", false, "worker"),
  "aws_eip.web": { domain: "vpc", depends_on: ["aws_eip.spare"] },
  "aws_vpc_endpoint.secrets": {
    vpc_id: VPC,
    service_name: "com.amazonaws.us-east-1.secretsmanager",
    vpc_endpoint_type: "Interface",
    private_dns_enabled: true,
    subnet_ids: ["${aws_subnet.private_a.id}"],
    security_group_ids: ["${aws_security_group.web.id}"],
  },
  "aws_cloudwatch_log_group.flows": { name: "flows", retention_in_days: 30 },
  "aws_iam_role.flows": {
    name: "flows",
    assume_role_policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Principal: { Service: "vpc-flow-logs.amazonaws.com" }, Action: "sts:AssumeRole" },
      ],
    }),
  },
  "aws_flow_log.main": {
    vpc_id: VPC,
    traffic_type: "ALL",
    iam_role_arn: "${aws_iam_role.flows.arn}",
    log_destination: "${aws_cloudwatch_log_group.flows.arn}",
  },
};
