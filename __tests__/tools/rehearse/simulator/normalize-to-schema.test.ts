import {
  firstUnknownPath,
  normalizeToBlock,
  normalizeToSchema,
  normalizeToType,
} from "../../../../tools/rehearse/simulator/normalize-to-schema.ts";
import type {
  SchemaAttribute,
  SchemaBlock,
  SchemaNestedBlock,
  TerraformType,
} from "../../../../tools/rehearse/simulator/schema.ts";
import { type TerraformValue, UNKNOWN } from "../../../../tools/rehearse/simulator/terraform-value.ts";

const attribute = (type: TerraformType): SchemaAttribute => ({
  type,
  required: false,
  optional: true,
  computed: true,
  sensitive: false,
  writeOnly: false,
});

const block = (
  attributes: Record<string, TerraformType>,
  blocks: SchemaBlock["blocks"] = {},
): SchemaBlock => ({
  attributes: Object.fromEntries(Object.entries(attributes).map(([name, type]) => [name, attribute(type)])),
  blocks,
});

const nested = (nesting: SchemaNestedBlock["nesting"]): SchemaNestedBlock => ({
  nesting,
  block: block({ port: "number" }),
  minItems: 0,
  maxItems: 0,
});

describe("a value normalized to its schema", () => {
  it.each<[TerraformType, TerraformValue, TerraformValue]>([
    ["string", "x", "x"],
    ["string", 7, "7"],
    ["string", true, "true"],
    ["string", ["x"], null],
    ["string", { x: "y" }, null],
    ["number", 7, 7],
    ["number", "7", 7],
    ["number", "7.5", "7.5"],
    ["number", "18446744073709551616", "18446744073709551616"],
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
    expect(normalizeToSchema({ it: value }, block({ it: type }))).toEqual({ it: expected });
  });

  it("has exactly the schema's attributes and blocks", () => {
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
    expect(normalizeToSchema({ other: 1 }, schema)).toEqual({
      name: null,
      rule: [],
      set: [],
      map: {},
      one: null,
      group: { port: null },
    });
    expect(
      normalizeToSchema(
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

describe("a value of AWS normalized to its schema", () => {
  it.each<[TerraformType, TerraformValue, TerraformValue]>([
    ["string", 7, "7"],
    ["string", ["x"], ""],
    ["string", UNKNOWN, ""],
    ["string", null, null],
    ["number", "7", 7],
    ["number", "seven", 0],
    ["bool", "true", true],
    ["bool", 1, false],
    [["list", "string"], "x", []],
    [["map", "string"], UNKNOWN, {}],
    [["tuple", ["string", "bool"]], ["a"], ["", false]],
    [["object", { a: "string", b: ["set", "number"] }], { a: null, c: 1 }, { a: null, b: [] }],
  ])("as %j, has nothing unknown (case %#)", (type, value, expected) => {
    expect(normalizeToType(value, type)).toEqual(expected);
    expect(normalizeToBlock({ it: value }, block({ it: type }))).toEqual({ it: expected });
  });

  it("has exactly the schema's attributes and blocks", () => {
    const schema = block({ name: "string" }, { rule: nested("list"), one: nested("single") });
    expect(normalizeToBlock(null, schema)).toEqual({ name: null, rule: [], one: null });
    expect(normalizeToBlock({ rule: [{ port: UNKNOWN }, null], one: { x: 1 } }, schema)).toEqual({
      name: null,
      rule: [{ port: 0 }],
      one: { port: null },
    });
  });
});

describe("the first unknown", () => {
  it("is returned as its path", () => {
    expect(firstUnknownPath({ a: 1, b: [{ c: null }, { c: UNKNOWN }] })).toBe("b[1].c");
    expect(firstUnknownPath({ id: UNKNOWN })).toBe("id");
    expect(firstUnknownPath({ a: 1, b: [{ c: null }] })).toBeUndefined();
  });
});
