import fc from "fast-check";
import type { ExactSet } from "../../../../../tools/reach/packets/exact-set.ts";

/**
 * Declares tests of the algebraic laws that every exact set satisfies; `all` is the set of
 * everything, if there is one.
 */
export function testSetAlgebra<S extends ExactSet<S>>(
  sets: fc.Arbitrary<S>,
  none: S,
  all: S | undefined,
): void {
  const holds = (law: (a: S, b: S, c: S) => void) =>
    fc.assert(fc.property(sets, sets, sets, law), { numRuns: 150 });
  const same = (a: S, b: S) => {
    expect(a.equals(b)).toBe(true);
    expect(structureOf(a)).toEqual(structureOf(b));
  };

  it("union and intersection commute, associate and are idempotent", () => {
    holds((a, b, c) => {
      same(a.union(b), b.union(a));
      same(a.intersect(b), b.intersect(a));
      same(a.union(b).union(c), a.union(b.union(c)));
      same(a.intersect(b).intersect(c), a.intersect(b.intersect(c)));
      same(a.union(a), a);
      same(a.intersect(a), a);
    });
  });

  it("union and intersection distribute over and absorb each other", () => {
    holds((a, b, c) => {
      same(a.intersect(b.union(c)), a.intersect(b).union(a.intersect(c)));
      same(a.union(b.intersect(c)), a.union(b).intersect(a.union(c)));
      same(a.union(a.intersect(b)), a);
      same(a.intersect(a.union(b)), a);
    });
  });

  it("difference obeys De Morgan's laws and partitions a set", () => {
    holds((a, b, c) => {
      same(a.subtract(b).union(a.intersect(b)), a);
      same(a.subtract(b).intersect(b), none);
      same(c.subtract(a.union(b)), c.subtract(a).intersect(c.subtract(b)));
      same(c.subtract(a.intersect(b)), c.subtract(a).union(c.subtract(b)));
      same(a.subtract(none), a);
      same(a.subtract(a), none);
      if (all !== undefined) same(all.subtract(all.subtract(a)), a);
    });
  });

  it("covers, overlaps, equals and isEmpty are consistent with the operations", () => {
    holds((a, b) => {
      expect(a.covers(b)).toBe(a.union(b).equals(a));
      expect(a.covers(b)).toBe(b.subtract(a).isEmpty);
      expect(a.overlaps(b)).toBe(!a.intersect(b).isEmpty);
      expect(a.equals(b)).toBe(a.covers(b) && b.covers(a));
      expect(a.isEmpty).toBe(a.equals(none));
      expect(a.union(b).covers(a.intersect(b))).toBe(true);
      if (all !== undefined) expect(all.covers(a)).toBe(true);
    });
  });
}

/** A set's internal structure as plain data, for comparison. */
export function structureOf(value: unknown): unknown {
  if (typeof value === "bigint") return `${value}n`;
  if (Array.isArray(value)) return value.map(structureOf);
  if (typeof value !== "object" || value === null) return value;
  if ("boxes" in value && typeof value.boxes === "function") return [...value.boxes()].map(structureOf);
  const part = "layers" in value ? value.layers : "intervals" in value ? value.intervals : undefined;
  return part === undefined
    ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, structureOf(entry)]))
    : structureOf(part);
}
