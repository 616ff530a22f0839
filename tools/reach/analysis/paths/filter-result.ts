import { PacketSet } from "../../packets/packet-set.ts";

/** What something on the way makes of connections: some pass, of some it is not known, the rest are refused. */
export interface FilterResult {
  readonly allowed: PacketSet;
  /** Apart from `passes`. */
  readonly unknown: PacketSet;
}

/** All pass. */
export const ALLOW_ALL: FilterResult = { allowed: PacketSet.all, unknown: PacketSet.none };
/** None pass. */
export const DENY_ALL: FilterResult = { allowed: PacketSet.none, unknown: PacketSet.none };
/** Of none it is known. */
export const UNKNOWN_FOR_ALL: FilterResult = { allowed: PacketSet.none, unknown: PacketSet.all };

/** What passes both: a connection that either refuses is refused. */
export function and(one: FilterResult, other: FilterResult): FilterResult {
  if (one === ALLOW_ALL) return other;
  if (other === ALLOW_ALL) return one;
  const allowed = one.allowed.intersect(other.allowed);
  if (one.unknown.isEmpty && other.unknown.isEmpty) return { allowed, unknown: PacketSet.none };
  const possible = one.allowed.union(one.unknown).intersect(other.allowed.union(other.unknown));
  return { allowed, unknown: possible.subtract(allowed) };
}

/** What becomes of some connections alone. */
export function restrictTo(result: FilterResult, requested: PacketSet): FilterResult {
  return { allowed: result.allowed.intersect(requested), unknown: result.unknown.intersect(requested) };
}

/** Whether nothing passes, for certain. */
export function deniesAll({ allowed, unknown }: FilterResult): boolean {
  return allowed.isEmpty && unknown.isEmpty;
}
