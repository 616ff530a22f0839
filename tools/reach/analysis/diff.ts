import { required } from "../../../language/required.ts";
import { type Addresses, ANY_IPV4, ANY_IPV6, NO_ADDRESS } from "../packets/addresses.ts";
import { IntervalSet } from "../packets/interval-set.ts";
import { PacketSet } from "../packets/packet-set.ts";
import type { Ports } from "../packets/transport-set.ts";
import type { ModelGap } from "../terraform/inventory.ts";
import { type AnalyzedNetwork, analyze, counterpart } from "./analyzed-network.ts";
import { unknownsOfPaths } from "./causes.ts";
import { explainDirect } from "./explain.ts";
import type { InterfaceConnectivity, LocatedConnectivity } from "./interface-connectivity.ts";
import type { NetworkAnalysis } from "./network-analysis.ts";
import type { Cause } from "./paths/filter-step.ts";
import type { NetworkPath } from "./paths/network-path.ts";
import { resolveEndpoint } from "./resolve-endpoint.ts";
import type { RuleChange } from "./rule-index.ts";

/**
 * The kind of a change:
 * `possible`: was blocked or unknown, is now allowed;
 * `unknown`: was known, is now unknown;
 * `ceased`: was allowed, is now blocked;
 * `settled`: was unknown, is now blocked.
 */
export type ChangeKind = "possible" | "unknown" | "ceased" | "settled";

/** A change of the connectivity between two endpoints. */
export interface ConnectivityChange {
  /** The kind of the change. */
  readonly kind: ChangeKind;
  /** The source: the name of an endpoint or external network. */
  readonly from: string;
  /** The target: the name of an endpoint or external network. */
  readonly to: string;
  /** The connections. All addresses of an endpoint are given as all addresses of their family. */
  readonly packets: PacketSet;
  /**
   * The affected part of an external network or of an interface's possible addresses; empty: all.
   */
  readonly sources: Addresses;
  /** The affected part of the target, like {@link sources} of the source; empty: all. */
  readonly destinations: Addresses;
  /** The clients' source ports; undefined: all that this kind of client uses. */
  readonly clientPorts: Ports | undefined;
  /** The changed rules and resources that cause it; if there are none, all that take part. */
  readonly by: readonly RuleChange[];
  /** For `ceased`, what blocks it now; for `unknown`, the reasons. */
  readonly causes: readonly Cause[];
}

/** The connectivity changes between two networks. */
export interface ConnectivityDiff {
  /** By kind, then by name. */
  readonly changes: readonly ConnectivityChange[];
  /** Resources that could be read and modelled before, and no longer can. */
  readonly gaps: readonly ModelGap[];
}

const KINDS: readonly ChangeKind[] = ["possible", "unknown", "ceased", "settled"];

/** Compares the connectivity of two networks exactly. */
export function diff(before: NetworkAnalysis, after: NetworkAnalysis): ConnectivityDiff {
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

function changesOf(old: AnalyzedNetwork, now: AnalyzedNetwork, key: string): ConnectivityChange[] {
  const gained = differences(now, old, key, (mine, other) => ({
    possible: subtract(mine.allowed, other.allowed),
    unknown: subtract(mine.unknown, other.unknown),
  }));
  const lost = differences(old, now, key, (mine, other) => ({
    ceased: subtract(subtract(mine.allowed, other.allowed), other.unknown),
    settled: subtract(subtract(mine.unknown, other.allowed), other.unknown),
  }));
  return [...gained, ...lost].map((difference) => changeOf(old, now, key, difference));
}

const subtracted = new WeakMap<PacketSet, WeakMap<PacketSet, PacketSet>>();

/** Subtracts packet sets, memoized: equal endpoints repeat the same subtraction. */
function subtract(minuend: PacketSet, subtrahend: PacketSet): PacketSet {
  if (minuend.isEmpty || subtrahend.isEmpty) return minuend;
  const known = subtracted.get(minuend) ?? new WeakMap<PacketSet, PacketSet>();
  subtracted.set(minuend, known);
  const left = known.get(subtrahend) ?? minuend.subtract(subtrahend);
  known.set(subtrahend, left);
  return left;
}

interface Difference {
  readonly kind: ChangeKind;
  readonly packets: PacketSet;
  readonly paths: readonly NetworkPath[];
  /**
   * Endpoints, their subnets and external networks. The paths may belong to equivalent endpoints.
   */
  readonly endpoints: readonly string[];
}

/** Returns, by kind, what the connectivity of one snapshot has beyond the other's. */
function differences(
  mine: AnalyzedNetwork,
  other: AnalyzedNetwork,
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
        endpoints: [...(same?.endpoints ?? []), ...endpointsOf(connectivity)],
      });
    }
  }
  return [...found.values()];
}

function changeOf(
  old: AnalyzedNetwork,
  now: AnalyzedNetwork,
  key: string,
  difference: Difference,
): ConnectivityChange {
  const { kind, packets, paths } = difference;
  const { from, to } = now.connectivity.get(key) ?? required(old.connectivity, key);
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

/**
 * The affected addresses, unless they are all of a family; of an external network, those that it
 * has.
 */
function partOf({ model }: NetworkAnalysis, name: string, addresses: Addresses): Addresses {
  const isWhole = [ANY_IPV4, ANY_IPV6].some((family) => addresses.covers(family));
  if (isWhole) return NO_ADDRESS;
  const all = model.externalNetworks.get(name)?.addresses;
  return all === undefined ? addresses : addresses.intersect(all);
}

function clientPortsOf(packets: PacketSet, paths: readonly NetworkPath[]): Ports | undefined {
  const ranges = paths.map(({ segments }) => required(segments, 0).from.ephemeralPorts);
  const all = IntervalSet.of(...ranges.map(([from, to]) => [from, to + 1] as const));
  const called = packets.sourcePorts().intersect(all);
  return called.equals(all) ? undefined : called;
}

/**
 * Returns what is new or changed compared with the other snapshot: rules and routes on the paths
 * and new endpoints; otherwise the routes of the endpoints' subnets, which only return traffic may
 * take, changed endpoints and the resources that reference them (such as an attached address).
 * Without any of these, returns every rule on the paths as unchanged.
 */
function reasonsOf(
  mine: AnalyzedNetwork,
  other: AnalyzedNetwork,
  { packets, paths, endpoints: all }: Difference,
  change: "added" | "removed",
): RuleChange[] {
  const transport = packets.transport();
  const rules = distinct(
    paths.flatMap(({ segments }) => segments.flatMap(({ steps }) => steps.flatMap((step) => step.rules()))),
  );
  const endpoints = distinct(all).filter((endpoint) => mine.rules.has(endpoint));
  const isNew = (address: string) => mine.rules.isNewTo(other.rules, address, transport);
  const first = [...rules.filter(isNew), ...endpoints.filter((endpoint) => !other.rules.has(endpoint))];
  const found =
    first.length > 0
      ? first
      : [
          ...routesOfSubnets(mine.analysis, endpoints).filter(isNew),
          ...endpoints.filter(isNew),
          ...mine.rules.newAbout(other.rules, endpoints),
        ];
  if (found.length === 0) return rules.map((address) => ({ address, change: "same" }));
  return distinct(found).map((address) => ({
    address,
    change: other.rules.has(address) ? "changed" : change,
  }));
}

/** The origins of the routes in effect in some subnets, which are among the names. */
function routesOfSubnets({ model }: NetworkAnalysis, names: readonly string[]): string[] {
  return distinct(
    names.flatMap((name) => model.subnets.get(name)?.table.routes.map(({ origin }) => origin) ?? []),
  );
}

/** The names of the endpoints, their subnets and the external networks. */
function endpointsOf({ locations }: LocatedConnectivity): string[] {
  return locations.flatMap(({ name, subnet }) => (subnet === undefined ? [name] : [name, subnet]));
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)];
}

/** The causes that block connections now, if both endpoints still exist. */
function blocksOf(
  { analysis }: AnalyzedNetwork,
  from: string,
  to: string,
  packets: PacketSet,
): readonly Cause[] {
  const exists = (name: string) =>
    analysis.names.endpointsOf(name).length > 0 ||
    analysis.model.endpoints.has(name) ||
    analysis.model.externalNetworks.has(name);
  if (!exists(from) || !exists(to)) return [];
  return explainDirect(
    analysis,
    resolveEndpoint(analysis, from),
    resolveEndpoint(analysis, to),
    packets.transport(),
  ).causes;
}
