import { PacketSet } from "../../packets/packet-set.ts";

/** The result of a filter: some connections are allowed, some unknown, the rest denied. */
export interface FilterResult {
  /** The connections that are certain to be allowed. */
  readonly allowed: PacketSet;
  /** Disjoint from `allowed`. */
  readonly unknown: PacketSet;
}

/** Allows everything. */
export const ALLOW_ALL: FilterResult = { allowed: PacketSet.all, unknown: PacketSet.none };
/** Denies everything. */
export const DENY_ALL: FilterResult = { allowed: PacketSet.none, unknown: PacketSet.none };
/** Unknown for everything. */
export const UNKNOWN_FOR_ALL: FilterResult = { allowed: PacketSet.none, unknown: PacketSet.all };

/** Combines two filters in a row: a connection denied by either is denied. */
export function and(one: FilterResult, other: FilterResult): FilterResult {
  if (one === ALLOW_ALL) return other;
  if (other === ALLOW_ALL) return one;
  const allowed = one.allowed.intersect(other.allowed);
  if (one.unknown.isEmpty && other.unknown.isEmpty) return { allowed, unknown: PacketSet.none };
  const possible = one.allowed.union(one.unknown).intersect(other.allowed.union(other.unknown));
  return { allowed, unknown: possible.subtract(allowed) };
}

/** Restricts a result to the requested connections. */
export function restrictTo(result: FilterResult, requested: PacketSet): FilterResult {
  return { allowed: result.allowed.intersect(requested), unknown: result.unknown.intersect(requested) };
}

/** Reports that everything is certain to be denied. */
export function deniesAll({ allowed, unknown }: FilterResult): boolean {
  return allowed.isEmpty && unknown.isEmpty;
}
