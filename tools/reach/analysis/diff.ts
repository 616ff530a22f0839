import { type Addresses, ANY_IPV4, ANY_IPV6, NO_ADDRESS } from "../packets/addresses.ts";
import { IntervalSet } from "../packets/interval-set.ts";
import { PacketSet } from "../packets/packet-set.ts";
import type { Ports } from "../packets/transport-set.ts";
import type { Inventory, ModelGap } from "../terraform/inventory.ts";
import { unknownsOfPaths } from "./causes.ts";
import { explainDirect } from "./explain.ts";
import {
  compositeKey,
  connectivityByEndpoints,
  type EndpointConnectivity,
  endpointLocations,
  type InterfaceConnectivity,
  type LocatedConnectivity,
  mergeConnectivity,
} from "./interface-connectivity.ts";
import type { NetworkAnalysis } from "./network-analysis.ts";
import type { Cause } from "./paths/filter-step.ts";
import type { Path } from "./paths/path.ts";
import { resolveEndpoint } from "./resolve-endpoint.ts";
import { type RuleChange, RuleIndex } from "./rule-index.ts";

/** One of the two networks that are compared. */
export interface ReachSnapshot {
  readonly inventory: Inventory;
  readonly analysis: NetworkAnalysis;
}

/**
 * `possible`: it was not, or was not known to be; `unknown`: it was known, and no longer is; `ceased`: it was
 * possible; `settled`: it was not known, and is not possible.
 */
export type ChangeKind = "possible" | "unknown" | "ceased" | "settled";

/** What changed between two ends. */
export interface ConnectivityChange {
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
  readonly by: readonly RuleChange[];
  /** For what ceased, what blocks it now; for what became unknown, why. */
  readonly causes: readonly Cause[];
}

/** What a change of the files does to who can reach whom. */
export interface ConnectivityDiff {
  /** By kind, then by name. */
  readonly changes: readonly ConnectivityChange[];
  /** What could be read and modelled before, and cannot any more. */
  readonly gaps: readonly ModelGap[];
}

/** A version, worked out. */
interface AnalyzedSnapshot {
  readonly analysis: NetworkAnalysis;
  readonly connectivity: ReadonlyMap<string, EndpointConnectivity>;
  readonly locations: ReadonlySet<string>;
  readonly rules: RuleIndex;
}

const KINDS: readonly ChangeKind[] = ["possible", "unknown", "ceased", "settled"];

/** What became possible, what ceased to be, and what is no longer known, exactly. */
export function diff(before: ReachSnapshot, after: ReachSnapshot): ConnectivityDiff {
  const [old, now] = [analyze(before), analyze(after)];
  const keys = [...new Set([...old.connectivity.keys(), ...now.connectivity.keys()])].sort();
  const found = keys.flatMap((key) => changesOf(old, now, key));
  const known = new Set(old.analysis.model.gaps.map(formatGap));
  return {
    changes: KINDS.flatMap((kind) => found.filter((change) => change.kind === kind)),
    gaps: now.analysis.model.gaps.filter((gap) => !known.has(formatGap(gap))),
  };
}

function formatGap({ address, why }: ModelGap): string {
  return `${address} ${why}`;
}

function analyze({ inventory, analysis }: ReachSnapshot): AnalyzedSnapshot {
  return {
    analysis,
    connectivity: connectivityByEndpoints(analysis),
    locations: endpointLocations(analysis),
    rules: new RuleIndex(inventory, analysis.model),
  };
}

function changesOf(old: AnalyzedSnapshot, now: AnalyzedSnapshot, key: string): ConnectivityChange[] {
  const gained = differences(now, old, key, (mine, other) => ({
    possible: less(mine.allowed, other.allowed),
    unknown: less(mine.unknown, other.unknown),
  }));
  const lost = differences(old, now, key, (mine, other) => ({
    ceased: less(less(mine.allowed, other.allowed), other.unknown),
    settled: less(less(mine.unknown, other.allowed), other.unknown),
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
  readonly paths: readonly Path[];
  /** Endpoints with their subnets, and outside networks; the ways may be those of others that are the same to the network. */
  readonly ends: readonly string[];
}

/** What the strands of one side have over the other side's, by kind. */
function differences(
  mine: AnalyzedSnapshot,
  other: AnalyzedSnapshot,
  key: string,
  compare: (
    mine: InterfaceConnectivity,
    other: InterfaceConnectivity,
  ) => Partial<Record<ChangeKind, PacketSet>>,
): Difference[] {
  const found = new Map<ChangeKind, Difference>();
  for (const connectivity of mine.connectivity.get(key)?.byLocations.values() ?? []) {
    const compared = compare(connectivity, counterpart(other, key, connectivity));
    for (const kind of KINDS) {
      const packets = compared[kind];
      if (packets === undefined || packets.isEmpty) continue;
      const same = found.get(kind);
      found.set(kind, {
        kind,
        packets: packets.union(same?.packets ?? PacketSet.none),
        paths: [...(same?.paths ?? []), ...connectivity.paths],
        ends: [...(same?.ends ?? []), ...endsOf(connectivity)],
      });
    }
  }
  return [...found.values()];
}

const NO_CONNECTIVITY: InterfaceConnectivity = {
  allowed: PacketSet.none,
  unknown: PacketSet.none,
  paths: [],
};

/**
 * What gets between the same two interfaces on the other side; where one of them is not there (a new zone, one
 * server more), what gets between any of the two ends.
 */
function counterpart(
  { connectivity: pairs, locations: places }: AnalyzedSnapshot,
  key: string,
  connectivity: LocatedConnectivity,
): InterfaceConnectivity {
  const connectivities = pairs.get(key)?.byLocations;
  if (connectivities === undefined) return NO_CONNECTIVITY;
  const same = connectivities.get(compositeKey(...connectivity.locations));
  const isThere = connectivity.locations.every((place) => places.has(compositeKey(place)));
  return same ?? (isThere ? NO_CONNECTIVITY : mergeConnectivity([...connectivities.values()]));
}

function changeOf(
  old: AnalyzedSnapshot,
  now: AnalyzedSnapshot,
  key: string,
  difference: Difference,
): ConnectivityChange {
  const { kind, packets, paths } = difference;
  const { from, to } = (now.connectivity.get(key) ?? old.connectivity.get(key))!;
  const isGain = kind === "possible" || kind === "unknown";
  const [mine, other] = isGain ? [now, old] : [old, now];
  return {
    kind,
    from,
    to,
    packets,
    sources: partOf(mine.analysis, from, packets.sources()),
    destinations: partOf(mine.analysis, to, packets.destinations()),
    clientPorts: clientPortsOf(packets, paths),
    by: reasonsOf(mine, other, difference, isGain ? "added" : "removed"),
    causes: kind === "unknown" ? unknownsOfPaths(paths) : isGain ? [] : blocksOf(now, from, to, packets),
  };
}

/** The addresses that it is about, where these are not all of a family; of an outside network, those it has. */
function partOf({ model }: NetworkAnalysis, name: string, addresses: Addresses): Addresses {
  const isWhole = [ANY_IPV4, ANY_IPV6].some((family) => addresses.covers(family));
  if (isWhole) return NO_ADDRESS;
  const all = model.externalNetworks.get(name)?.addresses;
  return all === undefined ? addresses : addresses.intersect(all);
}

function clientPortsOf(packets: PacketSet, paths: readonly Path[]): Ports | undefined {
  const ranges = paths.map(({ segments }) => segments[0]!.from.ephemeralPorts);
  const all = IntervalSet.of(...ranges.map(([from, to]) => [from, to + 1] as const));
  const called = packets.sourcePorts().intersect(all);
  return called.equals(all) ? undefined : called;
}

/**
 * What the other half does not have, or not so: rules and routes on the ways, and ends that are new; else the ends
 * themselves, and what speaks of them (an address that they are given). Without any, all that takes part.
 */
function reasonsOf(
  mine: AnalyzedSnapshot,
  other: AnalyzedSnapshot,
  { packets, paths, ends: all }: Difference,
  change: "added" | "removed",
): RuleChange[] {
  const transport = packets.transport();
  const rules = distinct(
    paths.flatMap(({ segments }) => segments.flatMap(({ steps }) => steps.flatMap((step) => step.rules()))),
  );
  const ends = distinct(all).filter((end) => mine.rules.has(end));
  const isNew = (address: string) => mine.rules.isNewTo(other.rules, address, transport);
  const first = [...rules.filter(isNew), ...ends.filter((end) => !other.rules.has(end))];
  const found = first.length > 0 ? first : [...ends.filter(isNew), ...mine.rules.newAbout(other.rules, ends)];
  if (found.length === 0) return rules.map((address) => ({ address, change: "same" }));
  return distinct(found).map((address) => ({
    address,
    change: other.rules.has(address) ? "changed" : change,
  }));
}

/** The endpoints and their subnets, and networks outside. */
function endsOf({ locations: places }: LocatedConnectivity): string[] {
  return places.flatMap(({ name, subnet }) => (subnet === undefined ? [name] : [name, subnet]));
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)];
}

/** What blocks connections now, where both ends are still there. */
function blocksOf(
  { analysis }: AnalyzedSnapshot,
  from: string,
  to: string,
  packets: PacketSet,
): readonly Cause[] {
  const isThere = (name: string) =>
    analysis.names.endpointsOf(name).length > 0 ||
    analysis.model.endpoints.has(name) ||
    analysis.model.externalNetworks.has(name);
  if (!isThere(from) || !isThere(to)) return [];
  return explainDirect(
    analysis,
    resolveEndpoint(analysis, from),
    resolveEndpoint(analysis, to),
    packets.transport(),
  ).causes;
}
