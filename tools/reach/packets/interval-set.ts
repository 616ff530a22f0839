import type { ExactSet } from "./exact-set.ts";

/** The numbers `from <= n < to`. */
export type Interval<N extends number | bigint> = readonly [from: N, to: N];

/**
 * An immutable set of numbers. Its intervals are sorted, disjoint, non-adjacent and non-empty. The
 * form is canonical: equal sets have equal intervals.
 */
export class IntervalSet<N extends number | bigint> implements ExactSet<IntervalSet<N>> {
  /** The intervals, in ascending order. */
  readonly intervals: readonly Interval<N>[];

  private constructor(intervals: readonly Interval<N>[]) {
    this.intervals = intervals;
  }

  /**
   * Returns the set of numbers in any of the intervals; empty intervals (`from >= to`) are ignored.
   */
  static of<N extends number | bigint>(...intervals: readonly Interval<N>[]): IntervalSet<N> {
    const sorted = intervals
      .filter(([from, to]) => from < to)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    const merged: [N, N][] = [];
    for (const [from, to] of sorted) {
      const last = merged.at(-1);
      if (last === undefined || from > last[1]) merged.push([from, to]);
      else if (to > last[1]) last[1] = to;
    }
    return new IntervalSet(merged);
  }

  /** True if the set has no number. */
  get isEmpty(): boolean {
    return this.intervals.length === 0;
  }

  /** True if the number is in the set. */
  has(n: N): boolean {
    return this.intervals.some(([from, to]) => from <= n && n < to);
  }

  /** Returns the numbers of either set. */
  union(other: IntervalSet<N>): IntervalSet<N> {
    if (other.isEmpty || this === other) return this;
    if (this.isEmpty) return other;
    return IntervalSet.of(...this.intervals, ...other.intervals);
  }

  /** Returns the numbers of both sets. */
  intersect(other: IntervalSet<N>): IntervalSet<N> {
    const both: Interval<N>[] = [];
    let i = 0;
    let j = 0;
    let mine = this.intervals[i];
    let theirs = other.intervals[j];
    while (mine !== undefined && theirs !== undefined) {
      const [a, b] = mine;
      const [c, d] = theirs;
      const from = a > c ? a : c;
      const to = b < d ? b : d;
      if (from < to) both.push([from, to]);
      if (b < d) mine = this.intervals[++i];
      else theirs = other.intervals[++j];
    }
    return new IntervalSet(both);
  }

  /** Returns the numbers of this set that are not in the other. */
  subtract(other: IntervalSet<N>): IntervalSet<N> {
    if (this.isEmpty || other.isEmpty) return this;
    const left: Interval<N>[] = [];
    let j = 0;
    for (const [from, to] of this.intervals) {
      let start = from;
      let theirs = other.intervals[j];
      while (theirs !== undefined && theirs[1] <= from) theirs = other.intervals[++j];
      for (let k = j; theirs !== undefined && theirs[0] < to; theirs = other.intervals[++k]) {
        const [c, d] = theirs;
        if (c > start) left.push([start, c]);
        start = d;
      }
      if (start < to) left.push([start, to]);
    }
    return new IntervalSet(left);
  }

  /** True if this set contains every number of the other. */
  covers(other: IntervalSet<N>): boolean {
    let i = 0;
    return other.intervals.every(([from, to]) => {
      let mine = this.intervals[i];
      while (mine !== undefined && mine[1] < to) mine = this.intervals[++i];
      return mine !== undefined && mine[0] <= from;
    });
  }

  /** True if the sets share a number. */
  overlaps(other: IntervalSet<N>): boolean {
    let i = 0;
    return other.intervals.some(([from, to]) => {
      let mine = this.intervals[i];
      while (mine !== undefined && mine[1] <= from) mine = this.intervals[++i];
      return mine !== undefined && mine[0] < to;
    });
  }

  /** True if the sets have the same numbers. */
  equals(other: IntervalSet<N>): boolean {
    return (
      this.intervals.length === other.intervals.length &&
      this.intervals.every(([from, to], i) => {
        const theirs = other.intervals[i];
        return theirs !== undefined && from === theirs[0] && to === theirs[1];
      })
    );
  }

  /** True if the least number of this set is less than the other's; false if a set is empty. */
  startsBefore(other: IntervalSet<N>): boolean {
    const mine = this.intervals[0];
    const theirs = other.intervals[0];
    return mine !== undefined && theirs !== undefined && mine[0] < theirs[0];
  }
}
