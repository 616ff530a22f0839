import { PacketSet } from "../packets/packet-set.ts";
import { type AnalyzedNetwork, counterpart } from "./analyzed-network.ts";
import { mergeConnectivity } from "./interface-connectivity.ts";

/** A connection that is wrong in a network on the way from one to another. */
export interface TransitionProblem {
  /** `lost`: open before and after, but not now; `opened`: now, and neither before nor after. */
  readonly kind: "lost" | "opened";
  /** The endpoint that sends. */
  readonly from: string;
  /** The endpoint that receives. */
  readonly to: string;
  /** The packets that are lost or opened. */
  readonly packets: PacketSet;
}

/**
 * Checks a network on the way from one to another: what is open before and after stays open, and
 * nothing opens that is open in neither. Ends are compared by name. Where an end is in a place that
 * another network lacks, such as a new zone, all its places there count.
 *
 * Not judged is what opens between an end that leaves and one that comes: neither network has both.
 * Between regions, rules name blocks of addresses, which hold for what is new in them too.
 */
export function transitionProblems(
  before: AnalyzedNetwork,
  after: AnalyzedNetwork,
  now: AnalyzedNetwork,
): readonly TransitionProblem[] {
  const keys = new Set([...before.connectivity.keys(), ...now.connectivity.keys()]);
  return [...keys]
    .sort()
    .flatMap((key) => [...lost(before, after, now, key), ...opened(before, after, now, key)]);
}

function lost(
  before: AnalyzedNetwork,
  after: AnalyzedNetwork,
  now: AnalyzedNetwork,
  key: string,
): TransitionProblem[] {
  const pair = before.connectivity.get(key);
  const packets = [...(pair?.byLocations.values() ?? [])].map((was) => {
    const common = was.allowed.intersect(counterpart(after, key, was).allowed);
    return common.isEmpty ? common : common.subtract(counterpart(now, key, was).allowed);
  });
  return problem("lost", pair, packets);
}

function opened(
  before: AnalyzedNetwork,
  after: AnalyzedNetwork,
  now: AnalyzedNetwork,
  key: string,
): TransitionProblem[] {
  const pair = now.connectivity.get(key);
  if (pair === undefined || ![before, after].some(({ ends }) => ends.has(pair.from) && ends.has(pair.to)))
    return [];
  const packets = [...pair.byLocations.values()].map((is) => {
    const known = mergeConnectivity([counterpart(before, key, is), counterpart(after, key, is)]);
    return is.allowed.subtract(known.allowed).subtract(known.unknown);
  });
  return problem("opened", pair, packets);
}

function problem(
  kind: TransitionProblem["kind"],
  pair: { readonly from: string; readonly to: string } | undefined,
  packets: readonly PacketSet[],
): TransitionProblem[] {
  const all = PacketSet.unionOf(packets);
  return pair === undefined || all.isEmpty ? [] : [{ kind, from: pair.from, to: pair.to, packets: all }];
}
