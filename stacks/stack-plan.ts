import type { StackKind } from "../modules/names.ts";
import { natGatewayZones } from "../modules/network/nat-plan.ts";
import { watchedVpns } from "../modules/observe/vpn-alarm-plan.ts";
import { isHome, type RegionalPlatform } from "../spec/regional.ts";

/** The stacks that each region may have, in the order they deploy. */
const REGIONAL_KINDS = ["network", "edge", "data", "compute", "observe"] as const satisfies StackKind[];

/** A stack that each region may have one of. */
export type RegionalKind = (typeof REGIONAL_KINDS)[number];

/**
 * The stacks that one region's part is made of: at home all of them, so that none of them comes or goes with what
 * the spec names; elsewhere those that would hold something.
 */
export function planStacks(part: RegionalPlatform): RegionalKind[] {
  return isHome(part) ? [...REGIONAL_KINDS] : REGIONAL_KINDS.filter((kind) => holdsSomething(part, kind));
}

function holdsSomething(part: RegionalPlatform, kind: RegionalKind): boolean {
  const { networks, edge, workloads, interfaces, stores } = part;
  switch (kind) {
    case "network":
      return hasAny(networks);
    case "edge":
      return hasAny(edge.loadBalancers);
    // The key that encrypts machines' disks is data's, and what runs reads it.
    case "data":
      return hasAny(stores) || hasAny(workloads) || hasAny(interfaces);
    case "compute":
      return hasAny(workloads) || hasAny(interfaces);
    case "observe":
      return (
        hasAny(edge.loadBalancers) || hasAny(workloads) || hasAny(stores) || hasNat(part) || hasVpn(part)
      );
  }
}

function hasAny(things: object): boolean {
  return Object.keys(things).length > 0;
}

function hasNat({ networks }: RegionalPlatform): boolean {
  return Object.values(networks).some(
    (network) => network.nat.kind === "instance" || natGatewayZones(network).length > 0,
  );
}

function hasVpn(part: RegionalPlatform): boolean {
  return watchedVpns(part).length > 0;
}
