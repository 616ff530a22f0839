import type { Addresses } from "../../packets/addresses.ts";
import { PacketSet } from "../../packets/packet-set.ts";
import { forAnyClientPort } from "./client-ports.ts";
import { ALLOW_ALL, and, DENY_ALL, deniesAll, type FilterResult, restrictTo } from "./filter-result.ts";
import type { FilterStep } from "./filter-step.ts";
import type { TrafficEndpoint } from "./traffic-endpoint.ts";

/** A stretch of a way on which packets keep their addresses. */
export interface PathSegment {
  readonly from: TrafficEndpoint;
  readonly to: TrafficEndpoint;
  /** The connections that are to get through. */
  readonly requested: PacketSet;
  readonly steps: readonly FilterStep[];
}

/** A way that routes give some connections, and all that decides about them on it; legs part at each NAT. */
export interface Path {
  readonly destinations: Addresses;
  readonly segments: readonly PathSegment[];
}

const evaluatedSegments = new WeakMap<PathSegment, FilterResult>();

/** What gets through a leg. */
function evaluateSegment(segment: PathSegment): FilterResult {
  let result = evaluatedSegments.get(segment);
  if (result === undefined) {
    result = evaluateSteps(segment);
    evaluatedSegments.set(segment, result);
  }
  return result;
}

function evaluateSteps({ requested, steps }: PathSegment): FilterResult {
  let result = restrictTo(ALLOW_ALL, requested);
  for (const step of steps) {
    result = and(result, step.result);
    if (deniesAll(result)) return DENY_ALL;
  }
  return result;
}

/** What gets through a whole way, as the first leg's packets: a NAT keeps destination and service. */
export function evaluatePath({ segments }: Path): FilterResult {
  const [first, ...rest] = segments;
  if (first === undefined) throw new RangeError("a way without a leg");
  return rest.reduce<FilterResult>((sum, segment) => and(sum, onlyFarSide(segment)), evaluateSegment(first));
}

/** Where only some of the addresses or ports get through that the one between may have, nothing is sure. */
function onlyFarSide(segment: PathSegment): FilterResult {
  const { allowed, unknown } = evaluateSegment(segment);
  const isSure = segment.from.isExact || allowed.sources().covers(segment.requested.sources());
  const sure = isSure ? farSide(forAnyClientPort(allowed, segment)) : PacketSet.none;
  return { allowed: sure, unknown: farSide(allowed.union(unknown)).subtract(sure) };
}

/** The same destinations and services from anywhere. */
function farSide(packets: PacketSet): PacketSet {
  return PacketSet.unionOf(
    [...packets.boxes()].map(({ destinations, transport }) => PacketSet.of({ destinations, transport })),
  );
}
