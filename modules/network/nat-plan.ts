import type { Network } from "../../spec/network.ts";

/** The zones in which a network has a NAT gateway of its own; none with another NAT. */
export function natGatewayZones({
  nat,
  zones,
  tiers,
}: Pick<Network, "nat" | "zones" | "tiers">): readonly string[] {
  switch (nat.kind) {
    case "gateway":
      return nat.placement === "single" ? zones.slice(0, 1) : zones;
    case "private-gateway":
      return Object.values(tiers).some(({ access }) => access === "private") ? zones : [];
    default:
      return [];
  }
}
