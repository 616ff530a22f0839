import { compact } from "../../language/compact.ts";

describe("compact", () => {
  test("drops undefined properties only, and keeps the order of the others", () => {
    const object = compact({ z: 0, b: undefined, a: null, c: "", d: false });
    expect(Object.entries(object)).toEqual([
      ["z", 0],
      ["a", null],
      ["c", ""],
      ["d", false],
    ]);
  });

  test("leaves its argument as it is", () => {
    const argument = { a: undefined };
    compact(argument);
    expect(Object.keys(argument)).toEqual(["a"]);
  });

  test("makes properties optional that may be undefined", () => {
    const port = [80, undefined][0];
    const settings: { readonly name: string; readonly port?: number } = compact({ name: "app", port });
    expect(settings).toEqual({ name: "app", port: 80 });
  });
});
