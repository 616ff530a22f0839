import type { Subnet } from "../model/fabric.ts";
import { type Addresses, NO_ADDRESS } from "../packets/addresses.ts";
import type { Direction } from "./groups.ts";
import type { Crossing, Path } from "./path.ts";
import type { Pathfinder } from "./pathfinder.ts";
import type { Side } from "./side.ts";
import { isNamedAlone, isPublic } from "./trip.ts";

/** A subnet's border that answers to some addresses cross. */
export interface Border {
  readonly subnet: Subnet;
  readonly direction: Direction;
  readonly destinations: Addresses;
}

/** The way of answers: routes of their own decide it, whatever way the request took. */
export interface WayBack {
  /** Addresses that answers reach. */
  readonly reached: Addresses;
  /** Addresses of which that is not known. */
  readonly unknown: Addresses;
  /** Each border once. */
  readonly borders: readonly Border[];
}

/** Finds where answers go. It keeps what it has worked out. */
export class WaysBack {
  readonly #paths: Pathfinder;
  readonly #known = new Map<string, WayBack>();

  constructor(paths: Pathfinder) {
    this.#paths = paths;
  }

  /**
   * From who answers to who asked; undefined where AWS itself brings the answers, by the way that they came, and where
   * nothing is that could answer.
   */
  find(sender: Side, to: Side, family: Addresses): WayBack | undefined {
    if (isPublic(to) || isNamedAlone(to) || sender.outside?.kind === "vpn-clients") return undefined;
    const destinations = (sender.subnet?.blocks ?? sender.addresses).intersect(family);
    // Where routes lead depends on subnets, not on what stands in them.
    const key = `${placeOf(to)} → ${placeOf(sender)} ${destinations.intervals[0]?.join()}`;
    let back = this.#known.get(key);
    if (back === undefined) {
      const from = isPublic(sender) ? answering(to) : to;
      back = wayBackOf(this.#paths.find(from, sender, destinations, true));
      this.#known.set(key, back);
    }
    return back;
  }
}

function placeOf({ subnet, name }: Side): string {
  return subnet?.address ?? name;
}

/** Whether anything of the internet may come in at all, the way in has decided: the way back is up to routes. */
function answering(to: Side): Side {
  if (to.subnet === undefined) return to;
  const { publicAccessBlock: _block, ...subnet } = to.subnet;
  return { ...to, subnet, publicIPv4: true };
}

/** Answers carry the address that the request was sent to: a way on which another takes its place is none. */
function wayBackOf(paths: readonly Path[]): WayBack {
  const straight = paths.filter(({ crossings }) => crossings.every(({ kind }) => kind !== "translate"));
  const arriving = straight.filter(({ end }) => end === "arrives");
  const all = (some: readonly Path[]) =>
    some.reduce((sum, { destinations }) => sum.union(destinations), NO_ADDRESS);
  return {
    reached: all(arriving),
    unknown: all(straight.filter(({ end }) => end === "doubts")),
    borders: bordersOf(arriving),
  };
}

function bordersOf(paths: readonly Path[]): readonly Border[] {
  const found = new Map<string, Border>();
  for (const { crossings, destinations } of paths) {
    for (const { subnet, direction } of crossings.flatMap(borderOf)) {
      const key = `${subnet.address} ${direction}`;
      const before = found.get(key)?.destinations ?? NO_ADDRESS;
      found.set(key, { subnet, direction, destinations: before.union(destinations) });
    }
  }
  return [...found.values()];
}

function borderOf(crossing: Crossing): readonly Omit<Border, "destinations">[] {
  if (crossing.kind === "leave") return [{ subnet: crossing.subnet, direction: "egress" }];
  return crossing.kind === "enter" ? [{ subnet: crossing.subnet, direction: "ingress" }] : [];
}
