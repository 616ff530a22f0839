import type { Network } from "../network.ts";
import { type Addresses, ANY_IPV4, ANY_IPV6, EVERY_ADDRESS } from "../packets/addresses.ts";
import { IntervalSet } from "../packets/interval-set.ts";
import { PacketSet } from "../packets/packet-set.ts";
import { ALL_PORTS, type Ports } from "../packets/services.ts";
import type { Side } from "../walk/side.ts";
import { judgeWay, type Way } from "../walk/way.ts";
import { type Cell, matrixOf } from "./matrix.ts";

/**
 * What gets from one interface to another. Addresses that make up an end's whole interface stand as all of their
 * family, and the ports that its kind calls from as all ports: ends are the same by their name, whatever addresses
 * they have.
 */
export interface Strand {
  readonly passes: PacketSet;
  readonly unknown: PacketSet;
  readonly ways: readonly Way[];
}

/** Where an end stands: an endpoint in a subnet; an outside network is in none. */
export interface Place {
  readonly name: string;
  readonly subnet: string | undefined;
}

/** A strand between two places. */
export interface PlacedStrand extends Strand {
  readonly places: readonly [from: Place, to: Place];
}

/** What gets from one end to another, by the interfaces that it goes between. */
export interface Pair {
  readonly from: string;
  readonly to: string;
  /** By the {@link keyOf} of their places. */
  readonly strands: ReadonlyMap<string, PlacedStrand>;
}

/** One text for names that may have any character. */
export function keyOf(...parts: readonly unknown[]): string {
  return JSON.stringify(parts);
}

/** Every pair of ends, by their names, between which something gets through, or may. */
export function pairsOf(network: Network): ReadonlyMap<string, Pair> {
  const pairs = new Map<string, { from: string; to: string; strands: Map<string, PlacedStrand> }>();
  for (const cell of matrixOf(network)) {
    const strands = strandsOf(cell);
    for (const source of cell.from) {
      for (const target of cell.to) {
        if (cell.exceptSelf && source === target) continue;
        const [from, to] = [nameOf(network, source), nameOf(network, target)];
        const pair = pairs.get(keyOf(from, to)) ?? { from, to, strands: new Map() };
        for (const { subnets, ...strand } of strands) {
          const places = [
            { name: source, subnet: subnets[0] },
            { name: target, subnet: subnets[1] },
          ] as const;
          const key = keyOf(...places);
          const same = pair.strands.get(key);
          pair.strands.set(key, { ...(same === undefined ? strand : merged([same, strand])), places });
        }
        pairs.set(keyOf(from, to), pair);
      }
    }
  }
  return pairs;
}

/** All places of a network, by their {@link keyOf}. */
export function placesOf(network: Network): ReadonlySet<string> {
  const { endpoints, outsides } = network.fabric;
  return new Set(
    [...endpoints.keys(), ...outsides.keys()].flatMap((name) =>
      network.sides(name).map(({ subnet }) => keyOf({ name, subnet: subnet?.address })),
    ),
  );
}

/** Several strands as one. */
export function merged(strands: readonly Strand[]): Strand {
  const passes = PacketSet.unionOf(strands.map((each) => each.passes));
  const unknown = PacketSet.unionOf(strands.map((each) => each.unknown)).subtract(passes);
  return { passes, unknown, ways: strands.flatMap(({ ways }) => ways) };
}

function nameOf({ names }: Network, name: string): string {
  return names.nameOf(name) ?? name;
}

interface Between extends Strand {
  readonly subnets: readonly [from: string | undefined, to: string | undefined];
}

function strandsOf({ ways }: Cell): Between[] {
  const bySides = new Map<Side, Map<Side, Way[]>>();
  for (const way of ways) {
    const { from, to } = way.legs[0]!;
    const byTarget = bySides.get(from) ?? new Map<Side, Way[]>();
    byTarget.set(to, [...(byTarget.get(to) ?? []), way]);
    bySides.set(from, byTarget);
  }
  return [...bySides].flatMap(([from, byTarget]) =>
    [...byTarget].map(([to, own]) => ({
      ...strandOf(from, to, own),
      subnets: [from.subnet?.address, to.subnet?.address] as const,
    })),
  );
}

function strandOf(from: Side, to: Side, ways: readonly Way[]): Strand {
  const judged = ways.map(judgeWay);
  const passes = asNamed(PacketSet.unionOf(judged.map((each) => each.passes)), from, to);
  const unknown = asNamed(PacketSet.unionOf(judged.map((each) => each.unknown)), from, to);
  return { passes, unknown: unknown.subtract(passes), ways };
}

const PARTS = [ANY_IPV4, ANY_IPV6, EVERY_ADDRESS.subtract(ANY_IPV4).subtract(ANY_IPV6)];

function asNamed(packets: PacketSet, from: Side, to: Side): PacketSet {
  return PacketSet.unionOf(
    [...packets.boxes()].map(({ sources, sourcePorts, destinations, services }) =>
      PacketSet.of({
        sources: wholeOf(sources, from),
        sourcePorts: wholePorts(sourcePorts, from),
        destinations: wholeOf(destinations, to),
        services,
      }),
    ),
  );
}

/** Each family whole where all that a side has of it is there. */
function wholeOf(addresses: Addresses, side: Side): Addresses {
  return PARTS.reduce((sum, part) => {
    const [own, all] = [addresses.intersect(part), side.addresses.intersect(part)];
    const isWhole = !all.isEmpty && own.covers(all) && isByName(side, all);
    return sum.union(isWhole ? part : own);
  }, IntervalSet.of<bigint>());
}

/** A private network outside is its addresses: when it grows, more of it gets in. */
function isByName({ outside }: Side, addresses: Addresses): boolean {
  const isPrivate = outside?.entry !== undefined;
  return !isPrivate || !(addresses.overlaps(ANY_IPV4) || addresses.overlaps(ANY_IPV6));
}

function wholePorts(ports: Ports, { ephemeralPorts: [from, to] }: Side): Ports {
  return ports.covers(IntervalSet.of([from, to + 1])) ? ALL_PORTS : ports;
}
