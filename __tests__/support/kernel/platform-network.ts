import { blockOfPrefixList, internetHostsOf } from "./internet-hosts.ts";
import { externalConnectionsOf, type PlatformExternalNetwork, tunnelsOf } from "./platform-connections.ts";
import { interfacesOf } from "./platform-hosts.ts";
import { peeringsOf, transitGatewayOf } from "./platform-vpc-connectivity.ts";
import type { TerraformFolder, TerraformResource, Values } from "./terraform-folder.ts";
import type {
  TinyAclEntry,
  TinyNetwork,
  TinyRoute,
  TinySecurityGroup,
  TinySecurityGroupRule,
  TinySubnet,
  TinyTransport,
  TinyVpc,
} from "./tiny-network.ts";

/** Resource types that would change the network and are not translated. */
const NOT_TRANSLATED =
  /^aws_(vpn_gateway_|ec2_client_vpn_route|dx_\w*interface|network_interface_sg|security_group_rule|main_route_table|network_acl_association|vpc_ipv4_cidr|vpc_ipv6_cidr|vpc_block_public|networkfirewall)/;

/**
 * Translates Terraform JSON to a network in which each item has its resource's address as name.
 * Hosts represent endpoints with interfaces, and external networks. Rules and routes for prefix
 * lists of gateway endpoints are left out.
 *
 * @param externalNetworks networks behind connections and client VPNs, which no resource contains
 * @throws Error for resources that are not translated.
 */
export function platformNetwork(
  folder: TerraformFolder,
  externalNetworks: readonly PlatformExternalNetwork[] = [],
): TinyNetwork {
  const unsupported = folder.resources.find(({ type }) => NOT_TRANSLATED.test(type));
  if (unsupported !== undefined) throw new Error(`${unsupported.address} is not translated`);
  const subnets = folder.ofType("aws_subnet").map((subnet) => subnetOf(folder, subnet));
  const connections = externalConnectionsOf(folder, externalNetworks);
  const transitGateway = transitGatewayOf(folder, connections);
  return {
    vpcs: folder.ofType("aws_vpc").map((vpc) => vpcOf(folder, vpc)),
    subnets,
    ...interfacesOf(folder, subnets, externalNetworks),
    groups: folder.ofType("aws_security_group").map((group) => groupOf(folder, group)),
    peerings: peeringsOf(folder),
    ...(transitGateway === undefined ? {} : { transitGateway }),
    vpnGateways: folder
      .ofType("aws_vpn_gateway")
      .map(({ address, values }) => ({ name: address, vpc: folder.at(values.vpc_id).address })),
    connections: connections.map(({ connection }) => connection),
    tunnels: tunnelsOf(folder),
    internetHosts: internetHostsOf(folder),
  };
}

function blocksOf({ cidr_block, ipv6_cidr_block }: Values): string[] {
  return [cidr_block, ipv6_cidr_block].filter((block) => typeof block === "string");
}

/** The resources of a type that reference an address in an argument. */
function referencing(
  folder: TerraformFolder,
  type: string,
  key: string,
  address: string,
): TerraformResource[] {
  return folder.ofType(type).filter(({ values }) => values[key] === address);
}

function vpcOf(folder: TerraformFolder, { address, values }: TerraformResource): TinyVpc {
  const has = (type: string) => referencing(folder, type, "vpc_id", address).length > 0;
  return {
    name: address,
    cidrs: blocksOf(values),
    internetGateway: has("aws_internet_gateway"),
    egressOnlyGateway: has("aws_egress_only_internet_gateway"),
  };
}

/** @throws Error for a subnet that uses the VPC's main route table or default network ACL. */
function subnetOf(folder: TerraformFolder, { address, values }: TerraformResource): TinySubnet {
  const table = referencing(folder, "aws_route_table_association", "subnet_id", address)[0]?.values
    .route_table_id;
  const acl = folder
    .ofType("aws_network_acl")
    .find((one) => (one.values.subnet_ids as unknown[] | undefined)?.includes(address));
  const routes = referencing(folder, "aws_route", "route_table_id", folder.at(table).address);
  if (acl === undefined) throw new Error(`${address} has no network ACL`);
  if (values.map_public_ip_on_launch === true) throw new Error(`${address} assigns public addresses`);
  return {
    name: address,
    vpc: folder.at(values.vpc_id).address,
    ...(typeof values.availability_zone === "string" ? { zone: values.availability_zone } : {}),
    cidrs: blocksOf(values),
    acl: { ingress: entriesOf(folder, acl, false), egress: entriesOf(folder, acl, true) },
    routes: routes.flatMap((route) => routeOf(folder, route)),
  };
}

/** The target of a route by its argument. A NAT instance's name is that of its only host. */
const TARGETS = {
  gateway_id: "internet-gateway",
  egress_only_gateway_id: "egress-only-gateway",
  nat_gateway_id: "nat",
  network_interface_id: "nat",
  vpc_peering_connection_id: "peering",
  transit_gateway_id: "transit-gateway",
} as const;

function routeOf(folder: TerraformFolder, { address, values }: TerraformResource): TinyRoute[] {
  if (values.destination_prefix_list_id !== undefined) return [];
  const cidr = (values.destination_cidr_block ?? values.destination_ipv6_cidr_block) as string;
  const [key, target] = Object.entries(TARGETS).find(([name]) => values[name] !== undefined) ?? [];
  if (key === undefined || target === undefined)
    throw new Error(`${address} has a target that is not translated`);
  const gateway = folder.at(values[key]);
  if (gateway.type === "aws_vpn_gateway") return [{ cidr, target: "vpn-gateway", name: gateway.address }];
  const isNamed = target === "nat" || target === "peering";
  return [{ cidr, target, ...(isNamed ? { name: gateway.address } : {}) }];
}

/** A network ACL's entries: its inline blocks and separate resources. */
function entriesOf(
  folder: TerraformFolder,
  { address, values }: TerraformResource,
  isEgress: boolean,
): TinyAclEntry[] {
  const inline = ((values[isEgress ? "egress" : "ingress"] ?? []) as Values[]).map((block) => ({
    ...block,
    rule_number: block.rule_no,
    rule_action: block.action,
  }));
  const rules = referencing(folder, "aws_network_acl_rule", "network_acl_id", address)
    .map((rule) => rule.values)
    .filter(({ egress }) => (egress === true) === isEgress);
  return [...inline, ...rules].map((entry: Values) => ({
    number: entry.rule_number as number,
    action: entry.rule_action as "allow" | "deny",
    ...serviceOf(entry.protocol, entry, [entry.icmp_type, entry.icmp_code]),
    cidr: blocksOf(entry)[0]!,
  }));
}

function groupOf(folder: TerraformFolder, { address, values }: TerraformResource): TinySecurityGroup {
  if (values.ingress !== undefined || values.egress !== undefined) {
    throw new Error(`${address} has inline rules, which are not translated`);
  }
  const rules = (type: string) =>
    referencing(folder, type, "security_group_id", address).flatMap((rule) => ruleOf(folder, rule));
  return {
    name: address,
    vpc: folder.at(values.vpc_id).address,
    ingress: rules("aws_vpc_security_group_ingress_rule"),
    egress: rules("aws_vpc_security_group_egress_rule"),
  };
}

function ruleOf(folder: TerraformFolder, { values }: TerraformResource): TinySecurityGroupRule[] {
  const service = serviceOf(values.ip_protocol, values, [values.from_port, values.to_port]);
  const group = values.referenced_security_group_id;
  if (group !== undefined) return [{ ...service, peer: { group: folder.at(group).address } }];
  const list = values.prefix_list_id;
  const cidr = list === undefined ? (values.cidr_ipv4 ?? values.cidr_ipv6) : blockOfPrefixList(folder, list);
  return cidr === undefined ? [] : [{ ...service, peer: { cidr: cidr as string } }];
}

/** Protocols by number, which the provider accepts as well as names. */
const PROTOCOLS: Readonly<Record<string, TinyTransport["protocol"]>> = {
  "-1": "all",
  "1": "icmp",
  "6": "tcp",
  "17": "udp",
  "47": "gre",
  "58": "icmpv6",
};

function serviceOf(written: unknown, ports: Values, [type, code]: readonly unknown[]): TinyTransport {
  const protocol = PROTOCOLS[String(written)] ?? (written as TinyTransport["protocol"]);
  if (protocol === "all" || protocol === "gre") return { protocol, from: -1, to: -1 };
  if (protocol.startsWith("icmp")) {
    return { protocol, from: (type as number | undefined) ?? -1, to: (code as number | undefined) ?? -1 };
  }
  return { protocol, from: ports.from_port as number, to: ports.to_port as number };
}
