import { type NextHop, nextHopBetween, nextHopToExternal } from "../../language/network-connectivity.ts";
import type { Platform } from "../../language/platform.ts";
import { type HopEndpoint, planHops } from "./hops.ts";

/** One route that every table of a tier has, to what a connection leads to. */
export interface InterNetworkRoutePlan {
  readonly network: string;
  readonly tier: string;
  /** The block it leads to. */
  readonly cidr: string;
  readonly nextHop: NextHop;
}

/**
 * What an end in a network sends to another end by: a peering or a gateway; undefined when the two are in one
 * network, meet by public addresses or by PrivateLink, or no connection is between them.
 */
export function nextHopTo(platform: Platform, own: HopEndpoint, other: HopEndpoint): NextHop | undefined {
  if (own.network === undefined) return undefined;
  if (other.kind === "transit-gateway") return { kind: "transit-gateway", connection: other.name };
  if (other.kind === "outside") return nextHopToExternal(platform, platform.outside[other.name]?.via ?? "");
  return other.network === undefined ? undefined : nextHopBetween(platform, own.network, other.network);
}

/**
 * The routes that the declared flows need over connections, on both sides of each hop, and no others: a tier
 * that talks to nothing over a connection has no route to it.
 *
 * Law: the order of the spec changes nothing; a tier has one route to each block.
 */
export function planInterNetworkRoutes(platform: Platform): InterNetworkRoutePlan[] {
  const routes = planHops(platform).flatMap(({ from, to }) => [
    ...routesOf(platform, from, to),
    ...routesOf(platform, to, from),
  ]);
  const byPlace = new Map(
    routes.map((route) => [`${route.network} ${route.tier} ${route.cidr}`, route] as const),
  );
  return [...byPlace.keys()].sort().map((key) => byPlace.get(key)!);
}

function routesOf(platform: Platform, own: HopEndpoint, other: HopEndpoint): InterNetworkRoutePlan[] {
  const { network, tier } = own;
  const nextHop = nextHopTo(platform, own, other);
  if (network === undefined || tier === undefined || nextHop === undefined) return [];
  return cidrsOfHopEndpoint(platform, other).map((cidr) => ({ network, tier, cidr, nextHop }));
}

/** The blocks of an end as routers know it: all of its network's, or those of what is outside. */
export function cidrsOfHopEndpoint(platform: Platform, end: HopEndpoint): readonly string[] {
  const network = end.network === undefined ? undefined : platform.networks[end.network];
  return network === undefined ? (end.cidrs ?? []) : [network.cidr, ...network.secondaryCidrs];
}
