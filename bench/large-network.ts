import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { required } from "../language/required.ts";

const TIERS = ["web", "api", "jobs", "data", "tools"] as const;
const SERVERS_PER_TIER = 5;
/** With 8 rules between tiers and 5 for the monitor, 100 rules per VPC. */
const OFFICE_RULES_PER_VPC = 87;
const MONITOR_PORT = 9100;

type Resources = Record<string, Record<string, object>>;

/**
 * Writes Terraform JSON of a company network: VPCs with five tiers and 25 servers each on one
 * transit gateway, and 100 security group rules per VPC. Each tier calls the next, offices call
 * all, and a monitor in the first VPC reaches every server.
 *
 * @returns the numbers of servers and rules
 */
export function writeLargeNetwork(folder: string, vpcs: number): { endpoints: number; rules: number } {
  const resource: Resources = { aws_ec2_transit_gateway: { hub: {} } };
  for (let index = 0; index < vpcs; index++) addVpc(resource, index);
  addResource(resource, "aws_vpc_security_group_egress_rule", "monitor", {
    security_group_id: "${aws_security_group.tools-0.id}",
    ...tcpPort(MONITOR_PORT),
    cidr_ipv4: "10.0.0.0/8",
  });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ resource }));
  return { endpoints: vpcs * TIERS.length * SERVERS_PER_TIER, rules: vpcs * 100 + 1 };
}

function addVpc(resources: Resources, index: number): void {
  addResource(resources, "aws_vpc", `vpc-${index}`, { cidr_block: `10.${index}.0.0/16` });
  addResource(resources, "aws_route_table", `vpc-${index}`, { vpc_id: `\${aws_vpc.vpc-${index}.id}` });
  addResource(resources, "aws_route", `vpc-${index}`, {
    route_table_id: `\${aws_route_table.vpc-${index}.id}`,
    destination_cidr_block: "10.0.0.0/8",
    transit_gateway_id: "${aws_ec2_transit_gateway.hub.id}",
  });
  addResource(resources, "aws_ec2_transit_gateway_vpc_attachment", `vpc-${index}`, {
    transit_gateway_id: "${aws_ec2_transit_gateway.hub.id}",
    vpc_id: `\${aws_vpc.vpc-${index}.id}`,
    subnet_ids: [`\${aws_subnet.web-${index}.id}`],
  });
  for (const tier of TIERS.keys()) addTier(resources, index, tier);
  for (let office = 0; office < OFFICE_RULES_PER_VPC; office++) {
    addResource(resources, "aws_vpc_security_group_ingress_rule", `office-${office}-${index}`, {
      security_group_id: securityGroupReference(required(TIERS, office % TIERS.length), index),
      ...tcpPort(1000 + office),
      cidr_ipv4: `198.18.${office}.0/24`,
    });
  }
}

function addTier(resources: Resources, index: number, tier: number): void {
  const [name, next] = [required(TIERS, tier), TIERS[tier + 1]];
  addResource(resources, "aws_subnet", `${name}-${index}`, {
    vpc_id: `\${aws_vpc.vpc-${index}.id}`,
    cidr_block: `10.${index}.${tier}.0/24`,
    availability_zone: "us-east-1a",
  });
  addResource(resources, "aws_route_table_association", `${name}-${index}`, {
    subnet_id: `\${aws_subnet.${name}-${index}.id}`,
    route_table_id: `\${aws_route_table.vpc-${index}.id}`,
  });
  addResource(resources, "aws_security_group", `${name}-${index}`, { vpc_id: `\${aws_vpc.vpc-${index}.id}` });
  for (let server = 0; server < SERVERS_PER_TIER; server++) {
    addResource(resources, "aws_instance", `${name}-${index}-${server}`, {
      subnet_id: `\${aws_subnet.${name}-${index}.id}`,
      vpc_security_group_ids: [securityGroupReference(name, index)],
    });
  }
  addResource(resources, "aws_vpc_security_group_ingress_rule", `monitor-${name}-${index}`, {
    security_group_id: securityGroupReference(name, index),
    ...tcpPort(MONITOR_PORT),
    cidr_ipv4: "10.0.4.0/24",
  });
  if (next === undefined) return;
  addResource(resources, "aws_vpc_security_group_egress_rule", `${name}-to-${next}-${index}`, {
    security_group_id: securityGroupReference(name, index),
    ...tcpPort(8000 + tier),
    referenced_security_group_id: securityGroupReference(next, index),
  });
  addResource(resources, "aws_vpc_security_group_ingress_rule", `${next}-from-${name}-${index}`, {
    security_group_id: securityGroupReference(next, index),
    ...tcpPort(8000 + tier),
    referenced_security_group_id: securityGroupReference(name, index),
  });
}

function securityGroupReference(tier: string, index: number): string {
  return `\${aws_security_group.${tier}-${index}.id}`;
}

function tcpPort(port: number) {
  return { ip_protocol: "tcp", from_port: port, to_port: port };
}

function addResource(resources: Resources, type: string, name: string, values: object): void {
  resources[type] ??= {};
  resources[type][name] = values;
}
