import type { Subnet } from "../../network/network-model.ts";
import { arePlaceholders } from "../../network/placeholder-cidrs.ts";
import { type Addresses, formatAddresses } from "../../packets/addresses.ts";
import { TransportSet } from "../../packets/transport-set.ts";
import type { ExplanationCode } from "./filter-step.ts";
import type { PathComponent, RoutePath } from "./route-path.ts";
import type { TrafficDirection } from "./security-group-filter.ts";
import type { TrafficEndpoint } from "./traffic-endpoint.ts";

/** Packets under way: their current source and the components passed so far. */
export interface RouteWalk {
  /** The endpoint whose address the packets carry now. */
  readonly currentSource: TrafficEndpoint;
  /** The target of the packets. */
  readonly to: TrafficEndpoint;
  /** The addresses of the target that this walk leads to. */
  readonly destinations: Addresses;
  /** The components passed so far, in order. */
  readonly components: readonly PathComponent[];
  /** True for return traffic: stateful gateways let it in. */
  readonly isReply: boolean;
}

/** The maximum number of components, more than any real network has: ends routing loops. */
const MAX_COMPONENTS = 60;

/** Reports that a walk is in a routing loop. */
export function isRoutingLoop({ components }: RouteWalk): boolean {
  return components.length > MAX_COMPONENTS;
}

/**
 * Reports that an endpoint is reached over the internet: the internet itself, or an AWS service
 * with public addresses.
 */
export function isReachedOverInternet({ externalNetwork }: TrafficEndpoint): boolean {
  return (
    externalNetwork?.kind === "internet" ||
    externalNetwork?.kind === "cdn" ||
    externalNetwork?.kind === "aws-service"
  );
}

/**
 * Reports that an endpoint exists only in a question: a gateway endpoint, or addresses without a
 * resource.
 */
export function isOnlyInQuestion({ externalNetwork }: TrafficEndpoint): boolean {
  return externalNetwork?.kind === "gateway-endpoint" || externalNetwork?.kind === "nowhere";
}

/** Returns a walk with another component. */
export function appendComponent(walk: RouteWalk, component: PathComponent): RouteWalk {
  return { ...walk, components: [...walk.components, component] };
}

/** Leaves a subnet. */
export function leaveSubnet(walk: RouteWalk, subnet: Subnet): RouteWalk {
  return appendComponent(walk, { kind: "leave", subnet });
}

/** Enters a subnet. */
export function enterSubnet(walk: RouteWalk, subnet: Subnet): RouteWalk {
  return appendComponent(walk, { kind: "enter", subnet });
}

/** Enters another subnet; no component if it is the same. */
export function crossSubnets(walk: RouteWalk, from: Subnet, to: Subnet): RouteWalk {
  return from === to ? walk : enterSubnet(walk, to);
}

/** Passes a route or a gateway that does not filter. */
export function passThrough(
  walk: RouteWalk,
  address: string,
  text: string,
  groupsSeenBy: readonly TrafficDirection[] = [],
): RouteWalk {
  return appendComponent(walk, { kind: "pass", address, text, groupsSeenBy });
}

/** Continues with the source address of another endpoint. */
export function translateSource(
  walk: RouteWalk,
  trafficEndpoint: TrafficEndpoint,
  address: string,
  transport = TransportSet.all,
): RouteWalk {
  return {
    ...appendComponent(walk, { kind: "translate", trafficEndpoint, address, transport }),
    currentSource: trafficEndpoint,
  };
}

/** Ends a walk at its destination. */
export function endReached({ destinations, components }: RouteWalk): RoutePath {
  return { destinations, components, outcome: "reached" };
}

/** Ends a walk at a resource that blocks it. */
export function endBlocked(
  walk: RouteWalk,
  address: string,
  code: ExplanationCode,
  text: string,
  remedy: string,
): RoutePath {
  return endWalk(appendComponent(walk, { kind: "blocked", address, code, text, remedy }), "blocked");
}

/** Ends a walk where it is unknown how it continues. */
export function endUnknown(walk: RouteWalk, address: string, text: string): RoutePath {
  return endWalk(appendComponent(walk, { kind: "unknown", address, text }), "unknown");
}

/** Adds the target's network ACL, which would filter as well: all causes are reported at once. */
function endWalk(walk: RouteWalk, outcome: "blocked" | "unknown"): RoutePath {
  const { subnet } = walk.to;
  const hasEntered = walk.components.some(
    (component) => component.kind === "enter" && component.subnet === subnet,
  );
  const { destinations, components } = subnet === undefined || hasEntered ? walk : enterSubnet(walk, subnet);
  return { destinations, components, outcome };
}

/**
 * Formats addresses of an endpoint as CIDR blocks; as its name if there are many, or if only AWS
 * knows them.
 */
export function formatPartOf(trafficEndpoint: TrafficEndpoint, addresses: Addresses): string {
  return addresses.intervals.length > 2 || arePlaceholders(addresses)
    ? trafficEndpoint.name
    : formatAddresses(addresses);
}
