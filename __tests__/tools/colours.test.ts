import { isColoured } from "../../tools/colours.ts";

const TERMINAL = { isTTY: true };
const PIPE = { isTTY: false };

describe("output", () => {
  it.each([
    ["on a terminal", TERMINAL, {}, true],
    ["in a pipe", PIPE, {}, false],
    ["in a file", {}, {}, false],
    ["in CI's log", PIPE, { CI: "true" }, false],
    ["on a terminal without colours", TERMINAL, { TERM: "dumb" }, false],
    ["on a terminal where NO_COLOR is set", TERMINAL, { NO_COLOR: "1" }, false],
    ["on a terminal where NO_COLOR is empty", TERMINAL, { NO_COLOR: "" }, true],
    ["in a pipe where FORCE_COLOR is set", PIPE, { FORCE_COLOR: "1" }, true],
    ["in a pipe where FORCE_COLOR is empty", PIPE, { FORCE_COLOR: "" }, false],
    ["on a terminal where both are set", TERMINAL, { FORCE_COLOR: "1", NO_COLOR: "1" }, false],
  ])("is coloured only where a terminal supports it: %s", (_, stream, env, coloured) => {
    expect(isColoured(stream, env)).toBe(coloured);
  });
});
