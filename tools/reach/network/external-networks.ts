import { CLOUDFRONT_ORIGIN_FACING } from "../../../aws/prefix-lists.ts";
import { GLOBAL_UNICAST_RANGE, PRIVATE_BLOCKS, UNROUTED_IPV4_RANGES } from "../../../aws/special-ranges.ts";
import {
  type Addresses,
  ANY_IPV4,
  addressesOfBlocks,
  NO_ADDRESS,
  parseAddresses,
} from "../packets/addresses.ts";
import { IntervalSet } from "../packets/interval-set.ts";
import { Unknown } from "../terraform/value.ts";
import type { ExternalNetwork } from "./endpoint-model.ts";
import type { TransitGateway } from "./gateway-model.ts";
import type { HybridConnection } from "./hybrid-connections.ts";
import type { RouteTable } from "./network-model.ts";
import type { PrefixLists } from "./prefix-lists.ts";
import type { TopologyContext } from "./topology-context.ts";
import type { AdvertisedPrefixes } from "./transit-gateways.ts";
import type { VpcDraft } from "./vpcs.ts";

/** Inputs for reading external networks. */
export interface ExternalNetworkSources {
  readonly context: TopologyContext;
  readonly vpcs: ReadonlyMap<string, VpcDraft>;
  readonly tables: Iterable<RouteTable>;
  readonly transitGateways: ReadonlyMap<string, TransitGateway>;
  readonly lists: PrefixLists;
  readonly connections: readonly HybridConnection[];
  readonly advertised: AdvertisedPrefixes;
}

/** Reads the networks that are not VPCs, by name. */
export function readExternalNetworks(sources: ExternalNetworkSources): ReadonlyMap<string, ExternalNetwork> {
  const all = [
    internet(sources.vpcs),
    ...serviceNetworks(sources.lists),
    ...sources.connections.map((line) => connectionNetwork(sources, line)),
    ...connectPeerNetworks(sources),
    ...clientVpnNetworks(sources),
  ];
  return new Map(all.map((externalNetwork) => [externalNetwork.name, externalNetwork]));
}

/** The internet without the VPCs' IPv6 blocks, which are public but reached only in their VPC. */
function internet(vpcs: ReadonlyMap<string, VpcDraft>): ExternalNetwork {
  const ipv4 = ANY_IPV4.subtract(addressesOfBlocks(UNROUTED_IPV4_RANGES));
  const ipv6 = addressesOfBlocks([GLOBAL_UNICAST_RANGE]).subtract(vpcAddresses(vpcs));
  return { name: "internet", kind: "internet", addresses: ipv4.union(ipv6), attachedTo: undefined };
}

function vpcAddresses(vpcs: ReadonlyMap<string, VpcDraft>): Addresses {
  return [...vpcs.values()].reduce((sum, { blocks }) => sum.union(blocks), NO_ADDRESS);
}

function addressesOfCidrs(texts: readonly string[]): Addresses {
  return IntervalSet.of(...texts.flatMap((text) => parseAddresses(text)!.intervals));
}

/** AWS services, as seen from each region. AWS chooses their real addresses. */
function serviceNetworks(lists: PrefixLists): readonly ExternalNetwork[] {
  return [...lists.services].map(([name, { addresses }]) => ({
    name,
    kind: name.endsWith(CLOUDFRONT_ORIGIN_FACING) ? "cdn" : "aws-service",
    addresses,
    attachedTo: undefined,
  }));
}

/**
 * The network behind a VPN or Direct Connect connection: the destinations of its static routes and
 * of the transit gateway routes that lead to it.
 */
function connectionNetwork(
  sources: ExternalNetworkSources,
  { address, kind, gateway, routes, unknown }: HybridConnection,
): ExternalNetwork {
  const isTransit = gateway?.type === "aws_ec2_transit_gateway";
  const own = IntervalSet.of(...routes.flatMap(({ block }) => block.addresses.intervals));
  const sent = isTransit
    ? prefixesSentByTransitGateway(sources, address)
    : prefixesSentByVpc(sources, gateway?.address).subtract(
        othersOnGateway(sources, address, gateway?.address),
      );
  const known = own.union(sent);
  const why = unknown ?? (known.isEmpty ? `no route names the network behind ${address}` : undefined);
  return {
    name: address,
    kind,
    ...(known.isEmpty ? unknownPrefixNetwork(sources, address) : { addresses: known }),
    attachedTo: isTransit ? address : gateway?.address,
    ...(why !== undefined && { unknown: why }),
  };
}

/** Prefixes that static transit gateway routes send to an attachment. */
function prefixesSentByTransitGateway(
  { transitGateways }: ExternalNetworkSources,
  attachment: string,
): Addresses {
  const routes = [...transitGateways.values()].flatMap(({ tables }) =>
    [...tables.values()].flatMap((table) => table.routes),
  );
  const own = routes.filter((route) => !route.isPropagated && route.attachment === attachment);
  return specificRoutes(own);
}

/** Prefixes that static VPC routes send to a virtual private gateway. */
function prefixesSentByVpc({ tables }: ExternalNetworkSources, gateway: string | undefined): Addresses {
  const routes = [...tables].flatMap((table) => table.routes);
  return specificRoutes(
    routes.filter(
      ({ target, isPropagated }) =>
        !isPropagated && target.kind === "vpn-gateway" && target.address === gateway,
    ),
  );
}

/**
 * Prefixes known to be behind the gateway's other connections: VPC routes to the gateway also serve
 * those.
 */
function othersOnGateway(
  sources: ExternalNetworkSources,
  address: string,
  gateway: string | undefined,
): Addresses {
  const others = sources.connections.filter(
    (line) => line.gateway?.address === gateway && line.address !== address,
  );
  return knownPrefixes(sources, new Set(others.map((line) => line.address)));
}

/** Prefixes known to be behind any connection except this one. */
function prefixesOfOthers(sources: ExternalNetworkSources, address: string): Addresses {
  const all = [...sources.connections.map((line) => line.address), ...sources.advertised.keys()];
  return knownPrefixes(sources, new Set(all.filter((other) => other !== address)));
}

function knownPrefixes(
  { connections, advertised }: ExternalNetworkSources,
  names: ReadonlySet<string>,
): Addresses {
  const blocks = connections
    .filter(({ address }) => names.has(address))
    .flatMap(({ routes }) => routes.flatMap(({ block }) => block.addresses.intervals));
  return IntervalSet.of(...blocks).union(
    addressesOfCidrs([...names].flatMap((name) => advertised.get(name) ?? [])),
  );
}

/** Routes other than default routes, which reveal nothing about the network behind them. */
function specificRoutes(
  routes: readonly { readonly destination: Addresses; readonly prefixLength: number }[],
): Addresses {
  const named = routes.filter(({ prefixLength }) => prefixLength > 0);
  return IntervalSet.of(...named.flatMap(({ destination }) => destination.intervals));
}

/**
 * Networks behind Connect attachments, which advertise their routes over BGP.
 * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-connect.html
 */
function connectPeerNetworks(sources: ExternalNetworkSources): readonly ExternalNetwork[] {
  return sources.context.existing("aws_ec2_transit_gateway_connect").map(({ address }) => ({
    name: address,
    kind: "connect",
    ...unknownPrefixNetwork(sources, address),
    unknown: `${address} advertises its routes over BGP`,
    attachedTo: address,
  }));
}

/**
 * Client networks of client VPN endpoints. Clients have addresses from the endpoint's CIDR block.
 * https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/how-it-works.html
 */
function clientVpnNetworks(sources: ExternalNetworkSources): readonly ExternalNetwork[] {
  const { context } = sources;
  return context.managed("aws_ec2_client_vpn_endpoint").map((resource) => {
    const block = context.cidrBlock(resource.values.client_cidr_block);
    const isKnown = block !== undefined && !(block instanceof Unknown);
    return {
      name: resource.address,
      kind: "vpn-clients",
      ...(isKnown ? { addresses: block.addresses } : unknownPrefixNetwork(sources, resource.address)),
      ...(!isKnown && { unknown: `the client addresses of ${resource.address} are unknown` }),
      attachedTo: resource.address,
    };
  });
}

/**
 * The addresses of a network whose prefixes no route names: any private addresses except those
 * known to be in a VPC, in a transit gateway or behind another connection.
 */
function unknownPrefixNetwork(
  sources: ExternalNetworkSources,
  address: string,
): Pick<ExternalNetwork, "addresses" | "hasUnknownPrefixes"> {
  const elsewhere = vpcAddresses(sources.vpcs)
    .union(transitGatewayCidrs(sources.context))
    .union(prefixesOfOthers(sources, address));
  return { addresses: addressesOfBlocks(PRIVATE_BLOCKS).subtract(elsewhere), hasUnknownPrefixes: true };
}

/**
 * Transit gateways' CIDR blocks, which hold the endpoints of Connect tunnels.
 * https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html
 */
function transitGatewayCidrs(context: TopologyContext): Addresses {
  const blocks = context
    .managed("aws_ec2_transit_gateway")
    .flatMap(({ values }) => context.list(values.transit_gateway_cidr_blocks))
    .map((value) => context.cidrBlock(value));
  return IntervalSet.of(
    ...blocks.flatMap((block) =>
      block === undefined || block instanceof Unknown ? [] : block.addresses.intervals,
    ),
  );
}
