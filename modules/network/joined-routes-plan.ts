import { type Way, wayBetween, wayOutside } from "../../spec/joins.ts";
import type { Platform } from "../../spec/platform.ts";
import { type HopEnd, planHops } from "./hops.ts";

/** One route that every table of a tier has, to what a connection leads to. */
export interface JoinedRoutePlan {
  readonly network: string;
  readonly tier: string;
  /** The block it leads to. */
  readonly cidr: string;
  readonly way: Way;
}

/**
 * What an end in a network sends to another end by: a peering or a gateway; undefined when the two are in one
 * network, meet by public addresses or by PrivateLink, or no connection is between them.
 */
export function wayOn(platform: Platform, own: HopEnd, other: HopEnd): Way | undefined {
  if (own.network === undefined) return undefined;
  if (other.kind === "transit-gateway") return { kind: "transit-gateway", connection: other.name };
  if (other.kind === "outside") return wayOutside(platform, platform.outside[other.name]?.via ?? "");
  return other.network === undefined ? undefined : wayBetween(platform, own.network, other.network);
}

/**
 * The routes that the declared flows need over connections, on both sides of each hop, and no others: a tier
 * that talks to nothing over a connection has no route to it.
 *
 * Law: the order of the spec changes nothing; a tier has one route to each block.
 */
export function planJoinedRoutes(platform: Platform): JoinedRoutePlan[] {
  const routes = planHops(platform).flatMap(({ from, to }) => [
    ...routesOf(platform, from, to),
    ...routesOf(platform, to, from),
  ]);
  const byPlace = new Map(
    routes.map((route) => [`${route.network} ${route.tier} ${route.cidr}`, route] as const),
  );
  return [...byPlace.keys()].sort().map((key) => byPlace.get(key)!);
}

function routesOf(platform: Platform, own: HopEnd, other: HopEnd): JoinedRoutePlan[] {
  const { network, tier } = own;
  const way = wayOn(platform, own, other);
  if (network === undefined || tier === undefined || way === undefined) return [];
  return blocksOf(platform, other).map((cidr) => ({ network, tier, cidr, way }));
}

/** The blocks of an end as routers know it: all of its network's, or those of what is outside. */
export function blocksOf(platform: Platform, end: HopEnd): readonly string[] {
  const network = end.network === undefined ? undefined : platform.networks[end.network];
  return network === undefined ? (end.cidrs ?? []) : [network.cidr, ...network.secondaryCidrs];
}
