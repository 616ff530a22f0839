import fc from "fast-check";

/** Chooses: each call is another random value of an arbitrary. */
export type Draw = fc.GeneratorValue;

/** True in so many of a hundred. */
export function chance(draw: Draw, percent: number): boolean {
  return draw(fc.integer, { min: 0, max: 99 }) < percent;
}

/** One of some. */
export function pickOne<T>(draw: Draw, items: readonly T[]): T {
  return items[draw(fc.integer, { min: 0, max: items.length - 1 })]!;
}

/** Each of some, by the same chance. */
export function pickSome<T>(draw: Draw, items: readonly T[], percent: number): T[] {
  return items.filter(() => chance(draw, percent));
}

/** 0, 1 and so on, so many of them. */
export function indices(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
