import type { Addresses } from "../../packets/addresses.ts";
import { PacketSet } from "../../packets/packet-set.ts";
import { forAnyClientPort } from "./client-ports.ts";
import { ALLOW_ALL, and, DENY_ALL, deniesAll, type FilterResult, restrictTo } from "./filter-result.ts";
import type { PathSegment } from "./path-segment.ts";

/**
 * A path that routes give some connections, with all filters on it. Each NAT starts a new segment.
 */
export interface NetworkPath {
  /** The destinations that routes lead to on this path. */
  readonly destinations: Addresses;
  /** The segments, in the order in which packets pass them. */
  readonly segments: readonly PathSegment[];
}

const evaluatedSegments = new WeakMap<PathSegment, FilterResult>();

/** Evaluates the filters of a segment. */
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

/**
 * Evaluates a path, in terms of the first segment's packets: a NAT keeps destination and ports.
 *
 * @throws RangeError if the path has no segment.
 */
export function evaluatePath({ segments }: NetworkPath): FilterResult {
  const [first, ...rest] = segments;
  if (first === undefined) throw new RangeError("a path without a segment");
  return rest.reduce<FilterResult>((sum, segment) => and(sum, onlyFarSide(segment)), evaluateSegment(first));
}

/**
 * A later segment, seen by its destinations and ports alone. The result is unknown if only some of
 * the addresses or ports that its source may use get through.
 */
function onlyFarSide(segment: PathSegment): FilterResult {
  const { allowed, unknown } = evaluateSegment(segment);
  const isSure = segment.from.isExact || allowed.sources().covers(segment.requested.sources());
  const sure = isSure ? farSide(forAnyClientPort(allowed, segment)) : PacketSet.none;
  return { allowed: sure, unknown: farSide(allowed.union(unknown)).subtract(sure) };
}

/** The same destinations and ports, from any source. */
function farSide(packets: PacketSet): PacketSet {
  return PacketSet.unionOf(
    [...packets.boxes()].map(({ destinations, transport }) => PacketSet.of({ destinations, transport })),
  );
}
