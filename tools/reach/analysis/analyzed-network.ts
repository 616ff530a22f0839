import { PacketSet } from "../packets/packet-set.ts";
import {
  compositeKey,
  connectivityByEndpoints,
  type EndpointConnectivity,
  endNames,
  endpointLocations,
  type InterfaceConnectivity,
  type LocatedConnectivity,
  mergeConnectivity,
} from "./interface-connectivity.ts";
import type { NetworkAnalysis } from "./network-analysis.ts";
import { RuleIndex } from "./rule-index.ts";

/** A network with its computed connectivity, to be compared with others. */
export interface AnalyzedNetwork {
  /** The network itself. */
  readonly analysis: NetworkAnalysis;
  /** The connectivity of each pair of endpoints, by both names. */
  readonly connectivity: ReadonlyMap<string, EndpointConnectivity>;
  /** The places of all endpoints: each one's network interfaces, as composite keys. */
  readonly locations: ReadonlySet<string>;
  /** The names of all ends, as the platform has them. */
  readonly ends: ReadonlySet<string>;
  /** The rules that admit packets, by what they refer to. */
  readonly rules: RuleIndex;
}

/** Computes the connectivity of a network. */
export function analyze(analysis: NetworkAnalysis): AnalyzedNetwork {
  return {
    analysis,
    connectivity: connectivityByEndpoints(analysis),
    locations: endpointLocations(analysis),
    ends: endNames(analysis),
    rules: new RuleIndex(analysis),
  };
}

const NO_CONNECTIVITY: InterfaceConnectivity = {
  allowed: PacketSet.none,
  unknown: PacketSet.none,
  paths: [],
};

/**
 * The connectivity between the same two interfaces in the other network. If one of the interfaces
 * is missing there (a new zone, another instance), the connectivity between any interfaces of the
 * two endpoints.
 */
export function counterpart(
  { connectivity: pairs, locations }: AnalyzedNetwork,
  key: string,
  connectivity: LocatedConnectivity,
): InterfaceConnectivity {
  const connectivities = pairs.get(key)?.byLocations;
  if (connectivities === undefined) return NO_CONNECTIVITY;
  const same = connectivities.get(compositeKey(...connectivity.locations));
  const isPresent = connectivity.locations.every((location) => locations.has(compositeKey(location)));
  return same ?? (isPresent ? NO_CONNECTIVITY : mergeConnectivity([...connectivities.values()]));
}
