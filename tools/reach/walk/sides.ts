import type { ClientVpn, Endpoint, Fabric, Interface, NatGateway, Outside, Subnet } from "../model/fabric.ts";
import { type Addresses, ANY_IPV4, NO_ADDRESS } from "../packets/addresses.ts";
import type { Side } from "./side.ts";

/** NAT gateways draw from these. https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports */
const NAT_PORTS = [1024, 65_535] as const;

/** A NAT gateway as the source of what it sends on. */
export function natSide(gateway: NatGateway, subnet: Subnet): Side {
  return {
    name: gateway.address,
    endpoint: undefined,
    subnet,
    outside: undefined,
    isAnything: false,
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
export function interfaceSide(endpoint: Endpoint, item: Interface, subnet: Subnet | undefined): Side {
  return {
    name: endpoint.address,
    endpoint,
    subnet,
    outside: undefined,
    isAnything: false,
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
export function unknownSide(endpoint: Endpoint, why: string): Side {
  return {
    name: endpoint.address,
    endpoint,
    subnet: undefined,
    outside: undefined,
    isAnything: false,
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
export function keepingClient(node: Side, client: Side): Side {
  const { addresses, isExact, ephemeralPorts } = client;
  return { ...node, clients: addresses, isExact, ephemeralPorts };
}

/**
 * A client VPN endpoint's interface in a subnet, as the source of what it sends on for its clients; by an
 * internet gateway too. https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/scenario-internet.html
 */
export function clientSide(vpn: ClientVpn, subnet: Subnet, addresses: Addresses): Side {
  return {
    name: vpn.address,
    endpoint: undefined,
    subnet,
    outside: undefined,
    isAnything: false,
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
export function outsideSide(
  outside: Outside,
  addresses = outside.addresses,
  name = outside.name,
  isExact = outside.isUncharted !== true,
): Side {
  return {
    name,
    endpoint: undefined,
    subnet: undefined,
    outside,
    isAnything: false,
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
export function outsideSides(
  clientVpns: Fabric["clientVpns"],
  ...outside: Parameters<typeof outsideSide>
): Side[] {
  const side = outsideSide(...outside);
  const doors = clientVpns.get(side.outside?.entry ?? "")?.subnets ?? [];
  return doors.length === 0 ? [side] : doors.map((door) => ({ ...side, door }));
}

/** A part of a subnet's addresses, whatever may stand there. */
export function blockSide(subnet: Subnet, addresses: Addresses, name: string): Side {
  return {
    name,
    endpoint: undefined,
    subnet,
    outside: undefined,
    isAnything: true,
    addresses,
    isExact: true,
    groups: undefined,
    unknownGroups: undefined,
    publicIPv4: "unknown",
    forwards: false,
    ephemeralPorts: ANY_CLIENT,
  };
}
