import fc from "fast-check";
import { escapeForTerminal } from "../../tools/escape-for-terminal.ts";

describe("a text made visible", () => {
  it.each([
    ["plain text, 100 % – ünï", "plain text, 100 % – ünï"],
    ["\u001b[2Jgone", "\\u001b[2Jgone"],
    ["a\nb\r\tc", "a\\nb\\r\\tc"],
    ["\u202egnp.exe\u2066", "\\u202egnp.exe\\u2066"],
    ["\u009b31m\u200b\ufeff", "\\u009b31m\\u200b\\ufeff"],
    ["\u2028\u{e0041}", "\\u2028\\u{e0041}"],
    ["\ud800", "\\ud800"],
  ])("%j is %j", (text, shown) => {
    expect(escapeForTerminal(text)).toBe(shown);
  });

  it("is one line that a terminal shows as it is, whatever it was", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(escapeForTerminal(text)).toMatch(/^\P{C}*$/u);
      }),
    );
  });
});
