import fc from "fast-check";
import { merge } from "../../language/merge.ts";

const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<unknown>;
/** Objects without `kind`, which replaces, and without `null`, which removes. */
const plain = fc.dictionary(
  fc.string().filter((key) => key !== "kind" && key !== "__proto__"),
  fc.oneof(fc.integer(), fc.string(), fc.array(fc.integer()), fc.boolean()),
);

describe("merge", () => {
  it.each<[string, unknown, unknown, unknown]>([
    ["adds keys", { a: 1 }, { b: 2 }, { a: 1, b: 2 }],
    ["replaces a plain value", { a: 1 }, { a: 2 }, { a: 2 }],
    ["merges nested objects", { a: { b: 1, c: 2 } }, { a: { b: 3 } }, { a: { b: 3, c: 2 } }],
    ["replaces a list", { a: [1, 2, 3] }, { a: [4] }, { a: [4] }],
    ["removes with null", { a: 1, b: 2 }, { a: null }, { b: 2 }],
    ["ignores null for a missing key", { a: 1 }, { b: null }, { a: 1 }],
    ["ignores undefined", { a: 1 }, { a: undefined }, { a: 1 }],
    ["replaces a plain value with an object", { a: "off" }, { a: { b: 1 } }, { a: { b: 1 } }],
    ["replaces an object with a plain value", { a: { b: 1 } }, { a: "off" }, { a: "off" }],
    ["drops null inside a new object", {}, { a: { b: null, c: 1 } }, { a: { c: 1 } }],
    [
      "keeps the settings if the kind is the same",
      { a: { kind: "x", b: 1 } },
      { a: { kind: "x", c: 2 } },
      { a: { kind: "x", b: 1, c: 2 } },
    ],
    [
      "drops the settings if the kind changes",
      { a: { kind: "x", b: 1 } },
      { a: { kind: "y", c: 2 } },
      { a: { kind: "y", c: 2 } },
    ],
    [
      "keeps the kind if the change has none",
      { a: { kind: "x" } },
      { a: { b: 1 } },
      { a: { kind: "x", b: 1 } },
    ],
  ])("%s", (_title, base, change, merged) => {
    expect(merge(base, change)).toEqual(merged);
  });

  it("returns an equal value for an empty change", () => {
    fc.assert(
      fc.property(plain, (base) => {
        expect(merge(base, {})).toEqual(base);
        expect(merge(base, undefined)).toBe(base);
      }),
    );
  });

  it("is idempotent", () => {
    fc.assert(
      fc.property(plain, plain, (base, change) => {
        const once = merge(base, change);
        expect(merge(once, change)).toEqual(once);
      }),
    );
  });

  it("does not mutate the base", () => {
    fc.assert(
      fc.property(json, json, (base, change) => {
        const before = JSON.stringify(base);
        merge(base, change);
        expect(JSON.stringify(base)).toBe(before);
      }),
    );
  });

  it("applies every scalar of the change", () => {
    fc.assert(
      fc.property(plain, plain, (base, change) => {
        expect(merge(base, change)).toMatchObject(change);
      }),
    );
  });
});
