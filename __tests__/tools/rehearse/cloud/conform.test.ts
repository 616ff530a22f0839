import { conformObject, firstUnknown } from "../../../../tools/rehearse/cloud/conform.ts";
import type {
  Attribute,
  Block,
  NestedBlock,
  TerraformType,
} from "../../../../tools/rehearse/cloud/schema.ts";
import { UNKNOWN, type Value } from "../../../../tools/rehearse/cloud/value.ts";

const attribute = (type: TerraformType): Attribute => ({
  type,
  required: false,
  optional: true,
  computed: true,
  sensitive: false,
  writeOnly: false,
});

const block = (attributes: Record<string, TerraformType>, blocks: Block["blocks"] = {}): Block => ({
  attributes: Object.fromEntries(Object.entries(attributes).map(([name, type]) => [name, attribute(type)])),
  blocks,
});

const nested = (nesting: NestedBlock["nesting"]): NestedBlock => ({
  nesting,
  block: block({ port: "number" }),
  minItems: 0,
  maxItems: 0,
});

describe("a value made to fit its schema", () => {
  it.each<[TerraformType, Value, Value]>([
    ["string", "x", "x"],
    ["string", 7, "7"],
    ["string", true, "true"],
    ["string", ["x"], null],
    ["string", { x: "y" }, null],
    ["number", 7, 7],
    ["number", "7.5", "7.5"],
    ["number", 18446744073709551615n, 18446744073709551615n],
    ["number", "seven", null],
    ["bool", "true", true],
    ["bool", "false", false],
    ["bool", 1, null],
    [
      ["list", "string"],
      ["a", 1],
      ["a", "1"],
    ],
    [["set", "number"], "x", null],
    [["map", "string"], { a: 1 }, { a: "1" }],
    [["map", "string"], ["a"], null],
    [
      ["tuple", ["string", "number"]],
      ["a", 1],
      ["a", 1],
    ],
    [["tuple", ["string", "number"]], ["a"], null],
    [["object", { a: "string", b: "number" }], { a: "x", c: 1 }, { a: "x", b: null }],
    [["object", { a: "string" }], "x", null],
    ["string", UNKNOWN, UNKNOWN],
    ["number", null, null],
  ])("as %j (case %#)", (type, value, expected) => {
    expect(conformObject({ it: value }, block({ it: type }))).toEqual({ it: expected });
  });

  it("has every attribute and block of the schema and no other", () => {
    const schema = block(
      { name: "string" },
      {
        rule: nested("list"),
        set: nested("set"),
        map: nested("map"),
        one: nested("single"),
        group: nested("group"),
      },
    );
    expect(conformObject({ other: 1 }, schema)).toEqual({
      name: null,
      rule: [],
      set: [],
      map: {},
      one: null,
      group: { port: null },
    });
    expect(
      conformObject(
        { rule: [{ port: 1, x: 2 }], set: { port: 3 }, map: { a: { port: 4 }, b: 5 }, one: { port: 6 } },
        schema,
      ),
    ).toMatchObject({
      rule: [{ port: 1 }],
      set: [{ port: 3 }],
      map: { a: { port: 4 } },
      one: { port: 6 },
    });
  });
});

describe("the first unknown", () => {
  it("is found by its path", () => {
    expect(firstUnknown({ a: 1, b: [{ c: null }, { c: UNKNOWN }] })).toBe("b[1].c");
    expect(firstUnknown({ id: UNKNOWN })).toBe("id");
    expect(firstUnknown({ a: 1, b: [{ c: null }] })).toBeUndefined();
  });
});
