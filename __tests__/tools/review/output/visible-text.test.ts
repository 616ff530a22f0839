import fc from "fast-check";
import { visibleName, visibleText } from "../../../../tools/review/output/visible-text.ts";
import { textColumns, wrapWords } from "../../../../tools/review/output/wrap-words.ts";

describe("visibleName", () => {
  it.each([
    ["aws_instance.web", "aws_instance.web"],
    ["", "(empty)"],
    [" \n", "(empty)"],
    ["a\u202eb\u001b[0m", "a\\u202eb\\u001b[0m"],
    [`${"a".repeat(150)}${"z".repeat(150)}`, `${"a".repeat(100)}…${"z".repeat(99)}`],
    ["🚢".repeat(200), "🚢".repeat(200)],
    ["🚢".repeat(201), `${"🚢".repeat(100)}…${"🚢".repeat(99)}`],
  ])("shows %j", (name, expected) => {
    expect(visibleName(name)).toBe(expected);
  });

  it("shows longer sentences", () => {
    expect(visibleText("a".repeat(1_000))).toHaveLength(1_000);
    expect(visibleText("a".repeat(1_001))).toHaveLength(1_000);
    expect(visibleText("a".repeat(1_001), 5)).toBe("aa…aa");
  });
});

describe("wrapWords", () => {
  it.each<readonly [string, number, string, readonly string[]]>([
    ["one two three", 80, "", ["one two three"]],
    ["one two three", 9, "", ["one two", "three"]],
    ["one two three", 9, "- ", ["- one two", "  three"]],
    ["abcdefghijkl", 6, "", ["abcde", "fghij", "kl"]],
    [" abcdefg  h ", 8, "", ["abcdefg", "h"]],
    ["漢字漢字", 5, "", ["漢字", "漢字"]],
    ["e\u0301e\u0301e\u0301", 4, "", ["e\u0301e\u0301e\u0301"]],
  ])("wraps %j at %i", (text, columns, start, lines) => {
    expect(wrapWords(text, columns, start)).toEqual(lines);
  });

  it("keeps every character, and no line is too wide", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", "b", "漢", "👍") }),
        fc.integer({ min: 10, max: 40 }),
        (text, columns) => {
          const lines = wrapWords(text, columns, "  ");
          expect(Math.max(...lines.map(textColumns))).toBeLessThanOrEqual(columns);
          expect(lines.map((line) => line.trim()).join("")).toBe(text);
        },
      ),
    );
  });
});
