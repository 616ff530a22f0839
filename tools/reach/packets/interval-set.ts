/** Numbers `from <= n < to`. */
export type Interval<N extends number | bigint> = readonly [from: N, to: N];

/**
 * An immutable set of numbers, as intervals that are sorted, apart from each other and not empty: one set
 * has one form, so that equal sets have equal intervals.
 */
export class IntervalSet<N extends number | bigint> {
  readonly intervals: readonly Interval<N>[];

  private constructor(intervals: readonly Interval<N>[]) {
    this.intervals = intervals;
  }

  /** The numbers of any of the intervals; empty ones (`from >= to`) count for nothing. */
  static of<N extends number | bigint>(...intervals: readonly Interval<N>[]): IntervalSet<N> {
    const sorted = intervals.filter(([from, to]) => from < to).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    const merged: [N, N][] = [];
    for (const [from, to] of sorted) {
      const last = merged.at(-1);
      if (last === undefined || from > last[1]) merged.push([from, to]);
      else if (to > last[1]) last[1] = to;
    }
    return new IntervalSet(merged);
  }

  get isEmpty(): boolean {
    return this.intervals.length === 0;
  }

  has(n: N): boolean {
    return this.intervals.some(([from, to]) => from <= n && n < to);
  }

  union(other: IntervalSet<N>): IntervalSet<N> {
    if (this.isEmpty || this === other) return other;
    if (other.isEmpty) return this;
    return IntervalSet.of(...this.intervals, ...other.intervals);
  }

  intersect(other: IntervalSet<N>): IntervalSet<N> {
    const both: Interval<N>[] = [];
    let i = 0;
    let j = 0;
    while (i < this.intervals.length && j < other.intervals.length) {
      const [a, b] = this.intervals[i]!;
      const [c, d] = other.intervals[j]!;
      const from = a > c ? a : c;
      const to = b < d ? b : d;
      if (from < to) both.push([from, to]);
      if (b < d) i++;
      else j++;
    }
    return new IntervalSet(both);
  }

  subtract(other: IntervalSet<N>): IntervalSet<N> {
    const left: Interval<N>[] = [];
    for (const [from, to] of this.intervals) {
      let start = from;
      for (const [c, d] of other.intervals) {
        if (d <= start || c >= to) continue;
        if (c > start) left.push([start, c]);
        start = d;
        if (start >= to) break;
      }
      if (start < to) left.push([start, to]);
    }
    return new IntervalSet(left);
  }

  /** Whether every number of the other is in this one. */
  covers(other: IntervalSet<N>): boolean {
    return other.subtract(this).isEmpty;
  }

  /** Whether a number is in both. */
  overlaps(other: IntervalSet<N>): boolean {
    return !this.intersect(other).isEmpty;
  }

  equals(other: IntervalSet<N>): boolean {
    return (
      this.intervals.length === other.intervals.length &&
      this.intervals.every(
        ([from, to], i) => from === other.intervals[i]![0] && to === other.intervals[i]![1],
      )
    );
  }
}
