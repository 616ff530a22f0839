import { required } from "../../../language/required.ts";
import { PacketSet } from "../packets/packet-set.ts";
import { TransportSet } from "../packets/transport-set.ts";
import { equivalenceClasses, trafficEndpointKey } from "./equivalence-classes.ts";
import type { NetworkAnalysis } from "./network-analysis.ts";
import { evaluatePath, type NetworkPath } from "./paths/network-path.ts";
import { crossesNetwork, isSingleHost, type TrafficEndpoint } from "./paths/traffic-endpoint.ts";

/**
 * The connectivity from some endpoints or external networks to others, through the network alone.
 */
export interface ConnectivityEntry {
  /** Names in the network model. Endpoints that the network treats alike share one entry. */
  readonly from: readonly string[];
  /** Names of the targets, of which the same is true. */
  readonly to: readonly string[];
  /** True if each of these endpoints reaches all the others, but not itself. */
  readonly exceptSelf: boolean;
  /** The packets that are certain to get through. */
  readonly allowed: PacketSet;
  /** The packets of which that is unknown. */
  readonly unknown: PacketSet;
  /** The paths of the packets, with the filters on them. */
  readonly paths: readonly NetworkPath[];
}

/** Endpoints that the network treats alike: their interfaces have the same subnets and groups. */
interface EndpointClass {
  readonly names: readonly string[];
  readonly trafficEndpoints: readonly TrafficEndpoint[];
  readonly isExternal: boolean;
}

/**
 * Yields every pair between which connections are or may be possible. Excluded are pairs of
 * external networks, AWS services as sources (they open no connections) and CloudFront as a target
 * (none are opened to it).
 */
export function* connectivityMatrix(analysis: NetworkAnalysis): Generator<ConnectivityEntry> {
  const { endpoints, externalNetworks } = analysis.model;
  const inside = classesOf(analysis, [...endpoints.keys()], false);
  const externalNetwork = (kind: string) =>
    classesOf(
      analysis,
      [...externalNetworks.values()].filter((each) => each.kind !== kind).map(({ name }) => name),
      true,
    );
  const targets = [...inside, ...externalNetwork("cdn")];
  for (const from of [...inside, ...externalNetwork("aws-service")]) {
    for (const to of from.isExternal ? inside : targets) {
      const entry = connectivityEntry(analysis, from, to);
      if (entry !== undefined) yield entry;
    }
  }
}

function classesOf(analysis: NetworkAnalysis, names: readonly string[], isOutside: boolean): EndpointClass[] {
  const keyOf = (name: string) =>
    isOutside ? name : analysis.trafficEndpoints(name).map(trafficEndpointKey).join(" | ");
  return equivalenceClasses(names, keyOf).map((same) => ({
    names: same,
    trafficEndpoints: analysis.trafficEndpoints(required(same, 0)),
    isExternal: isOutside,
  }));
}

function connectivityEntry(
  analysis: NetworkAnalysis,
  from: EndpointClass,
  to: EndpointClass,
): ConnectivityEntry | undefined {
  const paths = pathsBetween(analysis, from, to);
  if (paths.length === 0) return undefined;
  const result = paths.map(evaluatePath);
  const allowed = PacketSet.unionOf(result.map((each) => each.allowed));
  const unknown = PacketSet.unionOf(result.map((each) => each.unknown)).subtract(allowed);
  if (allowed.isEmpty && unknown.isEmpty) return undefined;
  const exceptSelf = from === to && from.trafficEndpoints.every(isSingleHost);
  return { from: from.names, to: to.names, exceptSelf, allowed, unknown, paths };
}

function pathsBetween(analysis: NetworkAnalysis, from: EndpointClass, to: EndpointClass): NetworkPath[] {
  return from.trafficEndpoints.flatMap((source) =>
    to.trafficEndpoints
      .filter((target) => crossesNetwork(source, target) || from.names.length > 1)
      .filter((target) => analysis.couldConnect(source, target))
      .flatMap((target) => analysis.paths(source, target, TransportSet.all)),
  );
}
