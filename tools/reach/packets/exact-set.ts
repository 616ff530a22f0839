/** Operations of every packet set, whatever its dimensions. Sets are immutable and canonical. */
export interface ExactSet<S> {
  readonly isEmpty: boolean;
  union(other: S): S;
  intersect(other: S): S;
  /** Returns the part of this set that is not in the other. */
  subtract(other: S): S;
  /** True if this set contains all of the other. */
  covers(other: S): boolean;
  /** True if the sets have a common element. */
  overlaps(other: S): boolean;
  equals(other: S): boolean;
}
