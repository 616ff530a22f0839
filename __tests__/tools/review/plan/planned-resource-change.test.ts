import { isSameMeaning } from "../../../../tools/review/plan/planned-resource-change.ts";
import { examplePlan } from "../../../support/review-rules.ts";

function changeOf(before: object, after: object, unknown: object = {}) {
  const [change] = examplePlan({ before, after, unknown }).changes;
  if (change === undefined) throw new Error("no change");
  return change;
}

describe("an attribute of a change", () => {
  it("is read by a path through lists and objects", () => {
    const change = changeOf({ a: [{ b: "x" }] }, { a: [{ b: "y" }] });
    expect([change.was("a.0.b"), change.becomes("a.0.b"), change.was("a.1.b"), change.was("a.b")]).toEqual([
      "x",
      "y",
      undefined,
      undefined,
    ]);
    expect(change.changes("a.0.b")).toBe(true);
  });

  it.each<[string, object, object, object, string[]]>([
    ["a lower number", { n: 5 }, { n: 4 }, {}, ["lowers", "changes"]],
    ["a lower number as a text", { n: "5" }, { n: "4" }, {}, ["lowers", "changes"]],
    ["a higher number", { n: 5 }, { n: 6 }, {}, ["raises", "changes"]],
    ["the same number", { n: 5 }, { n: 5 }, {}, []],
    ["a number that is no longer set", { n: 5 }, {}, {}, ["changes"]],
    ["an unknown number", { n: 5 }, {}, { n: true }, []],
    ["true to false", { n: true }, { n: false }, {}, ["turnsOff", "changes"]],
    ["true to unset", { n: true }, { n: null }, {}, ["turnsOff", "changes"]],
    ["true to unknown", { n: true }, {}, { n: true }, []],
    ["unset to true", {}, { n: true }, {}, ["turnsOn", "changes"]],
  ])("%s", (_, before, after, unknown, expected) => {
    const change = changeOf(before, after, unknown);
    const readers = ["lowers", "raises", "turnsOff", "turnsOn", "changes"] as const;
    expect(readers.filter((reader) => change[reader]("n"))).toEqual(expected);
  });

  it("is unknown if any part of it is", () => {
    const change = changeOf({}, {}, { a: [{ b: true }], c: [false, {}] });
    expect([
      change.isUnknown("a"),
      change.isUnknown("a.0.b"),
      change.isUnknown("a.0.x"),
      change.isUnknown("c"),
    ]).toEqual([true, true, false, false]);
  });
});

describe("a change", () => {
  it.each([
    [["no-op"], false],
    [["read"], false],
    [["create"], true],
    [["update"], true],
    [["forget"], true],
    [["archive"], true],
  ])("of %j is one: %s", (actions, expected) => {
    expect(examplePlan({ actions }).changes[0]?.isChanged).toBe(expected);
  });
});

describe("values of the same meaning", () => {
  it.each<[unknown, unknown, boolean]>([
    [null, "", true],
    [[], null, true],
    [{ a: null }, {}, true],
    [[{ tags: null, x: 1 }], [{ tags: {}, x: 1, cold_storage_after: 0 }], true],
    [0, null, false],
    [false, null, false],
    [["a", "b"], ["b", "a"], false],
    [{ a: 1 }, { a: 2 }, false],
  ])("%j and %j: %s", (before, after, expected) => {
    expect(isSameMeaning(before as never, after as never)).toBe(expected);
    expect(isSameMeaning(after as never, before as never)).toBe(expected);
  });
});
