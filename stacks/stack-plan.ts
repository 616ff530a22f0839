import { isPrimaryRegion, type RegionalView } from "../language/regional-view.ts";
import type { StackKind } from "../modules/names.ts";
import { natGatewayZones } from "../modules/network/nat-plan.ts";
import { watchedVpns } from "../modules/observe/vpn-alarm-plan.ts";

/** The stacks that each region may have, in the order they deploy. */
const REGIONAL_KINDS = ["network", "edge", "data", "compute", "observe"] as const satisfies StackKind[];

/** A stack that each region may have one of. */
export type RegionalKind = (typeof REGIONAL_KINDS)[number];

/**
 * The stacks that one region's part is made of: at home all of them, so that none of them comes or goes with what
 * the spec names; elsewhere those that would hold something.
 */
export function planStacks(view: RegionalView): RegionalKind[] {
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
    // The key that encrypts machines' disks is data's, and what runs reads it.
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
