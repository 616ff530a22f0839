import { isPrimaryRegion, type RegionalView } from "../language/regional-view.ts";
import type { StackKind } from "../modules/names.ts";
import { natGatewayZones } from "../modules/network/nat-plan.ts";
import { watchedVpns } from "../modules/observe/vpn-alarm-plan.ts";

/** The kinds of regional stacks, in deployment order. */
const REGIONAL_KINDS = ["network", "edge", "data", "compute", "observe"] as const satisfies StackKind[];

/** A kind of regional stack. */
export type RegionalKind = (typeof REGIONAL_KINDS)[number];

/**
 * Stacks for one region. The primary region always gets all five, so no edit adds or removes a
 * stack there; other regions get only non-empty stacks.
 */
export function stackKindsOf(view: RegionalView): RegionalKind[] {
  return isPrimaryRegion(view)
    ? [...REGIONAL_KINDS]
    : REGIONAL_KINDS.filter((kind) => hasResources(view, kind));
}

function hasResources(view: RegionalView, kind: RegionalKind): boolean {
  const { networks, edge, workloads, interfaces, stores } = view;
  switch (kind) {
    case "network":
      return hasAny(networks);
    case "edge":
      return hasAny(edge.loadBalancers);
    // The data stack owns the key for EC2 volumes, so compute with volumes needs it.
    case "data":
      return hasAny(stores) || hasAny(workloads) || hasAny(interfaces);
    case "compute":
      return hasAny(workloads) || hasAny(interfaces);
    case "observe":
      return (
        hasAny(edge.loadBalancers) || hasAny(workloads) || hasAny(stores) || hasNat(view) || hasVpn(view)
      );
  }
}

function hasAny(things: object): boolean {
  return Object.keys(things).length > 0;
}

function hasNat({ networks }: RegionalView): boolean {
  return Object.values(networks).some(
    (network) => network.nat.kind === "instance" || natGatewayZones(network).length > 0,
  );
}

function hasVpn(view: RegionalView): boolean {
  return watchedVpns(view).length > 0;
}
