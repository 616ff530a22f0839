/** A part of a text: from its first character to the one after its last. */
export type TextSpan = readonly [start: number, end: number];

/** The shortest pattern, in UTF-16 code units. */
export const PATTERN_UNITS_MIN = 4;

/**
 * The longest piece of a pattern. Longer patterns are found piece by piece, so that a cut secret is
 * found too, and one position of a text costs a bounded number of look-ups.
 */
const PIECE_UNITS_MAX = 64;

/** The filter's rolling hash has room for four units, five bits further each. */
const SHIFT_BITS = 5;
const FILTER_MASK = (1 << (SHIFT_BITS * PATTERN_UNITS_MIN)) - 1;

/** The pieces that begin with the same four units. */
interface Bucket {
  readonly pieces: Set<string>;
  /** Their lengths, the longest first. */
  lengths: readonly number[];
}

/**
 * A search for many patterns at once: a filter of the first four units of each, then a look-up of
 * the text at that position by length. The time grows with the text, not with the patterns.
 */
export class PatternIndex {
  readonly #filter = new Uint8Array(FILTER_MASK + 1);
  readonly #buckets = new Map<string, Bucket>();

  /** @param patterns texts of at least {@link PATTERN_UNITS_MIN} units; shorter ones are ignored */
  constructor(patterns: Iterable<string>) {
    for (const pattern of patterns) for (const piece of piecesOf(pattern)) this.#add(piece);
    for (const bucket of this.#buckets.values()) {
      bucket.lengths = [...new Set([...bucket.pieces].map(({ length }) => length))].sort((a, b) => b - a);
    }
  }

  /** True if there is no pattern. */
  get isEmpty(): boolean {
    return this.#buckets.size === 0;
  }

  /** Finds the longest pattern at each position of a text; the spans may overlap. */
  find(text: string): TextSpan[] {
    const spans: TextSpan[] = [];
    let hash = 0;
    for (let last = 0; last < text.length; last++) {
      hash = ((hash << SHIFT_BITS) ^ text.charCodeAt(last)) & FILTER_MASK;
      if (this.#filter[hash] === 0) continue;
      const start = last + 1 - PATTERN_UNITS_MIN;
      const end = start < 0 ? undefined : this.#longestAt(text, start);
      if (end !== undefined) spans.push([start, end]);
    }
    return spans;
  }

  #longestAt(text: string, at: number): number | undefined {
    const bucket = this.#buckets.get(text.slice(at, at + PATTERN_UNITS_MIN));
    const length = bucket?.lengths.find(
      (each) => at + each <= text.length && bucket.pieces.has(text.slice(at, at + each)),
    );
    return length === undefined ? undefined : at + length;
  }

  #add(piece: string): void {
    const head = piece.slice(0, PATTERN_UNITS_MIN);
    const bucket = this.#buckets.get(head) ?? { pieces: new Set(), lengths: [] };
    bucket.pieces.add(piece);
    this.#buckets.set(head, bucket);
    this.#filter[hashOf(head)] = 1;
  }
}

/** Cuts a pattern into pieces of a bounded length; the last one may overlap the one before. */
function piecesOf(pattern: string): string[] {
  if (pattern.length < PATTERN_UNITS_MIN) return [];
  if (pattern.length <= PIECE_UNITS_MAX) return [pattern];
  const pieces: string[] = [];
  for (let start = 0; start + PIECE_UNITS_MAX <= pattern.length; start += PIECE_UNITS_MAX) {
    pieces.push(pattern.slice(start, start + PIECE_UNITS_MAX));
  }
  return [...pieces, pattern.slice(-PIECE_UNITS_MAX)];
}

/** The hash of the last four units, which {@link PatternIndex.find} computes unit by unit. */
function hashOf(head: string): number {
  let hash = 0;
  for (let i = 0; i < head.length; i++) hash = ((hash << SHIFT_BITS) ^ head.charCodeAt(i)) & FILTER_MASK;
  return hash;
}
