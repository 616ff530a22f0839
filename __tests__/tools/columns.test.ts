import { terminalColumns } from "../../tools/columns.ts";

describe("the width of a terminal", () => {
  it.each([
    [{ columns: 120 }, 120],
    [{ columns: 0 }, 80],
    [{}, 80],
  ])("of %j is %i", (stream, columns) => {
    expect(terminalColumns(stream)).toBe(columns);
  });
});
