/** Operations of every packet set, whatever its dimensions. Sets are immutable and canonical. */
export interface ExactSet<S> {
  /** True if the set has no element. */
  readonly isEmpty: boolean;
  /** Returns the elements of either set. */
  union(other: S): S;
  /** Returns the elements of both sets. */
  intersect(other: S): S;
  /** Returns the part of this set that is not in the other. */
  subtract(other: S): S;
  /** True if this set contains all of the other. */
  covers(other: S): boolean;
  /** True if the sets have a common element. */
  overlaps(other: S): boolean;
  /** True if the sets have the same elements. */
  equals(other: S): boolean;
}
