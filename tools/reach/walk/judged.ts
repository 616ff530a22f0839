import { PacketSet } from "../packets/packet-set.ts";

/** What something on the way makes of connections: some pass, of some it is not known, the rest are refused. */
export interface Judged {
  readonly passes: PacketSet;
  /** Apart from `passes`. */
  readonly unknown: PacketSet;
}

/** All pass. */
export const EVERYTHING: Judged = { passes: PacketSet.all, unknown: PacketSet.none };
/** None pass. */
export const NOTHING: Judged = { passes: PacketSet.none, unknown: PacketSet.none };
/** Of none it is known. */
export const UNKNOWABLE: Judged = { passes: PacketSet.none, unknown: PacketSet.all };

/** What passes both: a connection that either refuses is refused. */
export function both(one: Judged, other: Judged): Judged {
  if (one === EVERYTHING) return other;
  if (other === EVERYTHING) return one;
  const passes = one.passes.intersect(other.passes);
  if (one.unknown.isEmpty && other.unknown.isEmpty) return { passes, unknown: PacketSet.none };
  const possible = one.passes.union(one.unknown).intersect(other.passes.union(other.unknown));
  return { passes, unknown: possible.subtract(passes) };
}

/** What becomes of some connections alone. */
export function within(judged: Judged, asked: PacketSet): Judged {
  return { passes: judged.passes.intersect(asked), unknown: judged.unknown.intersect(asked) };
}

/** Whether nothing passes, for certain. */
export function refusesAll({ passes, unknown }: Judged): boolean {
  return passes.isEmpty && unknown.isEmpty;
}
