import type {
  ClientVpn,
  ExternalNetwork,
  NatGateway,
  NetworkEndpoint,
  NetworkInterface,
  NetworkModel,
  Subnet,
} from "../../network/network-model.ts";
import { type Addresses, ANY_IPV4, NO_ADDRESS } from "../../packets/addresses.ts";
import type { TrafficEndpoint } from "./traffic-endpoint.ts";

/** NAT gateways draw from these. https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports */
const NAT_PORTS = [1024, 65_535] as const;

/** A NAT gateway as the source of what it sends on. */
export function natEndpoint(gateway: NatGateway, subnet: Subnet): TrafficEndpoint {
  return {
    name: gateway.address,
    endpoint: undefined,
    subnet,
    externalNetwork: undefined,
    isWildcard: false,
    addresses: gateway.privateAddress ?? subnet.blocks.intersect(ANY_IPV4),
    isExact: gateway.privateAddress !== undefined,
    groups: undefined,
    unknownGroups: undefined,
    publicIPv4: gateway.connectivity === "public",
    forwards: true,
    ephemeralPorts: NAT_PORTS,
  };
}

/** An interface of an endpoint; without a subnet, somewhere. */
export function interfaceEndpoint(
  endpoint: NetworkEndpoint,
  item: NetworkInterface,
  subnet: Subnet | undefined,
): TrafficEndpoint {
  return {
    name: endpoint.address,
    endpoint,
    subnet,
    externalNetwork: undefined,
    isWildcard: false,
    addresses: item.addresses,
    isExact: item.isExact,
    groups: item.groups.length === 0 && item.unknownGroups === undefined ? undefined : item.groups,
    unknownGroups: item.unknownGroups,
    publicIPv4: item.publicIPv4,
    forwards: item.forwards,
    ephemeralPorts: endpoint.ephemeralPorts,
  };
}

/** Interfaces of an endpoint of which nothing is known. */
export function unknownEndpoint(endpoint: NetworkEndpoint, why: string): TrafficEndpoint {
  return {
    name: endpoint.address,
    endpoint,
    subnet: undefined,
    externalNetwork: undefined,
    isWildcard: false,
    addresses: NO_ADDRESS,
    isExact: false,
    groups: undefined,
    unknownGroups: why,
    publicIPv4: "unknown",
    forwards: false,
    ephemeralPorts: endpoint.ephemeralPorts,
  };
}

/**
 * A network load balancer's node as it sends on what some client sends it, with that one's address.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#client-ip-preservation
 */
export function withClientAddress(node: TrafficEndpoint, client: TrafficEndpoint): TrafficEndpoint {
  const { addresses, isExact, ephemeralPorts } = client;
  return { ...node, clients: addresses, isExact, ephemeralPorts };
}

/**
 * A client VPN endpoint's interface in a subnet, as the source of what it sends on for its clients; by an
 * internet gateway too. https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/scenario-internet.html
 */
export function clientVpnEndpoint(vpn: ClientVpn, subnet: Subnet, addresses: Addresses): TrafficEndpoint {
  return {
    name: vpn.address,
    endpoint: undefined,
    subnet,
    externalNetwork: undefined,
    isWildcard: false,
    addresses,
    isExact: false,
    groups: vpn.groups,
    unknownGroups: undefined,
    publicIPv4: true,
    forwards: true,
    ephemeralPorts: NAT_PORTS,
  };
}

/** Any client may be behind an outside network: the ports of all operating systems. */
const ANY_CLIENT = [1024, 65_535] as const;

/** A network outside, or a part of its addresses. */
export function externalEndpoint(
  externalNetwork: ExternalNetwork,
  addresses = externalNetwork.addresses,
  name = externalNetwork.name,
  isExact = externalNetwork.hasUnknownPrefixes !== true,
): TrafficEndpoint {
  return {
    name,
    endpoint: undefined,
    subnet: undefined,
    externalNetwork,
    isWildcard: false,
    addresses,
    isExact,
    groups: undefined,
    unknownGroups: undefined,
    publicIPv4: true,
    forwards: false,
    ephemeralPorts: ANY_CLIENT,
  };
}

/**
 * The same; clients of a client VPN may come in by any of its subnets.
 * https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/cvpn-working-routes.html
 */
export function externalEndpoints(
  clientVpns: NetworkModel["clientVpns"],
  ...externalNetwork: Parameters<typeof externalEndpoint>
): TrafficEndpoint[] {
  const trafficEndpoint = externalEndpoint(...externalNetwork);
  const ingressSubnets = clientVpns.get(trafficEndpoint.externalNetwork?.attachedTo ?? "")?.subnets ?? [];
  return ingressSubnets.length === 0
    ? [trafficEndpoint]
    : ingressSubnets.map((ingressSubnet) => ({ ...trafficEndpoint, ingressSubnet }));
}

/** A part of a subnet's addresses, whatever may stand there. */
export function cidrEndpoint(subnet: Subnet, addresses: Addresses, name: string): TrafficEndpoint {
  return {
    name,
    endpoint: undefined,
    subnet,
    externalNetwork: undefined,
    isWildcard: true,
    addresses,
    isExact: true,
    groups: undefined,
    unknownGroups: undefined,
    publicIPv4: "unknown",
    forwards: false,
    ephemeralPorts: ANY_CLIENT,
  };
}
