import type {
  TinyAclEntry,
  TinyHost,
  TinyNetwork,
  TinySecurityGroup,
  TinySecurityGroupRule,
  TinySubnet,
  TinyVpc,
} from "./tiny-network.ts";

type Blocks = Record<string, Record<string, unknown>>;

/**
 * Converts a network to the Terraform JSON of one folder, where each item keeps its name:
 * `aws_instance.web`.
 */
export function terraformJson(network: TinyNetwork): object {
  const resource: Record<string, Blocks> = {};
  const put = (type: string, name: string, values: Record<string, unknown>) => {
    resource[type] = { ...resource[type], [name]: values };
  };
  for (const one of network.vpcs) putVpc(put, one);
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

/** The first IPv4 and the first IPv6 address or block of a list. */
function families(texts: readonly string[]): { v4: string | undefined; v6: string | undefined } {
  return { v4: texts.find((text) => !text.includes(":")), v6: texts.find((text) => text.includes(":")) };
}

function putVpc(put: Put, { name, cidrs, internetGateway, egressOnlyGateway }: TinyVpc): void {
  const { v4, v6 } = families(cidrs);
  const block =
    v6 === undefined ? {} : { ipv6_cidr_block: v6, ipv6_ipam_pool_id: "ipam-pool-0123456789abcdef0" };
  put("aws_vpc", name, { cidr_block: v4, ...block });
  const vpc_id = id("aws_vpc", name);
  if (internetGateway) put("aws_internet_gateway", name, { vpc_id });
  if (egressOnlyGateway) put("aws_egress_only_internet_gateway", name, { vpc_id });
}

function putSubnet(put: Put, { name, vpc, cidrs, acl, routes }: TinySubnet, network: TinyNetwork): void {
  const vpc_id = id("aws_vpc", vpc);
  const { v4, v6 } = families(cidrs);
  const block = v6 === undefined ? {} : { ipv6_cidr_block: v6 };
  put("aws_subnet", name, { vpc_id, cidr_block: v4, ...block, availability_zone: "eu-central-1a" });
  put("aws_route_table", name, { vpc_id });
  const route_table_id = id("aws_route_table", name);
  put("aws_route_table_association", name, { subnet_id: id("aws_subnet", name), route_table_id });
  for (const [i, { cidr, target, name: gateway }] of routes.entries()) {
    const targets = {
      "internet-gateway": { gateway_id: id("aws_internet_gateway", vpc) },
      "egress-only-gateway": { egress_only_gateway_id: id("aws_egress_only_internet_gateway", vpc) },
      nat: { nat_gateway_id: id("aws_nat_gateway", gateway ?? "") },
      peering: { vpc_peering_connection_id: id("aws_vpc_peering_connection", gateway ?? "") },
      "transit-gateway": { transit_gateway_id: id("aws_ec2_transit_gateway", "hub") },
      "vpn-gateway": { gateway_id: id("aws_vpn_gateway", gateway ?? "") },
    };
    const attached = target === "transit-gateway" ? attachmentsOf(network, vpc) : [];
    put("aws_route", `${name}-${i}`, {
      route_table_id,
      [cidr.includes(":") ? "destination_ipv6_cidr_block" : "destination_cidr_block"]: cidr,
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
  const own = transitGateway?.attachments.filter((one) => "vpc" in one && one.vpc === vpc) ?? [];
  return own.map(({ name }) => `aws_ec2_transit_gateway_vpc_attachment.${name}`);
}

function entryBlock({ number, action, protocol, from, to, cidr }: TinyAclEntry): Record<string, unknown> {
  const hasPorts = protocol === "tcp" || protocol === "udp";
  return {
    rule_no: number,
    action,
    protocol: protocol === "all" ? "-1" : protocol === "icmpv6" ? "58" : protocol,
    [cidr.includes(":") ? "ipv6_cidr_block" : "cidr_block"]: cidr,
    from_port: hasPorts ? from : 0,
    to_port: hasPorts ? to : 0,
    ...(protocol.startsWith("icmp") ? { icmp_type: from, icmp_code: from === -1 ? -1 : to } : {}),
  };
}

function putGroup(put: Put, { name, vpc, ingress, egress }: TinySecurityGroup): void {
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

function ruleValues({ protocol, from, to, peer }: TinySecurityGroupRule): Record<string, unknown> {
  const far =
    "cidr" in peer
      ? { [peer.cidr.includes(":") ? "cidr_ipv6" : "cidr_ipv4"]: peer.cidr }
      : { referenced_security_group_id: id("aws_security_group", peer.group) };
  if (protocol === "all") return { ip_protocol: "-1", ...far };
  return { ip_protocol: protocol, from_port: from, to_port: to, ...far };
}

function putHost(put: Put, { name, subnet, addresses, publicAddress, groups }: TinyHost): void {
  const { v4, v6 } = families(addresses);
  put("aws_instance", name, {
    ami: "ami-0123456789abcdef0",
    instance_type: "t3.micro",
    subnet_id: id("aws_subnet", subnet),
    private_ip: v4,
    ...(v6 === undefined ? {} : { ipv6_addresses: [v6] }),
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
  for (const attachment of transitGateway.attachments) {
    if (!("vpc" in attachment)) throw new Error(`${attachment.name} cannot be converted: it is not of a VPC`);
    const { name, vpc, subnets, table } = attachment;
    put("aws_ec2_transit_gateway_vpc_attachment", name, {
      transit_gateway_id,
      vpc_id: id("aws_vpc", vpc),
      subnet_ids: subnets.map((subnet) => id("aws_subnet", subnet)),
      ipv6_support: "enable",
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
