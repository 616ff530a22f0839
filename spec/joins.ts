import { Cidr } from "./cidr.ts";
import type { Connection } from "./connections.ts";
import { ownValue } from "./endpoints.ts";
import type { Platform } from "./platform.ts";

type Named<K extends Connection["kind"]> = readonly [string, Extract<Connection, { kind: K }>];

/** A platform's connections of one kind, by name. */
export function connectionsOf<K extends Connection["kind"]>(
  platform: Pick<Platform, "connections">,
  kind: K,
): Named<K>[] {
  const isOfKind = (connection: Connection): connection is Extract<Connection, { kind: K }> =>
    connection.kind === kind;
  return Object.entries(platform.connections).flatMap(([name, connection]) =>
    isOfKind(connection) ? [[name, connection] as const] : [],
  );
}

/**
 * Whether things in two networks may meet by address: in one network, by peering, or over transit gateways
 * where at least one of them is a hub. Neither peering nor transit gateways' peering is transitive.
 *
 * Law: symmetric.
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
 * https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html
 */
export function areJoined(platform: Platform, a: string, b: string): boolean {
  if (a === b) return true;
  const peered = connectionsOf(platform, "peering").some(
    ([, { between }]) => between.includes(a) && between.includes(b),
  );
  return peered || joinsOverGateways(platform, a, b).some(({ isHub }) => isHub);
}

/** Whether transit gateways join two networks but keep them apart, since both are spokes. */
export function areSpokes(platform: Platform, a: string, b: string): boolean {
  const joins = joinsOverGateways(platform, a, b);
  return joins.length > 0 && !joins.some(({ isHub }) => isHub);
}

function joinsOverGateways(platform: Platform, a: string, b: string): { readonly isHub: boolean }[] {
  const gateways = connectionsOf(platform, "transit-gateway");
  return gateways.flatMap(([name, gateway]) =>
    gateways
      .filter(([other]) => other === name || arePeered(platform, name, other))
      .flatMap(([, other]) => {
        const first = ownValue(gateway.attachments, a);
        const second = ownValue(other.attachments, b);
        if (first === undefined || second === undefined) return [];
        return [{ isHub: first.role === "hub" || second.role === "hub" }];
      }),
  );
}

/** Whether two transit gateways peer: either may say so. */
export function arePeered(platform: Pick<Platform, "connections">, a: string, b: string): boolean {
  const says = (name: string, other: string) => {
    const connection = ownValue(platform.connections, name);
    return connection?.kind === "transit-gateway" && connection.peers.includes(other);
  };
  return a !== b && (says(a, b) || says(b, a));
}

/** Whether a load balancer of `provider` is an endpoint service that `consumer` consumes. */
export function isServedTo(platform: Platform, loadBalancer: string, consumer: string): boolean {
  return connectionsOf(platform, "endpoint-service").some(
    ([, service]) =>
      service.loadBalancer === loadBalancer && ownValue(service.consumers, consumer) !== undefined,
  );
}

/**
 * The networks that what is outside reaches by a connection, both ways but for a client VPN, whose clients
 * only call. A VPN or line on a transit gateway reaches all that it attaches, spokes too.
 */
export function networksBehind(platform: Platform, connectionName: string): string[] {
  const connection = ownValue(platform.connections, connectionName);
  switch (connection?.kind) {
    case "site-to-site-vpn":
    case "direct-connect":
      return connection.endsOn.kind === "virtual-private-gateway"
        ? [connection.endsOn.network]
        : attachedTo(platform, connection.endsOn.connection);
    case "transit-connect":
      return attachedTo(platform, connection.transitGateway);
    case "client-vpn":
      return clientNetworks(platform, connection);
    default:
      return [];
  }
}

function attachedTo(platform: Platform, name: string): string[] {
  const gateway = ownValue(platform.connections, name);
  return gateway?.kind === "transit-gateway" ? Object.keys(gateway.attachments) : [];
}

/** Clients are routed into their VPN's network, and on to others that it is joined to and they may reach. */
function clientNetworks(
  platform: Platform,
  { network, authorizedCidrs }: Extract<Connection, { kind: "client-vpn" }>,
): string[] {
  const authorized = authorizedCidrs.map(Cidr.of);
  if (authorized.length === 0) return [network];
  return Object.entries(platform.networks)
    .filter(([name, { cidr }]) => {
      const block = Cidr.of(cidr);
      return areJoined(platform, network, name) && authorized.some((other) => other.overlaps(block));
    })
    .map(([name]) => name);
}
