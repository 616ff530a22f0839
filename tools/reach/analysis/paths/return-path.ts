import type { Subnet } from "../../network/network-model.ts";
import { type Addresses, NO_ADDRESS } from "../../packets/addresses.ts";
import type { PathComponent, RoutePath } from "./route-path.ts";
import type { RouteResolver } from "./route-resolver.ts";
import { isOnlyInQuestion, isReachedOverInternet } from "./route-walk.ts";
import type { TrafficDirection } from "./security-group-filter.ts";
import type { TrafficEndpoint } from "./traffic-endpoint.ts";

/** A subnet's border that answers to some addresses cross. */
export interface SubnetBoundary {
  readonly subnet: Subnet;
  readonly direction: TrafficDirection;
  readonly destinations: Addresses;
}

/** The way of answers: routes of their own decide it, whatever way the request took. */
export interface ReturnPath {
  /** Addresses that answers reach. */
  readonly reached: Addresses;
  /** Addresses of which that is not known. */
  readonly unknown: Addresses;
  /** Each border once. */
  readonly boundaries: readonly SubnetBoundary[];
}

/** Finds where answers go. It keeps what it has worked out. */
export class ReturnPathFinder {
  readonly #routes: RouteResolver;
  readonly #known = new Map<string, ReturnPath>();

  constructor(paths: RouteResolver) {
    this.#routes = paths;
  }

  /**
   * From who answers to who asked; undefined where AWS itself brings the answers, by the way that they came, and where
   * nothing is that could answer.
   */
  find(sender: TrafficEndpoint, to: TrafficEndpoint, family: Addresses): ReturnPath | undefined {
    if (isReachedOverInternet(to) || isOnlyInQuestion(to) || sender.externalNetwork?.kind === "vpn-clients")
      return undefined;
    const destinations = (sender.subnet?.blocks ?? sender.addresses).intersect(family);
    // Where routes lead depends on subnets, not on what stands in them.
    const key = `${locationKey(to)} → ${locationKey(sender)} ${destinations.intervals[0]?.join()}`;
    let back = this.#known.get(key);
    if (back === undefined) {
      const from = isReachedOverInternet(sender) ? asReplyTarget(to) : to;
      back = returnPathOf(this.#routes.find(from, sender, destinations, true));
      this.#known.set(key, back);
    }
    return back;
  }
}

function locationKey({ subnet, name }: TrafficEndpoint): string {
  return subnet?.address ?? name;
}

/** Whether anything of the internet may come in at all, the way in has decided: the way back is up to routes. */
function asReplyTarget(to: TrafficEndpoint): TrafficEndpoint {
  if (to.subnet === undefined) return to;
  const { publicAccessBlock: _block, ...subnet } = to.subnet;
  return { ...to, subnet, publicIPv4: true };
}

/** Answers carry the address that the request was sent to: a way on which another takes its place is none. */
function returnPathOf(paths: readonly RoutePath[]): ReturnPath {
  const straight = paths.filter(({ components }) => components.every(({ kind }) => kind !== "translate"));
  const arriving = straight.filter(({ end }) => end === "reached");
  const all = (some: readonly RoutePath[]) =>
    some.reduce((sum, { destinations }) => sum.union(destinations), NO_ADDRESS);
  return {
    reached: all(arriving),
    unknown: all(straight.filter(({ end }) => end === "unknown")),
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
