import type { NetworkModel, Subnet } from "../../network/network-model.ts";
import { type Addresses, NO_ADDRESS } from "../../packets/addresses.ts";
import type { PathComponent, RoutePath } from "./route-path.ts";
import type { RouteResolver } from "./route-resolver.ts";
import { isOnlyInQuestion, isReachedOverInternet } from "./route-walk.ts";
import type { TrafficDirection } from "./security-group-filter.ts";
import type { TrafficEndpoint } from "./traffic-endpoint.ts";
import { vpcOriginBetween } from "./vpc-origin-path.ts";

/** A subnet boundary that return traffic to some addresses crosses. */
export interface SubnetBoundary {
  /** The subnet that return traffic leaves or enters. */
  readonly subnet: Subnet;
  /** The direction in which it crosses: `egress` leaves the subnet. */
  readonly direction: TrafficDirection;
  /** The addresses to which the return traffic goes. */
  readonly destinations: Addresses;
}

/** The path of return traffic. Routes of its own decide it, whatever path the request took. */
export interface ReturnPath {
  /** The addresses that return traffic reaches. */
  readonly reached: Addresses;
  /** The addresses of which that is unknown. */
  readonly unknown: Addresses;
  /** The crossed boundaries, without duplicates. */
  readonly boundaries: readonly SubnetBoundary[];
}

/** Finds return paths. Results are memoized. */
export class ReturnPathFinder {
  readonly #model: Pick<NetworkModel, "vpcOrigins">;
  readonly #routes: RouteResolver;
  readonly #known = new Map<string, ReturnPath>();

  constructor(model: Pick<NetworkModel, "vpcOrigins">, routes: RouteResolver) {
    this.#model = model;
    this.#routes = routes;
  }

  /**
   * Returns the path from `to` back to `sender`; undefined if AWS itself returns the traffic on the
   * path it came, or if nothing there can reply.
   * @param target the endpoint that replies: `to`, or an endpoint behind it if `to` is a NAT, which
   *   restores the destination of return traffic and keeps its source
   */
  find(sender: TrafficEndpoint, to: TrafficEndpoint, family: Addresses, target = to): ReturnPath | undefined {
    if (isReachedOverInternet(to) || isOnlyInQuestion(to) || sender.externalNetwork?.kind === "vpn-clients")
      return undefined;
    if (vpcOriginBetween(this.#model, sender, target) !== undefined) return undefined;
    const destinations = (sender.subnet?.blocks ?? sender.addresses).intersect(family);
    // Routes depend on the subnet, not on the resources in it.
    const places = [to, target, sender].map(locationKey).join(" → ");
    const key = `${places} ${destinations.intervals[0]?.join()}`;
    let back = this.#known.get(key);
    if (back === undefined) {
      const from = isReachedOverInternet(sender) ? asReplyTarget(to) : to;
      back = returnPathOf(this.#routes.find(from, sender, destinations, target === to ? from : target));
      this.#known.set(key, back);
    }
    return back;
  }
}

function locationKey({ subnet, name }: TrafficEndpoint): string {
  return subnet?.address ?? name;
}

/**
 * The path in has already decided about public addresses and Block Public Access: only routes
 * decide about the path back.
 */
function asReplyTarget(to: TrafficEndpoint): TrafficEndpoint {
  if (to.subnet === undefined) return to;
  const { publicAccessBlock: _block, ...subnet } = to.subnet;
  return { ...to, subnet, publicIPv4: true };
}

/**
 * Return traffic carries the address that the request was sent to, so paths with address
 * translation are excluded.
 */
function returnPathOf(paths: readonly RoutePath[]): ReturnPath {
  const straight = paths.filter(({ components }) => components.every(({ kind }) => kind !== "translate"));
  const arriving = straight.filter(({ outcome }) => outcome === "reached");
  const all = (some: readonly RoutePath[]) =>
    some.reduce((sum, { destinations }) => sum.union(destinations), NO_ADDRESS);
  return {
    reached: all(arriving),
    unknown: all(straight.filter(({ outcome }) => outcome === "unknown")),
    boundaries: boundariesOf(arriving),
  };
}

function boundariesOf(paths: readonly RoutePath[]): readonly SubnetBoundary[] {
  const found = new Map<string, SubnetBoundary>();
  for (const { components, destinations } of paths) {
    for (const { subnet, direction } of components.flatMap(boundaryOf)) {
      const key = `${subnet.address} ${direction}`;
      const before = found.get(key)?.destinations ?? NO_ADDRESS;
      found.set(key, { subnet, direction, destinations: before.union(destinations) });
    }
  }
  return [...found.values()];
}

function boundaryOf(component: PathComponent): readonly Omit<SubnetBoundary, "destinations">[] {
  if (component.kind === "leave") return [{ subnet: component.subnet, direction: "egress" }];
  return component.kind === "enter" ? [{ subnet: component.subnet, direction: "ingress" }] : [];
}
