import { wrapText } from "../../../../tools/reach/commands/wrap-text.ts";

const TEXT = "one two three ".repeat(20).trim();

describe("wrapped text", () => {
  it.each([
    ["110 columns without a terminal", undefined, 110],
    ["the width of the terminal", 80, 80],
    ["110 columns in a wider terminal", 200, 110],
    ["60 columns in a narrower terminal", 20, 60],
  ])("has %s", (_name, columns, width) => {
    const found = wrapText(TEXT, "  Fix: ", columns);
    const longest = Math.max(...found.map((line) => line.length));
    expect(longest).toBeLessThanOrEqual(width);
    expect(longest).toBeGreaterThan(width - 8);
    expect(found.map((line) => line.trim()).join(" ")).toBe(`Fix: ${TEXT}`);
  });

  it("is indented by the length of its prefix", () => {
    const [first, ...others] = wrapText(TEXT, "  Fix: ", 80);
    expect(first).toMatch(/^ {2}Fix: one/);
    expect(others).toHaveLength(3);
    for (const line of others) expect(line).toMatch(/^ {7}\S/);
  });
});
