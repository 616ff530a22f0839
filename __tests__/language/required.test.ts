import { defined, required } from "../../language/required.ts";

describe("required", () => {
  test("returns the entry of a map, a record and a list", () => {
    expect(required(new Map([["a", 1]]), "a")).toBe(1);
    expect(required({ a: 0 }, "a")).toBe(0);
    expect(required(["a", "b"], 1)).toBe("b");
  });

  test.each<[string, () => unknown, string]>([
    ["map", () => required(new Map([["a", 1]]), "b"), 'no entry "b"'],
    ["record", () => required({ a: 1 }, "b"), 'no entry "b"'],
    ["list", () => required(["a"], 1), "no entry 1"],
    ["record with an undefined value", () => required({ a: undefined }, "a"), 'no entry "a"'],
    ["record that only inherits it", () => required({ a: 1 }, "constructor"), 'no entry "constructor"'],
  ])("throws for a missing entry of a %s, and names the key", (_, lookUp, message) => {
    expect(lookUp).toThrow(new RangeError(message));
  });
});

describe("defined", () => {
  test("returns every value but undefined", () => {
    expect([defined(null, "a"), defined(0, "a"), defined("", "a")]).toEqual([null, 0, ""]);
    expect(() => defined(undefined, "a zone")).toThrow(new RangeError("missing: a zone"));
  });
});
