import type { NetworkSettings } from "../../language/network.ts";
import type { Platform } from "../../language/platform.ts";
import { required } from "../../language/required.ts";
import { planHops } from "./hops.ts";
import { cidrsOfHopEndpoint } from "./inter-network-routes-plan.ts";

/** The zones with a NAT gateway; empty for other kinds of NAT. */
export function natGatewayZones({
  nat,
  zones,
  tiers,
}: Pick<NetworkSettings, "nat" | "zones" | "tiers">): readonly string[] {
  switch (nat.kind) {
    case "gateway":
      return nat.placement === "single" ? zones.slice(0, 1) : zones;
    case "private-gateway":
      return Object.values(tiers).some(({ access }) => access === "private") ? zones : [];
    default:
      return [];
  }
}

/** A route in a private tier's route tables to the private NAT gateway of its zone. */
export interface NatRoutePlan {
  /** The private tier whose route tables get the route. */
  readonly tier: string;
  /** The destination CIDR block behind a connection. */
  readonly cidr: string;
}

/**
 * Plans the routes to private NAT gateways that the declared flows need; the gateways' own tier has
 * the routes onward. Empty for other kinds of NAT.
 *
 * Invariant: independent of the order of the spec; a tier has one route per CIDR block.
 */
export function planNatRoutes(platform: Platform, network: string): NatRoutePlan[] {
  const routes = planHops(platform).flatMap(
    ({ from: { network: home, tier }, to: { externalNetwork: beyond } }) =>
      home !== network || tier === undefined || beyond === undefined
        ? []
        : cidrsOfHopEndpoint(platform, beyond).map((cidr) => ({ tier, cidr })),
  );
  const byPlace = new Map(routes.map((route) => [`${route.tier} ${route.cidr}`, route] as const));
  return [...byPlace.keys()].sort().map((key) => required(byPlace, key));
}
