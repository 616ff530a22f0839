import { Cidr } from "../aws/cidr.ts";
import type { Connection } from "./connections.ts";
import { ownValue } from "./endpoints.ts";
import type { Platform } from "./platform.ts";

type NamedConnection<K extends Connection["kind"]> = readonly [string, Extract<Connection, { kind: K }>];

/** Returns a platform's connections of one kind, with their names. */
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

/** The next hop of a network's packets to another network, or to an external one. */
export type NextHop =
  | { readonly kind: "peering"; readonly connection: string }
  | { readonly kind: "transit-gateway"; readonly connection: string }
  | { readonly kind: "virtual-private-gateway"; readonly network: string }
  /** The router of a VPN between two networks. */
  | { readonly kind: "vpn-router"; readonly connection: string };

/**
 * Reports that two networks can route to each other: they are the same, peered, attached over
 * transit gateways with at least one of them as a hub, or joined by a VPN. None of these is
 * transitive.
 *
 * Invariant: symmetric.
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
 * https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html
 */
export function areConnected(platform: Platform, a: string, b: string): boolean {
  return a === b || nextHopBetween(platform, a, b) !== undefined;
}

/**
 * Returns the next hop from network `a` to network `b`: a peering, else the transit gateway that
 * `a` is attached to, else `a`'s end of a VPN. Undefined for the same network and for unconnected
 * networks.
 *
 * Invariant: return traffic takes the same connections, whatever the order of the spec.
 */
export function nextHopBetween(platform: Platform, a: string, b: string): NextHop | undefined {
  if (a === b) return undefined;
  const peerings = connectionsOf(platform, "peering")
    .filter(([, { between }]) => between.includes(a) && between.includes(b))
    .map(([name]) => name);
  if (peerings[0] !== undefined) return { kind: "peering", connection: peerings[0] };
  const path = transitGatewayPaths(platform, a, b).find(({ isHub }) => isHub);
  if (path !== undefined) return { kind: "transit-gateway", connection: path.gateway };
  return vpnEnd(platform, a, b);
}

/** Returns network `a`'s end of a VPN to network `b`: its gateway or its router. */
function vpnEnd(platform: Platform, a: string, b: string): NextHop | undefined {
  for (const [connection, { network, router }] of connectionsOf(platform, "network-vpn")) {
    if (network === a && router.network === b) return { kind: "virtual-private-gateway", network };
    if (network === b && router.network === a) return { kind: "vpn-router", connection };
  }
  return undefined;
}

/**
 * Returns the next hop to an external network: the gateway that its connection terminates on.
 * Undefined when there is none.
 */
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

/** Reports that transit gateways connect two networks but isolate them, since both are spokes. */
export function areIsolatedSpokes(platform: Platform, a: string, b: string): boolean {
  const paths = transitGatewayPaths(platform, a, b);
  return paths.length > 0 && !paths.some(({ isHub }) => isHub);
}

interface TransitGatewayPath {
  /** The transit gateway of the first network's attachment. */
  readonly gateway: string;
  readonly isHub: boolean;
}

/**
 * Lists the pairs of attachments that lead from one network to another: over a single gateway
 * first, then by name.
 */
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

/** Reports that two transit gateways are peered; either side may list the other. */
export function arePeered(platform: Pick<Platform, "connections">, a: string, b: string): boolean {
  const lists = (name: string, other: string) => {
    const connection = ownValue(platform.connections, name);
    return connection?.kind === "transit-gateway" && connection.peers.includes(other);
  };
  return a !== b && (lists(a, b) || lists(b, a));
}

/**
 * Returns the endpoint service through which a network consumes a load balancer; undefined when
 * there is none.
 */
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

/** Reports that `consumer` consumes a load balancer through an endpoint service. */
export function isConsumedBy(platform: Platform, loadBalancer: string, consumer: string): boolean {
  return endpointServiceFor(platform, loadBalancer, consumer) !== undefined;
}

/**
 * Returns the networks that an external network reaches over a connection. Either side can call,
 * except over a client VPN, where only clients call. A VPN or Direct Connect connection on a
 * transit gateway reaches every attached network, spokes too.
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

/**
 * Returns the networks that VPN clients reach: the VPN's own, and connected ones that they are
 * authorized for.
 */
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
