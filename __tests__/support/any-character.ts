import fc from "fast-check";

/**
 * Code points but for surrogates, as units of fast-check's strings. A third is ASCII, which most
 * syntax is made of. fast-check's own unit `binary` indexes all 1.1 million of them first, which
 * takes a second.
 */
export const anyCodePoint: fc.Arbitrary<string> = fc
  .oneof(fc.nat(0x7f), fc.nat(0xd7ff), fc.integer({ min: 0xe000, max: 0x10_ffff }))
  .map((codePoint) => String.fromCodePoint(codePoint));

const SEVERAL_CODE_POINTS = ["e\u0301", "👩‍👩‍👧", "🇫🇷", "नि", "각", "👍🏽"];

/** Characters as readers see them, some of several code points. */
export const anyCharacter: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCodePoint(code)) },
  { weight: 2, arbitrary: anyCodePoint },
  { weight: 1, arbitrary: fc.constantFrom(...SEVERAL_CODE_POINTS) },
);
