import { flowEndpoints, ownValue } from "./endpoints.ts";
import { areConnected, networksReachedOver } from "./network-connectivity.ts";
import type { Platform } from "./platform.ts";

/** A network whose private zone another network's VPC resolves too. */
export interface ZoneAssociation {
  /** The network with the private zone. */
  readonly zoneOf: string;
  /** The network whose VPC resolves it. */
  readonly resolvedIn: string;
}

/**
 * Lists the private zones that VPCs of other networks resolve: those of the networks that their
 * flows lead to over a connection. PrivateLink has names of its own.
 *
 * Invariant: independent of the order of the spec.
 */
export function zoneAssociations(platform: Platform): ZoneAssociation[] {
  const endpoints = flowEndpoints(platform);
  const pairs = platform.flows.flatMap(({ from, to }) => {
    const resolvedIn = endpoints.get(from)?.network;
    const zoneOf = endpoints.get(to)?.network;
    if (resolvedIn === undefined || zoneOf === undefined || resolvedIn === zoneOf) return [];
    const hasZone = ownValue(platform.networks, zoneOf)?.privateZone !== undefined;
    return hasZone && areConnected(platform, resolvedIn, zoneOf) ? [{ zoneOf, resolvedIn }] : [];
  });
  const byKey = new Map(pairs.map((pair) => [`${pair.zoneOf} ${pair.resolvedIn}`, pair] as const));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, pair]) => pair);
}

/**
 * Lists the external networks that ask a network's resolver endpoint: those that a flow leads from
 * to the network, over a connection. Clients of a client VPN ask the VPC's own resolver.
 */
export function resolverClients(platform: Platform, network: string): string[] {
  if (ownValue(platform.networks, network)?.resolverEndpoint === undefined) return [];
  const endpoints = flowEndpoints(platform);
  return Object.entries(platform.outside).flatMap(([name, { via }]) => {
    const connection = ownValue(platform.connections, via);
    const asks =
      connection !== undefined &&
      connection.kind !== "client-vpn" &&
      networksReachedOver(platform, via).includes(network) &&
      platform.flows.some(({ from, to }) => from === name && endpoints.get(to)?.network === network);
    return asks ? [name] : [];
  });
}
