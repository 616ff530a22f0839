import { endOf } from "../ends.ts";
import type { Gap, Inventory } from "../input/inventory.ts";
import type { Network } from "../network.ts";
import { type Addresses, ANY_IPV4, ANY_IPV6, NO_ADDRESS } from "../packets/addresses.ts";
import { IntervalSet } from "../packets/interval-set.ts";
import { PacketSet } from "../packets/packet-set.ts";
import type { Ports } from "../packets/services.ts";
import type { Cause } from "../walk/step.ts";
import type { Way } from "../walk/way.ts";
import { doubtsOf } from "./causes.ts";
import { explainDirect } from "./explain.ts";
import { type Reason, RuleBook } from "./rule-book.ts";
import { keyOf, merged, type Pair, type PlacedStrand, pairsOf, placesOf, type Strand } from "./strands.ts";

/** One of the two networks that are compared. */
export interface Version {
  readonly inventory: Inventory;
  readonly network: Network;
}

/**
 * `possible`: it was not, or was not known to be; `unknown`: it was known, and no longer is; `ceased`: it was
 * possible; `settled`: it was not known, and is not possible.
 */
export type ChangeKind = "possible" | "unknown" | "ceased" | "settled";

/** What changed between two ends. */
export interface Change {
  readonly kind: ChangeKind;
  readonly from: string;
  readonly to: string;
  /** The connections, where addresses of whole ends stand as all of their family. */
  readonly packets: PacketSet;
  /** The part of an outside network, or of an interface's possible addresses, that it is about; empty: all. */
  readonly sources: Addresses;
  readonly destinations: Addresses;
  /** The ports that they are called from; undefined: all that this kind of client calls from. */
  readonly clientPorts: Ports | undefined;
  /** What did it; where nothing of that is found, what takes part in it. */
  readonly by: readonly Reason[];
  /** For what ceased, what blocks it now; for what became unknown, why. */
  readonly causes: readonly Cause[];
}

/** What a change of the files does to who can reach whom. */
export interface Diff {
  /** By kind, then by name. */
  readonly changes: readonly Change[];
  /** What could be read and modelled before, and cannot any more. */
  readonly gaps: readonly Gap[];
}

/** A version, worked out. */
interface Half {
  readonly network: Network;
  readonly pairs: ReadonlyMap<string, Pair>;
  readonly places: ReadonlySet<string>;
  readonly book: RuleBook;
}

const KINDS: readonly ChangeKind[] = ["possible", "unknown", "ceased", "settled"];

/** What became possible, what ceased to be, and what is no longer known, exactly. */
export function diff(before: Version, after: Version): Diff {
  const [old, now] = [halfOf(before), halfOf(after)];
  const keys = [...new Set([...old.pairs.keys(), ...now.pairs.keys()])].sort();
  const found = keys.flatMap((key) => changesOf(old, now, key));
  const known = new Set(old.network.fabric.gaps.map(say));
  return {
    changes: KINDS.flatMap((kind) => found.filter((change) => change.kind === kind)),
    gaps: now.network.fabric.gaps.filter((gap) => !known.has(say(gap))),
  };
}

function say({ address, why }: Gap): string {
  return `${address} ${why}`;
}

function halfOf({ inventory, network }: Version): Half {
  return {
    network,
    pairs: pairsOf(network),
    places: placesOf(network),
    book: new RuleBook(inventory, network.fabric),
  };
}

function changesOf(old: Half, now: Half, key: string): Change[] {
  const gained = differences(now, old, key, (mine, other) => ({
    possible: less(mine.passes, other.passes),
    unknown: less(mine.unknown, other.unknown),
  }));
  const lost = differences(old, now, key, (mine, other) => ({
    ceased: less(less(mine.passes, other.passes), other.unknown),
    settled: less(less(mine.unknown, other.passes), other.unknown),
  }));
  return [...gained, ...lost].map((difference) => changeOf(old, now, key, difference));
}

const worked = new WeakMap<PacketSet, WeakMap<PacketSet, PacketSet>>();

/** The packets of one set without another's: equal endpoints ask for the same again and again. */
function less(one: PacketSet, other: PacketSet): PacketSet {
  if (one.isEmpty || other.isEmpty) return one;
  const known = worked.get(one) ?? new WeakMap<PacketSet, PacketSet>();
  worked.set(one, known);
  const left = known.get(other) ?? one.subtract(other);
  known.set(other, left);
  return left;
}

interface Difference {
  readonly kind: ChangeKind;
  readonly packets: PacketSet;
  readonly ways: readonly Way[];
  /** Endpoints with their subnets, and outside networks; the ways may be those of others that are the same to the network. */
  readonly ends: readonly string[];
}

/** What the strands of one side have over the other side's, by kind. */
function differences(
  mine: Half,
  other: Half,
  key: string,
  compare: (mine: Strand, other: Strand) => Partial<Record<ChangeKind, PacketSet>>,
): Difference[] {
  const found = new Map<ChangeKind, Difference>();
  for (const strand of mine.pairs.get(key)?.strands.values() ?? []) {
    const compared = compare(strand, counterpart(other, key, strand));
    for (const kind of KINDS) {
      const packets = compared[kind];
      if (packets === undefined || packets.isEmpty) continue;
      const same = found.get(kind);
      found.set(kind, {
        kind,
        packets: packets.union(same?.packets ?? PacketSet.none),
        ways: [...(same?.ways ?? []), ...strand.ways],
        ends: [...(same?.ends ?? []), ...endsOf(strand)],
      });
    }
  }
  return [...found.values()];
}

const NOTHING: Strand = { passes: PacketSet.none, unknown: PacketSet.none, ways: [] };

/**
 * What gets between the same two interfaces on the other side; where one of them is not there (a new zone, one
 * server more), what gets between any of the two ends.
 */
function counterpart({ pairs, places }: Half, key: string, strand: PlacedStrand): Strand {
  const strands = pairs.get(key)?.strands;
  if (strands === undefined) return NOTHING;
  const same = strands.get(keyOf(...strand.places));
  const isThere = strand.places.every((place) => places.has(keyOf(place)));
  return same ?? (isThere ? NOTHING : merged([...strands.values()]));
}

function changeOf(old: Half, now: Half, key: string, difference: Difference): Change {
  const { kind, packets, ways } = difference;
  const { from, to } = (now.pairs.get(key) ?? old.pairs.get(key))!;
  const isGain = kind === "possible" || kind === "unknown";
  const [mine, other] = isGain ? [now, old] : [old, now];
  return {
    kind,
    from,
    to,
    packets,
    sources: partOf(mine.network, from, packets.sources()),
    destinations: partOf(mine.network, to, packets.destinations()),
    clientPorts: clientPortsOf(packets, ways),
    by: reasonsOf(mine, other, difference, isGain ? "added" : "removed"),
    causes: kind === "unknown" ? doubtsOf(ways) : isGain ? [] : blocksOf(now, from, to, packets),
  };
}

/** The addresses that it is about, where these are not all of a family; of an outside network, those it has. */
function partOf({ fabric }: Network, name: string, addresses: Addresses): Addresses {
  const isWhole = [ANY_IPV4, ANY_IPV6].some((family) => addresses.covers(family));
  if (isWhole) return NO_ADDRESS;
  const all = fabric.outsides.get(name)?.addresses;
  return all === undefined ? addresses : addresses.intersect(all);
}

function clientPortsOf(packets: PacketSet, ways: readonly Way[]): Ports | undefined {
  const ranges = ways.map(({ legs }) => legs[0]!.from.ephemeralPorts);
  const all = IntervalSet.of(...ranges.map(([from, to]) => [from, to + 1] as const));
  const called = packets.sourcePorts().intersect(all);
  return called.equals(all) ? undefined : called;
}

/**
 * What the other half does not have, or not so: rules and routes on the ways, and ends that are new; else the ends
 * themselves, and what speaks of them (an address that they are given). Without any, all that takes part.
 */
function reasonsOf(
  mine: Half,
  other: Half,
  { packets, ways, ends: all }: Difference,
  change: "added" | "removed",
): Reason[] {
  const services = packets.services();
  const rules = distinct(
    ways.flatMap(({ legs }) => legs.flatMap(({ steps }) => steps.flatMap((step) => step.by()))),
  );
  const ends = distinct(all).filter((end) => mine.book.has(end));
  const isNew = (address: string) => mine.book.isNewTo(other.book, address, services);
  const first = [...rules.filter(isNew), ...ends.filter((end) => !other.book.has(end))];
  const found = first.length > 0 ? first : [...ends.filter(isNew), ...mine.book.newAbout(other.book, ends)];
  if (found.length === 0) return rules.map((address) => ({ address, change: "same" }));
  return distinct(found).map((address) => ({
    address,
    change: other.book.has(address) ? "changed" : change,
  }));
}

/** The endpoints and their subnets, and networks outside. */
function endsOf({ places }: PlacedStrand): string[] {
  return places.flatMap(({ name, subnet }) => (subnet === undefined ? [name] : [name, subnet]));
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)];
}

/** What blocks connections now, where both ends are still there. */
function blocksOf({ network }: Half, from: string, to: string, packets: PacketSet): readonly Cause[] {
  const isThere = (name: string) =>
    network.names.endpointsOf(name).length > 0 ||
    network.fabric.endpoints.has(name) ||
    network.fabric.outsides.has(name);
  if (!isThere(from) || !isThere(to)) return [];
  return explainDirect(network, endOf(network, from), endOf(network, to), packets.services()).causes;
}
