import { required } from "../../../language/required.ts";
import { type Addresses, ANY_IPV4, ANY_IPV6, EVERY_ADDRESS } from "../packets/addresses.ts";
import { IntervalSet } from "../packets/interval-set.ts";
import { PacketSet } from "../packets/packet-set.ts";
import { ALL_PORTS, type Ports } from "../packets/transport-set.ts";
import { type ConnectivityEntry, connectivityMatrix } from "./connectivity-matrix.ts";
import type { NetworkAnalysis } from "./network-analysis.ts";
import { evaluatePath, type NetworkPath } from "./paths/network-path.ts";
import type { TrafficEndpoint } from "./paths/traffic-endpoint.ts";

/**
 * The connectivity from one interface to another. All addresses of an interface are given as all
 * addresses of their family, and all source ports of its kind as all ports: snapshots are compared
 * by the endpoints' names, whatever their addresses are.
 */
export interface InterfaceConnectivity {
  /** The packets that are certain to get through. */
  readonly allowed: PacketSet;
  /** The packets of which that is unknown. */
  readonly unknown: PacketSet;
  /** The paths of the packets, with the filters on them. */
  readonly paths: readonly NetworkPath[];
}

/** An endpoint in a subnet, or an external network, which has no subnet. */
export interface EndpointLocation {
  /** The name in the network model. */
  readonly name: string;
  /** The subnet's address; undefined for an external network, and if unknown. */
  readonly subnet: string | undefined;
}

/** The connectivity between two locations. */
export interface LocatedConnectivity extends InterfaceConnectivity {
  /** The two locations. */
  readonly locations: readonly [from: EndpointLocation, to: EndpointLocation];
}

/** The connectivity from one endpoint to another, by the interfaces that it uses. */
export interface EndpointConnectivity {
  /** The source's name in the network model. */
  readonly from: string;
  /** The target's name in the network model. */
  readonly to: string;
  /** By the {@link compositeKey} of the two locations. */
  readonly byLocations: ReadonlyMap<string, LocatedConnectivity>;
}

/** Joins values into one unambiguous text, whatever characters they contain. */
export function compositeKey(...parts: readonly unknown[]): string {
  return JSON.stringify(parts);
}

/** Returns the connectivity of every pair of named endpoints that is or may be connected. */
export function connectivityByEndpoints(
  analysis: NetworkAnalysis,
): ReadonlyMap<string, EndpointConnectivity> {
  const pairs = new Map<
    string,
    { from: string; to: string; byLocations: Map<string, LocatedConnectivity> }
  >();
  for (const entry of connectivityMatrix(analysis)) {
    const connectivities = connectivityOfEntry(entry);
    for (const source of entry.from) {
      for (const target of entry.to) {
        if (entry.exceptSelf && source === target) continue;
        const [from, to] = [platformNameOf(analysis, source), platformNameOf(analysis, target)];
        const pair = pairs.get(compositeKey(from, to)) ?? { from, to, byLocations: new Map() };
        for (const { subnets, ...connectivity } of connectivities) {
          const locations = [
            { name: source, subnet: subnets[0] },
            { name: target, subnet: subnets[1] },
          ] as const;
          const key = compositeKey(...locations);
          const same = pair.byLocations.get(key);
          pair.byLocations.set(key, {
            ...(same === undefined ? connectivity : mergeConnectivity([same, connectivity])),
            locations,
          });
        }
        pairs.set(compositeKey(from, to), pair);
      }
    }
  }
  return pairs;
}

/** Returns the {@link compositeKey} of every location in a network. */
export function endpointLocations(analysis: NetworkAnalysis): ReadonlySet<string> {
  const { endpoints, externalNetworks } = analysis.model;
  return new Set(
    [...endpoints.keys(), ...externalNetworks.keys()].flatMap((name) =>
      analysis.trafficEndpoints(name).map(({ subnet }) => compositeKey({ name, subnet: subnet?.address })),
    ),
  );
}

/** Returns the names of all endpoints and external networks, as the platform has them. */
export function endNames(analysis: NetworkAnalysis): ReadonlySet<string> {
  const { endpoints, externalNetworks } = analysis.model;
  return new Set(
    [...endpoints.keys(), ...externalNetworks.keys()].map((name) => platformNameOf(analysis, name)),
  );
}

/** Merges several connectivities into one. */
export function mergeConnectivity(connectivities: readonly InterfaceConnectivity[]): InterfaceConnectivity {
  const allowed = PacketSet.unionOf(connectivities.map((each) => each.allowed));
  const unknown = PacketSet.unionOf(connectivities.map((each) => each.unknown)).subtract(allowed);
  return { allowed, unknown, paths: connectivities.flatMap(({ paths }) => paths) };
}

function platformNameOf({ names }: NetworkAnalysis, name: string): string {
  return names.platformName(name) ?? name;
}

interface Between extends InterfaceConnectivity {
  readonly subnets: readonly [from: string | undefined, to: string | undefined];
}

function connectivityOfEntry({ paths }: ConnectivityEntry): Between[] {
  const bySides = new Map<TrafficEndpoint, Map<TrafficEndpoint, NetworkPath[]>>();
  for (const path of paths) {
    const { from, to } = required(path.segments, 0);
    const byTarget = bySides.get(from) ?? new Map<TrafficEndpoint, NetworkPath[]>();
    byTarget.set(to, [...(byTarget.get(to) ?? []), path]);
    bySides.set(from, byTarget);
  }
  return [...bySides].flatMap(([from, byTarget]) =>
    [...byTarget].map(([to, own]) => ({
      ...connectivityBetween(from, to, own),
      subnets: [from.subnet?.address, to.subnet?.address] as const,
    })),
  );
}

function connectivityBetween(
  from: TrafficEndpoint,
  to: TrafficEndpoint,
  paths: readonly NetworkPath[],
): InterfaceConnectivity {
  const result = paths.map(evaluatePath);
  const allowed = asNamed(PacketSet.unionOf(result.map((each) => each.allowed)), from, to);
  const unknown = asNamed(PacketSet.unionOf(result.map((each) => each.unknown)), from, to);
  return { allowed, unknown: unknown.subtract(allowed), paths };
}

const PARTS = [ANY_IPV4, ANY_IPV6, EVERY_ADDRESS.subtract(ANY_IPV4).subtract(ANY_IPV6)];

function asNamed(packets: PacketSet, from: TrafficEndpoint, to: TrafficEndpoint): PacketSet {
  return PacketSet.unionOf(
    [...packets.boxes()].map(({ sources, sourcePorts, destinations, transport }) =>
      PacketSet.of({
        sources: wholeOf(sources, from),
        sourcePorts: wholePorts(sourcePorts, from),
        destinations: wholeOf(destinations, to),
        transport,
      }),
    ),
  );
}

/**
 * Replaces the addresses of a family by the whole family if they include all that the endpoint has.
 */
function wholeOf(addresses: Addresses, trafficEndpoint: TrafficEndpoint): Addresses {
  return PARTS.reduce((sum, part) => {
    const [own, all] = [addresses.intersect(part), trafficEndpoint.addresses.intersect(part)];
    const isWhole = !all.isEmpty && own.covers(all) && isByName(trafficEndpoint, all);
    return sum.union(isWhole ? part : own);
  }, IntervalSet.of<bigint>());
}

/**
 * True if an endpoint is identified by its name. A private external network is identified by its
 * addresses: when it grows, more addresses get in.
 */
function isByName({ externalNetwork }: TrafficEndpoint, addresses: Addresses): boolean {
  const isPrivate = externalNetwork?.attachedTo !== undefined;
  return !isPrivate || !(addresses.overlaps(ANY_IPV4) || addresses.overlaps(ANY_IPV6));
}

function wholePorts(ports: Ports, { ephemeralPorts: [from, to] }: TrafficEndpoint): Ports {
  return ports.covers(IntervalSet.of([from, to + 1])) ? ALL_PORTS : ports;
}
