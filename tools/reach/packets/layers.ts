import type { ExactSet } from "./exact-set.ts";
import type { IntervalSet } from "./interval-set.ts";

/** Keys of the first dimension, with their shared set in the remaining dimensions. */
export interface Layer<N extends number | bigint, Rest> {
  /** The keys, which no other layer has. */
  readonly keys: IntervalSet<N>;
  /** The set in the remaining dimensions that these keys share. */
  readonly rest: Rest;
}

/**
 * An immutable set over several dimensions: one here, the others in each layer's rest. Layers' keys
 * are disjoint and sorted, and their rests distinct and non-empty, so the form is canonical.
 */
export class Layers<N extends number | bigint, Rest extends ExactSet<Rest>>
  implements ExactSet<Layers<N, Rest>>
{
  /** The layers, by their least key. */
  readonly layers: readonly Layer<N, Rest>[];

  private constructor(layers: readonly Layer<N, Rest>[]) {
    this.layers = layers;
  }

  /**
   * Returns a box: every key with the whole rest; empty if either is. Without arguments: the empty
   * set.
   */
  static of<N extends number | bigint, Rest extends ExactSet<Rest>>(
    keys?: IntervalSet<N>,
    rest?: Rest,
  ): Layers<N, Rest> {
    if (keys === undefined || rest === undefined || keys.isEmpty || rest.isEmpty)
      return new Layers<N, Rest>([]);
    return new Layers([{ keys, rest }]);
  }

  /**
   * Returns the union of many sets, merged in pairs of similar size, which is faster than one by
   * one.
   */
  static unionOf<S extends ExactSet<S>>(sets: readonly S[], none: S): S {
    if (sets.length <= 1) return sets[0] ?? none;
    const half = sets.length >> 1;
    return Layers.unionOf(sets.slice(0, half), none).union(Layers.unionOf(sets.slice(half), none));
  }

  /** True if the set has no element. */
  get isEmpty(): boolean {
    return this.layers.length === 0;
  }

  /** Returns the elements of either set. */
  union(other: Layers<N, Rest>): Layers<N, Rest> {
    if (this === other || other.isEmpty) return this;
    if (this.isEmpty) return other;
    const parts: Layer<N, Rest>[] = [];
    const others = other.layers.map((layer) => ({ layer, alone: layer.keys }));
    for (const { keys, rest } of this.layers) {
      let left = keys;
      for (const theirs of others) {
        const both = left.intersect(theirs.layer.keys);
        if (both.isEmpty) continue;
        parts.push({ keys: both, rest: rest.union(theirs.layer.rest) });
        left = left.subtract(both);
        theirs.alone = theirs.alone.subtract(both);
      }
      parts.push({ keys: left, rest });
    }
    for (const { layer, alone } of others) parts.push({ keys: alone, rest: layer.rest });
    return Layers.#merged(parts);
  }

  /** Returns the elements of both sets. */
  intersect(other: Layers<N, Rest>): Layers<N, Rest> {
    if (this === other || this.isEmpty) return this;
    if (other.isEmpty) return other;
    const parts: Layer<N, Rest>[] = [];
    for (const mine of this.layers) {
      for (const theirs of other.layers) {
        const keys = mine.keys.intersect(theirs.keys);
        if (!keys.isEmpty) parts.push({ keys, rest: mine.rest.intersect(theirs.rest) });
      }
    }
    return Layers.#merged(parts);
  }

  /** Returns the part of this set that is not in the other. */
  subtract(other: Layers<N, Rest>): Layers<N, Rest> {
    if (this.isEmpty || other.isEmpty) return this;
    const parts: Layer<N, Rest>[] = [];
    for (const { keys, rest } of this.layers) {
      let left = keys;
      for (const theirs of other.layers) {
        const both = left.intersect(theirs.keys);
        if (both.isEmpty) continue;
        parts.push({ keys: both, rest: rest.subtract(theirs.rest) });
        left = left.subtract(both);
      }
      parts.push({ keys: left, rest });
    }
    return Layers.#merged(parts);
  }

  /** True if this set contains all of the other. */
  covers(other: Layers<N, Rest>): boolean {
    if (this === other || other.isEmpty) return true;
    return other.layers.every(({ keys, rest }) => {
      let left = keys;
      for (const mine of this.layers) {
        if (!mine.keys.overlaps(left)) continue;
        if (!mine.rest.covers(rest)) return false;
        left = left.subtract(mine.keys);
      }
      return left.isEmpty;
    });
  }

  /** True if the sets have a common element. */
  overlaps(other: Layers<N, Rest>): boolean {
    return this.layers.some((mine) =>
      other.layers.some((theirs) => mine.keys.overlaps(theirs.keys) && mine.rest.overlaps(theirs.rest)),
    );
  }

  /** True if the sets have the same elements. */
  equals(other: Layers<N, Rest>): boolean {
    return (
      this === other ||
      (this.layers.length === other.layers.length &&
        this.layers.every(({ keys, rest }, i) => {
          const theirs = other.layers[i];
          return theirs !== undefined && keys.equals(theirs.keys) && rest.equals(theirs.rest);
        }))
    );
  }

  /** Returns a key's set in the remaining dimensions; undefined if the key is not in the set. */
  at(key: N): Rest | undefined {
    return this.layers.find((layer) => layer.keys.has(key))?.rest;
  }

  /** The canonical form of parts with disjoint keys. */
  static #merged<N extends number | bigint, Rest extends ExactSet<Rest>>(
    parts: readonly Layer<N, Rest>[],
  ): Layers<N, Rest> {
    const layers: { keys: IntervalSet<N>; readonly rest: Rest }[] = [];
    for (const { keys, rest } of parts) {
      if (keys.isEmpty || rest.isEmpty) continue;
      const same = layers.find((layer) => layer.rest.equals(rest));
      if (same === undefined) layers.push({ keys, rest });
      else same.keys = same.keys.union(keys);
    }
    if (layers.length > 1) layers.sort((a, b) => (a.keys.startsBefore(b.keys) ? -1 : 1));
    return new Layers(layers);
  }
}
