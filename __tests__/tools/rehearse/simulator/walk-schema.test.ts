import { type TerraformValue, UNKNOWN } from "../../../../tools/rehearse/simulator/terraform-value.ts";
import {
  elementType,
  mapElements,
  mapNestedBodies,
  nestedBodies,
} from "../../../../tools/rehearse/simulator/walk-schema.ts";
import { nestedSchemaBlock, schemaBlock } from "../snapshot/blocks.ts";

const nested = (nesting: Parameters<typeof nestedSchemaBlock>[0]) =>
  nestedSchemaBlock(nesting, schemaBlock({}));

describe("nestedBodies", () => {
  it.each([
    [
      "list",
      [{ a: 1 }, UNKNOWN, { a: 2 }],
      [
        ["0", { element_key_int: 0 }],
        ["2", { element_key_int: 2 }],
      ],
    ],
    ["set", [{ a: 1 }, { a: 2 }], [["0"], ["1"]]],
    ["map", { x: { a: 1 }, y: null }, [["x", { element_key_string: "x" }]]],
    ["single", { x: { a: 1 } }, [[""]]],
    ["single", null, []],
    ["list", UNKNOWN, []],
  ] as const)("lists the keys and path steps of a %s (case %#)", (nesting, value, expected) => {
    const bodies = nestedBodies(nested(nesting), value as TerraformValue);
    expect(bodies.map(({ key, steps }) => [key, ...steps])).toEqual(expected);
  });
});

describe("mapNestedBodies", () => {
  it.each([
    ["list", [{ a: 1 }, UNKNOWN], ["0", UNKNOWN]],
    ["map", { x: { a: 1 }, y: null }, { x: "x", y: null }],
    ["single", { x: { a: 1 } }, ""],
    ["single", null, null],
    ["set", UNKNOWN, UNKNOWN],
  ] as const)("maps the occurrences in a %s, and nothing else (case %#)", (nesting, value, expected) => {
    const mapped = mapNestedBodies(nested(nesting), value as TerraformValue, (_body, key) => String(key));
    expect(mapped).toEqual(expected);
  });
});

describe("mapElements", () => {
  it("gives each element its type", () => {
    const typed = (_element: TerraformValue, type: unknown, key: string | number) => `${key}:${type}`;
    expect(mapElements(["list", "bool"], [true, null], typed)).toEqual(["0:bool", "1:bool"]);
    expect(mapElements(["map", "number"], { a: 1 }, typed)).toEqual({ a: "a:number" });
    expect(mapElements(["tuple", ["bool", "string"]], [true, "x"], typed)).toEqual(["0:bool", "1:string"]);
    expect(mapElements(["object", { a: "bool" }], { a: true, b: 1 }, typed)).toEqual({
      a: "a:bool",
      b: "b:dynamic",
    });
    expect(mapElements(["set", "string"], UNKNOWN, typed)).toBe(UNKNOWN);
  });

  it("has a dynamic type for an element that the type lacks", () => {
    expect([elementType("string", 0), elementType(["tuple", []], 0)]).toEqual(["dynamic", "dynamic"]);
  });
});
