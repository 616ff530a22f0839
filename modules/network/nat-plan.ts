import type { NetworkSettings } from "../../language/network.ts";
import type { Platform } from "../../language/platform.ts";
import { planHops } from "./hops.ts";
import { cidrsOfHopEndpoint } from "./inter-network-routes-plan.ts";

/** The zones in which a network has a NAT gateway of its own; none with another NAT. */
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

/** One route that every table of a private tier has, to the private NAT gateway of its zone. */
export interface NatRoutePlan {
  readonly tier: string;
  /** The block behind a connection. */
  readonly cidr: string;
}

/**
 * The routes that the declared flows need to a network's private NAT gateways; from there on lead those of the
 * gateways' own tier. None with another NAT.
 *
 * Law: the order of the spec changes nothing; a tier has one route to each block.
 */
export function planNatRoutes(platform: Platform, network: string): NatRoutePlan[] {
  const routes = planHops(platform).flatMap(
    ({ from: { network: home, tier }, to: { externalNetwork: beyond } }) =>
      home !== network || tier === undefined || beyond === undefined
        ? []
        : cidrsOfHopEndpoint(platform, beyond).map((cidr) => ({ tier, cidr })),
  );
  const byPlace = new Map(routes.map((route) => [`${route.tier} ${route.cidr}`, route] as const));
  return [...byPlace.keys()].sort().map((key) => byPlace.get(key)!);
}
