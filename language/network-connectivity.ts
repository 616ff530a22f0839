import { Cidr } from "./cidr.ts";
import type { Connection } from "./connections.ts";
import { ownValue } from "./endpoints.ts";
import type { Platform } from "./platform.ts";

type NamedConnection<K extends Connection["kind"]> = readonly [string, Extract<Connection, { kind: K }>];

/** A platform's connections of one kind, by name. */
export function connectionsOf<K extends Connection["kind"]>(
  platform: Pick<Platform, "connections">,
  kind: K,
): NamedConnection<K>[] {
  const isOfKind = (connection: Connection): connection is Extract<Connection, { kind: K }> =>
    connection.kind === kind;
  return Object.entries(platform.connections).flatMap(([name, connection]) =>
    isOfKind(connection) ? [[name, connection] as const] : [],
  );
}

/** What carries packets from a network on to another one, or to what is outside. */
export type NextHop =
  | { readonly kind: "peering"; readonly connection: string }
  | { readonly kind: "transit-gateway"; readonly connection: string }
  | { readonly kind: "virtual-private-gateway"; readonly network: string };

/**
 * Whether things in two networks may meet by address: in one network, by peering, or over transit gateways
 * where at least one of them is a hub. Neither peering nor transit gateways' peering is transitive.
 *
 * Law: symmetric.
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
 * https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html
 */
export function areConnected(platform: Platform, a: string, b: string): boolean {
  return a === b || nextHopBetween(platform, a, b) !== undefined;
}

/**
 * What network `a` sends to network `b` by: a peering, else the transit gateway that `a` is attached to.
 * Undefined for one network and for two that nothing joins.
 *
 * Law: answers go the way that calls come, whatever the order of the spec.
 */
export function nextHopBetween(platform: Platform, a: string, b: string): NextHop | undefined {
  if (a === b) return undefined;
  const peerings = connectionsOf(platform, "peering")
    .filter(([, { between }]) => between.includes(a) && between.includes(b))
    .map(([name]) => name);
  if (peerings[0] !== undefined) return { kind: "peering", connection: peerings[0] };
  const join = transitGatewayPaths(platform, a, b).find(({ isHub }) => isHub);
  return join === undefined ? undefined : { kind: "transit-gateway", connection: join.gateway };
}

/** What a network sends to an outside by: the gateway that the outside's connection ends on. Undefined for none. */
export function nextHopToExternal(platform: Platform, connectionName: string): NextHop | undefined {
  const connection = ownValue(platform.connections, connectionName);
  switch (connection?.kind) {
    case "site-to-site-vpn":
    case "direct-connect":
      return connection.endsOn;
    case "transit-connect":
      return { kind: "transit-gateway", connection: connection.transitGateway };
    default:
      return undefined;
  }
}

/** Whether transit gateways join two networks but keep them apart, since both are spokes. */
export function areIsolatedSpokes(platform: Platform, a: string, b: string): boolean {
  const joins = transitGatewayPaths(platform, a, b);
  return joins.length > 0 && !joins.some(({ isHub }) => isHub);
}

interface TransitGatewayPath {
  /** The transit gateway that the first network is attached to. */
  readonly gateway: string;
  readonly isHub: boolean;
}

/** Every pair of attachments that leads from one network to another: over one gateway first, then by name. */
function transitGatewayPaths(platform: Platform, a: string, b: string): TransitGatewayPath[] {
  const gateways = connectionsOf(platform, "transit-gateway");
  return gateways
    .flatMap(([gateway, { attachments }]) =>
      gateways
        .filter(([other]) => other === gateway || arePeered(platform, gateway, other))
        .flatMap(([other, { attachments: others }]) => {
          const first = ownValue(attachments, a);
          const second = ownValue(others, b);
          if (first === undefined || second === undefined) return [];
          const rank = `${gateway === other ? 0 : 1} ${[gateway, other].sort().join(" ")}`;
          return [{ gateway, rank, isHub: first.role === "hub" || second.role === "hub" }];
        }),
    )
    .sort((x, y) => (x.rank < y.rank ? -1 : 1));
}

/** Whether two transit gateways peer: either may say so. */
export function arePeered(platform: Pick<Platform, "connections">, a: string, b: string): boolean {
  const says = (name: string, other: string) => {
    const connection = ownValue(platform.connections, name);
    return connection?.kind === "transit-gateway" && connection.peers.includes(other);
  };
  return a !== b && (says(a, b) || says(b, a));
}

/** The endpoint service by which a network consumes a load balancer; undefined when none serves it there. */
export function endpointServiceFor(
  platform: Platform,
  loadBalancer: string,
  consumer: string,
): string | undefined {
  return connectionsOf(platform, "endpoint-service").find(
    ([, service]) =>
      service.loadBalancer === loadBalancer && ownValue(service.consumers, consumer) !== undefined,
  )?.[0];
}

/** Whether a load balancer is published by an endpoint service that `consumer` consumes. */
export function isConsumedBy(platform: Platform, loadBalancer: string, consumer: string): boolean {
  return endpointServiceFor(platform, loadBalancer, consumer) !== undefined;
}

/**
 * The networks that what is outside reaches by a connection, both ways but for a client VPN, whose clients
 * only call. A VPN or line on a transit gateway reaches all that it attaches, spokes too.
 */
export function networksReachedOver(platform: Platform, connectionName: string): string[] {
  const connection = ownValue(platform.connections, connectionName);
  switch (connection?.kind) {
    case "site-to-site-vpn":
    case "direct-connect":
      return connection.endsOn.kind === "virtual-private-gateway"
        ? [connection.endsOn.network]
        : networksAttachedTo(platform, connection.endsOn.connection);
    case "transit-connect":
      return networksAttachedTo(platform, connection.transitGateway);
    case "client-vpn":
      return clientNetworks(platform, connection);
    default:
      return [];
  }
}

function networksAttachedTo(platform: Platform, name: string): string[] {
  const gateway = ownValue(platform.connections, name);
  return gateway?.kind === "transit-gateway" ? Object.keys(gateway.attachments) : [];
}

/** Clients are routed into their VPN's network, and on to others that it is joined to and they may reach. */
function clientNetworks(
  platform: Platform,
  { network, authorizedCidrs }: Extract<Connection, { kind: "client-vpn" }>,
): string[] {
  const authorized = authorizedCidrs.map(Cidr.parseKnown);
  if (authorized.length === 0) return [network];
  return Object.entries(platform.networks)
    .filter(([name, { cidr }]) => {
      const block = Cidr.parseKnown(cidr);
      return areConnected(platform, network, name) && authorized.some((other) => other.overlaps(block));
    })
    .map(([name]) => name);
}
