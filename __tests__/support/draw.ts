import fc from "fast-check";

/** A random source: each call returns another value of an arbitrary. */
export type Draw = fc.GeneratorValue;

/** Returns true in the given percentage of calls. */
export function chance(draw: Draw, percent: number): boolean {
  return draw(fc.integer, { min: 0, max: 99 }) < percent;
}

/** Returns one of the items. */
export function pickOne<T>(draw: Draw, items: readonly T[]): T {
  return items[draw(fc.integer, { min: 0, max: items.length - 1 })]!;
}

/** Returns a subset of the items, each with the same chance. */
export function pickSome<T>(draw: Draw, items: readonly T[], percent: number): T[] {
  return items.filter(() => chance(draw, percent));
}

/** Returns the numbers from 0 to `count - 1`. */
export function indices(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
