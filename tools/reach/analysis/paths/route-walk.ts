import type { Subnet } from "../../network/network-model.ts";
import { arePlaceholders } from "../../network/placeholder-cidrs.ts";
import { type Addresses, formatAddresses } from "../../packets/addresses.ts";
import { TransportSet } from "../../packets/transport-set.ts";
import type { ExplanationCode } from "./filter-step.ts";
import type { PathComponent, RoutePath } from "./route-path.ts";
import type { TrafficDirection } from "./security-group-filter.ts";
import type { TrafficEndpoint } from "./traffic-endpoint.ts";

/** Packets on their way: whose address they carry now, and what they met so far. */
export interface RouteWalk {
  readonly currentSource: TrafficEndpoint;
  readonly to: TrafficEndpoint;
  readonly destinations: Addresses;
  readonly components: readonly PathComponent[];
  /** Whether they answer what has come from there: gateways that keep state let them in. */
  readonly isReply: boolean;
}

/** More than any real network has in a row: routes that lead in a circle end here. */
const MAX_COMPONENTS = 60;

/** Whether a trip goes round in a circle. */
export function isRoutingLoop({ components }: RouteWalk): boolean {
  return components.length > MAX_COMPONENTS;
}

/** Whether a side is met over the internet: it, or a service of AWS's with public addresses. */
export function isReachedOverInternet({ externalNetwork }: TrafficEndpoint): boolean {
  return (
    externalNetwork?.kind === "internet" ||
    externalNetwork?.kind === "cdn" ||
    externalNetwork?.kind === "aws-service"
  );
}

/** Whether a side is only what a question names: a gateway endpoint, or addresses that nothing has. */
export function isOnlyInQuestion({ externalNetwork }: TrafficEndpoint): boolean {
  return externalNetwork?.kind === "gateway-endpoint" || externalNetwork?.kind === "nowhere";
}

/** A trip that has met one thing more. */
export function appendComponent(walk: RouteWalk, component: PathComponent): RouteWalk {
  return { ...walk, components: [...walk.components, component] };
}

/** Out of a subnet. */
export function leaveSubnet(walk: RouteWalk, subnet: Subnet): RouteWalk {
  return appendComponent(walk, { kind: "leave", subnet });
}

/** Into a subnet. */
export function enterSubnet(walk: RouteWalk, subnet: Subnet): RouteWalk {
  return appendComponent(walk, { kind: "enter", subnet });
}

/** From one subnet into another, unless they are one. */
export function crossSubnets(walk: RouteWalk, from: Subnet, to: Subnet): RouteWalk {
  return from === to ? walk : enterSubnet(walk, to);
}

/** By something that lets all pass. */
export function passThrough(
  walk: RouteWalk,
  address: string,
  text: string,
  groupsSeenBy: readonly TrafficDirection[] = [],
): RouteWalk {
  return appendComponent(walk, { kind: "pass", address, text, groupsSeenBy });
}

/** On, with another's address. */
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

/** The end of a trip: there. */
export function endReached({ destinations, components }: RouteWalk): RoutePath {
  return { destinations, components, end: "reached" };
}

/** The end of a trip: no further, because of what is at an address. */
export function endBlocked(
  walk: RouteWalk,
  address: string,
  code: ExplanationCode,
  text: string,
  remedy: string,
): RoutePath {
  return endWalk(appendComponent(walk, { kind: "blocked", address, code, text, remedy }), "blocked");
}

/** The end of what is known about a trip. */
export function endUnknown(walk: RouteWalk, address: string, text: string): RoutePath {
  return endWalk(appendComponent(walk, { kind: "unknown", address, text }), "unknown");
}

/** The far end's own network ACL would decide too: who mends one cause should know of the next. */
function endWalk(walk: RouteWalk, how: "blocked" | "unknown"): RoutePath {
  const { subnet } = walk.to;
  const isThere = walk.components.some(
    (component) => component.kind === "enter" && component.subnet === subnet,
  );
  const { destinations, components } = subnet === undefined || isThere ? walk : enterSubnet(walk, subnet);
  return { destinations, components, end: how };
}

/** Blocks of a side; its name where it has more than a line can say, or only AWS knows its addresses. */
export function formatPartOf(trafficEndpoint: TrafficEndpoint, addresses: Addresses): string {
  return addresses.intervals.length > 2 || arePlaceholders(addresses)
    ? trafficEndpoint.name
    : formatAddresses(addresses);
}
