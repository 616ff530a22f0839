import { WIDE_PORTS } from "../../../../aws/ephemeral-ports.ts";
import type { ExternalNetwork, NetworkEndpoint, NetworkInterface } from "../../network/endpoint-model.ts";
import type { ClientVpn, NatGateway } from "../../network/gateway-model.ts";
import type { NetworkModel, Subnet } from "../../network/network-model.ts";
import { type Addresses, ANY_IPV4, NO_ADDRESS } from "../../packets/addresses.ts";
import type { TrafficEndpoint } from "./traffic-endpoint.ts";

/** Creates the traffic endpoint of a NAT gateway, the source of the packets that it forwards. */
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
    ephemeralPorts: WIDE_PORTS,
  };
}

/** Creates the traffic endpoint of an interface; without a subnet, its location is unknown. */
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

/** Creates a traffic endpoint for the unknown interfaces of an endpoint. */
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
 * Returns a network load balancer's node that forwards a client's packets with the client's
 * address.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#client-ip-preservation
 */
export function withClientAddress(node: TrafficEndpoint, client: TrafficEndpoint): TrafficEndpoint {
  const { addresses, isExact, ephemeralPorts } = client;
  return { ...node, clients: addresses, isExact, ephemeralPorts };
}

/**
 * Creates the traffic endpoint of a client VPN's interface in a subnet, the source of the packets
 * that it forwards for its clients, also through an internet gateway.
 * https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/scenario-internet.html
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
    ephemeralPorts: WIDE_PORTS,
  };
}

/** Creates the traffic endpoint of an external network, or of a part of its addresses. */
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
    ephemeralPorts: WIDE_PORTS,
  };
}

/**
 * Creates the traffic endpoints of an external network: for a client VPN one for each of its
 * subnets, since clients may enter through any of them.
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

/** Creates a traffic endpoint for addresses of a subnet, whatever resources have them. */
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
    ephemeralPorts: WIDE_PORTS,
  };
}
