import fc from "fast-check";
import { escapeForTerminal } from "../../tools/escape-for-terminal.ts";
import { anyCodePoint } from "../support/any-character.ts";

describe("escapeForTerminal", () => {
  it.each([
    ["plain text, 100 % – ünï", "plain text, 100 % – ünï"],
    ["\u001b[2Jgone", "\\u001b[2Jgone"],
    ["a\nb\r\tc", "a\\nb\\r\\tc"],
    ["\u202egnp.exe\u2066", "\\u202egnp.exe\\u2066"],
    ["\u009b31m\u200b\ufeff", "\\u009b31m\\u200b\\ufeff"],
    ["\u2028\u{e0041}", "\\u2028\\u{e0041}"],
    ["\ud800", "\\ud800"],
  ])("escapes %j as %j", (text, shown) => {
    expect(escapeForTerminal(text)).toBe(shown);
  });

  it("returns one line of printable characters for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCodePoint }), (text) => {
        expect(escapeForTerminal(text)).toMatch(/^\P{C}*$/u);
      }),
    );
  });
});
