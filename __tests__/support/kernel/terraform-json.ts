import type { TinyEntry, TinyGroup, TinyHost, TinyNetwork, TinyRule, TinySubnet } from "./tiny-network.ts";

type Blocks = Record<string, Record<string, unknown>>;

/** A network as one folder's Terraform JSON: each thing by its own name, `aws_instance.web`. */
export function terraformJson(network: TinyNetwork): object {
  const resource: Record<string, Blocks> = {};
  const put = (type: string, name: string, values: Record<string, unknown>) => {
    resource[type] = { ...resource[type], [name]: values };
  };
  for (const { name, cidrs, internetGateway } of network.vpcs) {
    put("aws_vpc", name, { cidr_block: cidrs[0] });
    if (internetGateway) put("aws_internet_gateway", name, { vpc_id: id("aws_vpc", name) });
  }
  for (const one of network.subnets) putSubnet(put, one, network);
  for (const one of network.groups) putGroup(put, one);
  for (const one of network.hosts) putHost(put, one);
  putGateways(put, network);
  putTransitGateway(put, network);
  return {
    terraform: { required_providers: { aws: { source: "hashicorp/aws" } } },
    provider: { aws: [{ region: "eu-central-1" }] },
    resource,
  };
}

type Put = (type: string, name: string, values: Record<string, unknown>) => void;

function id(type: string, name: string): string {
  return `\${${type}.${name}.id}`;
}

function putSubnet(put: Put, { name, vpc, cidrs, acl, routes }: TinySubnet, network: TinyNetwork): void {
  const vpc_id = id("aws_vpc", vpc);
  put("aws_subnet", name, { vpc_id, cidr_block: cidrs[0], availability_zone: "eu-central-1a" });
  put("aws_route_table", name, { vpc_id });
  const route_table_id = id("aws_route_table", name);
  put("aws_route_table_association", name, { subnet_id: id("aws_subnet", name), route_table_id });
  for (const [i, { cidr, target, name: gateway }] of routes.entries()) {
    const targets = {
      "internet-gateway": { gateway_id: id("aws_internet_gateway", vpc) },
      nat: { nat_gateway_id: id("aws_nat_gateway", gateway ?? "") },
      peering: { vpc_peering_connection_id: id("aws_vpc_peering_connection", gateway ?? "") },
      "transit-gateway": { transit_gateway_id: id("aws_ec2_transit_gateway", "hub") },
    };
    const attached = target === "transit-gateway" ? attachmentsOf(network, vpc) : [];
    put("aws_route", `${name}-${i}`, {
      route_table_id,
      destination_cidr_block: cidr,
      ...targets[target],
      ...(attached.length > 0 ? { depends_on: attached } : {}),
    });
  }
  put("aws_network_acl", name, {
    vpc_id,
    subnet_ids: [id("aws_subnet", name)],
    ingress: acl.ingress.map(entryBlock),
    egress: acl.egress.map(entryBlock),
  });
}

function attachmentsOf({ transitGateway }: TinyNetwork, vpc: string): string[] {
  const own = transitGateway?.attachments.filter((attachment) => attachment.vpc === vpc) ?? [];
  return own.map(({ name }) => `aws_ec2_transit_gateway_vpc_attachment.${name}`);
}

function entryBlock({ number, action, protocol, from, to, cidr }: TinyEntry): Record<string, unknown> {
  const isPorts = protocol === "tcp" || protocol === "udp";
  return {
    rule_no: number,
    action,
    protocol: protocol === "all" ? "-1" : protocol,
    cidr_block: cidr,
    from_port: isPorts ? from : 0,
    to_port: isPorts ? to : 0,
    ...(protocol === "icmp" ? { icmp_type: from, icmp_code: from === -1 ? -1 : to } : {}),
  };
}

function putGroup(put: Put, { name, vpc, ingress, egress }: TinyGroup): void {
  put("aws_security_group", name, { name, vpc_id: id("aws_vpc", vpc) });
  const sides = [
    ["aws_vpc_security_group_ingress_rule", ingress],
    ["aws_vpc_security_group_egress_rule", egress],
  ] as const;
  for (const [type, rules] of sides) {
    for (const [i, rule] of rules.entries()) {
      put(type, `${name}-${i}`, { security_group_id: id("aws_security_group", name), ...ruleValues(rule) });
    }
  }
}

function ruleValues({ protocol, from, to, peer }: TinyRule): Record<string, unknown> {
  const far =
    "cidr" in peer
      ? { cidr_ipv4: peer.cidr }
      : { referenced_security_group_id: id("aws_security_group", peer.group) };
  if (protocol === "all") return { ip_protocol: "-1", ...far };
  return { ip_protocol: protocol, from_port: from, to_port: to, ...far };
}

function putHost(put: Put, { name, subnet, addresses, publicAddress, groups }: TinyHost): void {
  put("aws_instance", name, {
    ami: "ami-0123456789abcdef0",
    instance_type: "t3.micro",
    subnet_id: id("aws_subnet", subnet),
    private_ip: addresses[0],
    vpc_security_group_ids: groups.map((group) => id("aws_security_group", group)),
  });
  if (publicAddress !== undefined) {
    put("aws_eip", name, { domain: "vpc", instance: id("aws_instance", name) });
  }
}

function putGateways(put: Put, { natGateways, peerings }: TinyNetwork): void {
  for (const { name, subnet, addresses } of natGateways) {
    put("aws_eip", name, { domain: "vpc" });
    put("aws_nat_gateway", name, {
      allocation_id: id("aws_eip", name),
      subnet_id: id("aws_subnet", subnet),
      private_ip: addresses[0],
    });
  }
  for (const { name, requester, accepter } of peerings) {
    put("aws_vpc_peering_connection", name, {
      vpc_id: id("aws_vpc", requester),
      peer_vpc_id: id("aws_vpc", accepter),
      auto_accept: true,
    });
  }
}

function putTransitGateway(put: Put, { transitGateway }: TinyNetwork): void {
  if (transitGateway === undefined) return;
  put("aws_ec2_transit_gateway", "hub", {
    default_route_table_association: "disable",
    default_route_table_propagation: "disable",
  });
  const transit_gateway_id = id("aws_ec2_transit_gateway", "hub");
  const attachmentOf = (name: string) => ({
    transit_gateway_attachment_id: id("aws_ec2_transit_gateway_vpc_attachment", name),
  });
  const tableOf = (name: string) => ({
    transit_gateway_route_table_id: id("aws_ec2_transit_gateway_route_table", name),
  });
  for (const { name, vpc, subnet, table } of transitGateway.attachments) {
    put("aws_ec2_transit_gateway_vpc_attachment", name, {
      transit_gateway_id,
      vpc_id: id("aws_vpc", vpc),
      subnet_ids: [id("aws_subnet", subnet)],
      transit_gateway_default_route_table_association: false,
      transit_gateway_default_route_table_propagation: false,
    });
    if (table === undefined) continue;
    put("aws_ec2_transit_gateway_route_table_association", name, {
      ...attachmentOf(name),
      ...tableOf(table),
    });
  }
  for (const { name, routes, propagations } of transitGateway.tables) {
    put("aws_ec2_transit_gateway_route_table", name, { transit_gateway_id });
    for (const [i, { cidr, attachment }] of routes.entries()) {
      put("aws_ec2_transit_gateway_route", `${name}-${i}`, {
        ...tableOf(name),
        destination_cidr_block: cidr,
        ...(attachment === undefined ? { blackhole: true } : attachmentOf(attachment)),
      });
    }
    for (const one of propagations) {
      put("aws_ec2_transit_gateway_route_table_propagation", `${name}-${one}`, {
        ...tableOf(name),
        ...attachmentOf(one),
      });
    }
  }
}
