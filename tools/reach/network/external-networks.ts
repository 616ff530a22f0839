import { CLOUDFRONT_ORIGIN_FACING } from "../../../aws/prefix-lists.ts";
import { GLOBAL_UNICAST_RANGE, PRIVATE_BLOCKS, UNROUTED_IPV4_RANGES } from "../../../aws/special-ranges.ts";
import { compact } from "../../../language/compact.ts";
import { defined } from "../../../language/required.ts";
import {
  type Addresses,
  ANY_IPV4,
  addressesOfBlocks,
  NO_ADDRESS,
  parseAddresses,
} from "../packets/addresses.ts";
import { IntervalSet } from "../packets/interval-set.ts";
import { attributeList } from "../terraform/attributes.ts";
import { Unknown } from "../terraform/value.ts";
import { readCidrBlock } from "./cidr-blocks.ts";
import type { ExternalNetwork } from "./endpoint-model.ts";
import { type HybridConnection, readHybridConnections } from "./hybrid-connections.ts";
import type { ModelContext } from "./model-context.ts";
import { prefixListsOf } from "./prefix-lists.ts";
import { readRouteTables } from "./route-tables.ts";
import { readTransitGateways } from "./transit-gateways.ts";
import { readVpcs } from "./vpcs.ts";

/** Reads the networks that are not VPCs, by name. */
export function readExternalNetworks(context: ModelContext): ReadonlyMap<string, ExternalNetwork> {
  const all = [
    internet(context),
    ...serviceNetworks(context),
    ...readHybridConnections(context)
      .filter(({ router }) => router === undefined)
      .map((line) => connectionNetwork(context, line)),
    ...connectPeerNetworks(context),
    ...clientVpnNetworks(context),
  ];
  return new Map(all.map((externalNetwork) => [externalNetwork.name, externalNetwork]));
}

/** The internet without the VPCs' IPv6 blocks, which are public but reached only in their VPC. */
function internet(context: ModelContext): ExternalNetwork {
  const ipv4 = ANY_IPV4.subtract(addressesOfBlocks(UNROUTED_IPV4_RANGES));
  const ipv6 = addressesOfBlocks([GLOBAL_UNICAST_RANGE]).subtract(vpcAddresses(context));
  return { name: "internet", kind: "internet", addresses: ipv4.union(ipv6), attachedTo: undefined };
}

function vpcAddresses(context: ModelContext): Addresses {
  return [...readVpcs(context).values()].reduce((sum, { blocks }) => sum.union(blocks), NO_ADDRESS);
}

function addressesOfCidrs(texts: readonly string[]): Addresses {
  return IntervalSet.of(
    ...texts.flatMap((text) => defined(parseAddresses(text), `the addresses of ${text}`).intervals),
  );
}

/** AWS services, as seen from each region. AWS chooses their real addresses. */
function serviceNetworks(context: ModelContext): readonly ExternalNetwork[] {
  return [...prefixListsOf(context).services].map(([name, { addresses }]) => ({
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
  context: ModelContext,
  { address, kind, gateway, routes, unknown }: HybridConnection,
): ExternalNetwork {
  const isTransit = gateway?.type === "aws_ec2_transit_gateway";
  const own = IntervalSet.of(...routes.flatMap(({ block }) => block.addresses.intervals));
  const sent = isTransit
    ? prefixesSentByTransitGateway(context, address)
    : prefixesSentByVpc(context, gateway?.address).subtract(
        othersOnGateway(context, address, gateway?.address),
      );
  const known = own.union(sent);
  const why = unknown ?? (known.isEmpty ? `no route names the network behind ${address}` : undefined);
  return {
    name: address,
    kind,
    ...(known.isEmpty ? unknownPrefixNetwork(context, address) : { addresses: known }),
    attachedTo: isTransit ? address : gateway?.address,
    ...compact({ unknown: why }),
  };
}

/** Prefixes that static transit gateway routes send to an attachment. */
function prefixesSentByTransitGateway(context: ModelContext, attachment: string): Addresses {
  const routes = [...readTransitGateways(context).values()].flatMap(({ tables }) =>
    [...tables.values()].flatMap((table) => table.routes),
  );
  const own = routes.filter((route) => !route.isPropagated && route.attachment === attachment);
  return specificRoutes(own);
}

/** Prefixes that static VPC routes send to a virtual private gateway. */
function prefixesSentByVpc(context: ModelContext, gateway: string | undefined): Addresses {
  const routes = [...readRouteTables(context).values()].flatMap((table) => table.routes);
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
function othersOnGateway(context: ModelContext, address: string, gateway: string | undefined): Addresses {
  const others = readHybridConnections(context).filter(
    (line) => line.gateway?.address === gateway && line.address !== address,
  );
  return knownPrefixes(context, new Set(others.map((line) => line.address)));
}

/** Prefixes known to be behind any connection except this one. */
function prefixesOfOthers(context: ModelContext, address: string): Addresses {
  const all = [...readHybridConnections(context).map((line) => line.address), ...context.advertised.keys()];
  return knownPrefixes(context, new Set(all.filter((other) => other !== address)));
}

function knownPrefixes(context: ModelContext, names: ReadonlySet<string>): Addresses {
  const blocks = readHybridConnections(context)
    .filter(({ address }) => names.has(address))
    .flatMap(({ routes }) => routes.flatMap(({ block }) => block.addresses.intervals));
  return IntervalSet.of(...blocks).union(
    addressesOfCidrs([...names].flatMap((name) => context.advertised.get(name) ?? [])),
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
function connectPeerNetworks(context: ModelContext): readonly ExternalNetwork[] {
  return context.existing("aws_ec2_transit_gateway_connect").map(({ address }) => ({
    name: address,
    kind: "connect",
    ...unknownPrefixNetwork(context, address),
    unknown: `${address} advertises its routes over BGP`,
    attachedTo: address,
  }));
}

/**
 * Client networks of client VPN endpoints. Clients have addresses from the endpoint's CIDR block.
 * https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/how-it-works.html
 */
function clientVpnNetworks(context: ModelContext): readonly ExternalNetwork[] {
  return context.managed("aws_ec2_client_vpn_endpoint").map((resource) => {
    const block = readCidrBlock(context, resource.values.client_cidr_block);
    const isKnown = block !== undefined && !(block instanceof Unknown);
    return {
      name: resource.address,
      kind: "vpn-clients",
      ...(isKnown ? { addresses: block.addresses } : unknownPrefixNetwork(context, resource.address)),
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
  context: ModelContext,
  address: string,
): Pick<ExternalNetwork, "addresses" | "hasUnknownPrefixes"> {
  const elsewhere = vpcAddresses(context)
    .union(transitGatewayCidrs(context))
    .union(prefixesOfOthers(context, address));
  return { addresses: addressesOfBlocks(PRIVATE_BLOCKS).subtract(elsewhere), hasUnknownPrefixes: true };
}

/**
 * Transit gateways' CIDR blocks, which hold the endpoints of Connect tunnels.
 * https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html
 */
function transitGatewayCidrs(context: ModelContext): Addresses {
  const blocks = context
    .managed("aws_ec2_transit_gateway")
    .flatMap(({ values }) => attributeList(values.transit_gateway_cidr_blocks))
    .map((value) => readCidrBlock(context, value));
  return IntervalSet.of(
    ...blocks.flatMap((block) =>
      block === undefined || block instanceof Unknown ? [] : block.addresses.intervals,
    ),
  );
}
