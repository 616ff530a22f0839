import { type NextHop, nextHopBetween, nextHopToExternal } from "../../language/network-connectivity.ts";
import type { Platform } from "../../language/platform.ts";
import { required } from "../../language/required.ts";
import type { HopEndpoint } from "./flow-hop.ts";
import { planHops } from "./hops.ts";

/** A route over a connection, added to every route table of a tier. */
export interface InterNetworkRoutePlan {
  /** The network whose route tables get the route. */
  readonly network: string;
  /** The tier whose route tables get it. */
  readonly tier: string;
  /** The destination CIDR block. */
  readonly cidr: string;
  /** The connection that carries the packets. */
  readonly nextHop: NextHop;
}

/**
 * The next hop from one endpoint to another: a peering or a gateway. Undefined within one network,
 * over public addresses or PrivateLink, and without a connection.
 */
export function nextHopTo(platform: Platform, own: HopEndpoint, other: HopEndpoint): NextHop | undefined {
  if (own.network === undefined) return undefined;
  if (other.kind === "transit-gateway") return { kind: "transit-gateway", connection: other.name };
  if (other.kind === "outside") return nextHopToExternal(platform, platform.outside[other.name]?.via ?? "");
  return other.network === undefined ? undefined : nextHopBetween(platform, own.network, other.network);
}

/**
 * Plans the routes over connections that the declared flows need, on both sides of each hop and no
 * others.
 *
 * Invariant: independent of the order of the spec; a tier has one route per CIDR block.
 */
export function planInterNetworkRoutes(platform: Platform): InterNetworkRoutePlan[] {
  const routes = planHops(platform).flatMap(({ from, to }) => [
    ...routesOf(platform, from, to),
    ...routesOf(platform, to, from),
  ]);
  const byPlace = new Map(
    routes.map((route) => [`${route.network} ${route.tier} ${route.cidr}`, route] as const),
  );
  return [...byPlace.keys()].sort().map((key) => required(byPlace, key));
}

function routesOf(platform: Platform, own: HopEndpoint, other: HopEndpoint): InterNetworkRoutePlan[] {
  const { network, tier } = own;
  const nextHop = nextHopTo(platform, own, other);
  if (network === undefined || tier === undefined || nextHop === undefined) return [];
  return cidrsOfHopEndpoint(platform, other).map((cidr) => ({ network, tier, cidr, nextHop }));
}

/**
 * The CIDR blocks of a hop's endpoint for routing: its whole network's, or the external network's.
 */
export function cidrsOfHopEndpoint(platform: Platform, end: HopEndpoint): readonly string[] {
  const network = end.network === undefined ? undefined : platform.networks[end.network];
  return network === undefined ? (end.cidrs ?? []) : [network.cidr, ...network.secondaryCidrs];
}
