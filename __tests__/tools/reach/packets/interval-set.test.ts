import fc from "fast-check";
import { IntervalSet } from "../../../../tools/reach/packets/interval-set.ts";
import { numbers } from "./support/arbitraries.ts";
import { testSetAlgebra } from "./support/set-properties.ts";

describe("IntervalSet", () => {
  testSetAlgebra(numbers, IntervalSet.of(), undefined);

  it("contains exactly the numbers in its intervals", () => {
    const pairs = fc.array(fc.tuple(fc.nat(12), fc.nat(12)), { maxLength: 5 });
    fc.assert(
      fc.property(pairs, fc.nat(13), (intervals, n) => {
        expect(IntervalSet.of(...intervals).has(n)).toBe(intervals.some(([from, to]) => from <= n && n < to));
      }),
    );
  });

  it("has one canonical form, regardless of the order of its intervals", () => {
    expect(IntervalSet.of([5, 7], [1, 3], [3, 5], [9, 9]).intervals).toEqual([[1, 7]]);
    expect(IntervalSet.of([5, 7], [1, 3]).intervals).toEqual([
      [1, 3],
      [5, 7],
    ]);
  });

  it("does not change the intervals that are passed to it", () => {
    const interval: [number, number] = [1, 3];
    IntervalSet.of(interval, [2, 9]);
    expect(interval).toEqual([1, 3]);
  });
});
