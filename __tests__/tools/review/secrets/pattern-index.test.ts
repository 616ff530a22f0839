import fc from "fast-check";
import { PatternIndex } from "../../../../tools/review/secrets/pattern-index.ts";

describe("PatternIndex", () => {
  it.each<readonly [readonly string[], string, readonly (readonly [number, number])[]]>([
    [
      ["abcd"],
      "xabcdabcd",
      [
        [1, 5],
        [5, 9],
      ],
    ],
    [["abcd", "abcdef"], "abcdefg", [[0, 6]]],
    [
      ["abcdef", "cdefgh"],
      "abcdefgh",
      [
        [0, 6],
        [2, 8],
      ],
    ],
    [["abc"], "abcabc", []],
    [["abcd"], "abc", []],
    [[], "abcd", []],
  ])("finds %j in %j", (patterns, text, spans) => {
    expect(new PatternIndex(patterns).find(text)).toEqual(spans);
  });

  it("finds long patterns by pieces, and covers the whole", () => {
    const pattern = Array.from({ length: 150 }, (_, index) => String.fromCharCode(97 + (index % 26))).join(
      "",
    );
    const covered = new Set<number>();
    for (const [start, end] of new PatternIndex([pattern]).find(`--${pattern}--`))
      for (let at = start; at < end; at++) covered.add(at);
    expect([...covered].sort((a, b) => a - b)).toEqual(Array.from({ length: 150 }, (_, index) => index + 2));
  });

  it("finds what a search for each pattern finds", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "é", "漢"), maxLength: 60 });
    const patterns = fc.array(
      fc.string({ unit: fc.constantFrom("a", "b", "é", "漢"), minLength: 4, maxLength: 9 }),
    );
    fc.assert(
      fc.property(text, patterns, (haystack, needles) => {
        const expected = Array.from(haystack, (_, start) => {
          const ends = needles
            .filter((each) => haystack.startsWith(each, start))
            .map((each) => start + each.length);
          return [start, Math.max(...ends)] as const;
        }).filter(([, end]) => end > 0);
        expect(new PatternIndex(needles).find(haystack)).toEqual(expected);
      }),
    );
  });

  it("takes time for the text, not for the number of patterns", () => {
    // Two hundred times as many, of which a search one by one would take about as much longer.
    expect(searchCpuSeconds(10_000) / searchCpuSeconds(50)).toBeLessThan(25);
  });
});

/**
 * Measures the CPU time of a search for some patterns, whose first units a text repeats: the least
 * of some rounds, which other programs of the machine disturb least.
 */
function searchCpuSeconds(patterns: number): number {
  const index = new PatternIndex(
    Array.from({ length: patterns }, (_, each) => `pa55word-${each}-${each * 7919}`),
  );
  const text = "pa55word-".repeat(5_000);
  const rounds = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage();
    index.find(text);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  });
  return Math.min(...rounds);
}
