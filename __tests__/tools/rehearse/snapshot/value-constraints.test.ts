import type { Diagnostic } from "../../../../tools/rehearse/simulator/protocol/tfplugin5.ts";
import type { ObjectValue } from "../../../../tools/rehearse/simulator/terraform-value.ts";
import { SAMPLE_VALUES } from "../../../../tools/rehearse/snapshot/sample-values.ts";
import {
  errorPath,
  parseAllowedValues,
  parseMinimum,
} from "../../../../tools/rehearse/snapshot/validation-errors.ts";
import { probeValueConstraints } from "../../../../tools/rehearse/snapshot/value-constraints.ts";
import { nestedSchemaBlock, schemaAttribute, schemaBlock } from "./blocks.ts";

function validationError(summary: string, path: string, detail = ""): Diagnostic {
  const steps = path.split(".").map((attribute_name) => ({ attribute_name }));
  return { severity: 1, summary, detail, attribute: { steps } };
}

describe("a validation error", () => {
  it.each([
    [
      "the older SDK",
      validationError('expected type to be one of ["A" "B C"], got a', "type"),
      "type",
      ["A", "B C"],
    ],
    [
      "the older SDK, within a set",
      validationError('expected type to be one of ["A" "B"], got a', "validator"),
      "validator.type",
      ["A", "B"],
    ],
    [
      "the framework",
      validationError(
        "Invalid Attribute Value Match",
        "role",
        'Attribute role value must be one of: ["A" "B"], got: "a"',
      ),
      "role",
      ["A", "B"],
    ],
    [
      "the provider's own types",
      validationError(
        "Invalid",
        "x",
        "Not valid.\n\nPath: rule[0].type[Value({})].mode\nGiven Value: a\nValid Values: [A B ]",
      ),
      "rule.type.mode",
      ["A", "B"],
    ],
    [
      "the provider's own lists",
      validationError(
        "Invalid String Enum Value",
        "x",
        "Value [a] at attribute x[0].items[0] is not a valid enum value. Valid values are: [A B]",
      ),
      "x.items",
      ["A", "B"],
    ],
  ])("has the allowed values in the format of %s", (_library, diagnostic, path, allowedValues) => {
    expect(parseAllowedValues(diagnostic)).toEqual({ path, allowedValues });
  });

  it("without a list has no allowed values", () => {
    expect(parseAllowedValues(validationError('"name": conflicts with name_prefix', "name"))).toBeUndefined();
  });
});

describe("value constraints", () => {
  const thing = schemaBlock({
    kind: schemaAttribute("r"),
    arn: schemaAttribute("o"),
    size: schemaAttribute("o", "number"),
    either: schemaAttribute("o"),
    or: schemaAttribute("o"),
    spaced: schemaAttribute("o"),
  });

  /** Validates like the provider. */
  async function validate({ kind, arn, size, either, or, spaced }: ObjectValue): Promise<Diagnostic[]> {
    return [
      ...(kind === "A" || kind === "B"
        ? []
        : [validationError(`expected kind to be one of ["A" "B"], got ${kind}`, "kind")]),
      ...(String(arn).startsWith("arn:") ? [] : [validationError(`"arn" (${arn}) is an invalid ARN`, "arn")]),
      ...(Number(size) >= 20
        ? []
        : [validationError(`expected size to be in the range (20 - 30), got ${size}`, "size")]),
      ...(either === "*" || String(either).startsWith("arn:")
        ? []
        : [
            validationError(`expected either to be one of ["*"], got ${either}`, "either"),
            validationError(`"either" (${either}) is an invalid ARN`, "either"),
          ]),
      ...(or === "*" || String(or).startsWith("arn:")
        ? []
        : [
            validationError(`"or" (${or}) is an invalid ARN`, "or"),
            validationError(`expected or to be one of ["*"], got ${or}`, "or"),
          ]),
      ...(spaced === "One Way"
        ? []
        : [
            validationError(
              "Invalid",
              "spaced",
              `.\n\nPath: spaced\nGiven Value: ${spaced}\nValid Values: [One Way ]`,
            ),
          ]),
    ];
  }

  it("contain values that the provider accepts", async () => {
    const { constraints } = await probeValueConstraints(thing, validate);
    expect(constraints.allowedValues.kind).toEqual(["A", "B"]);
    expect(constraints.minimum).toEqual({ size: 20 });
    expect(constraints.acceptedSamples.arn).toEqual([SAMPLE_VALUES[1]]);
  });

  it("contain an enum only if no other value is accepted", async () => {
    const { enums } = await probeValueConstraints(thing, validate);
    expect(enums).toEqual({ kind: ["A", "B"] });
  });

  it("are matched by rejected values, because errors may have the paths of siblings", async () => {
    const rule = schemaBlock({
      mode: schemaAttribute("o"),
      note: schemaAttribute("o"),
      count: schemaAttribute("o", "number"),
    });
    const block = schemaBlock(
      {},
      { first: nestedSchemaBlock("list", rule), second: nestedSchemaBlock("list", rule) },
    );
    const misplaced = async ({ first, second }: ObjectValue): Promise<Diagnostic[]> => {
      const bodies = [first, second].flatMap((list) => (Array.isArray(list) ? list : [])) as ObjectValue[];
      return bodies.flatMap(({ mode, count }) => [
        ...(mode === "A" || mode === "B"
          ? []
          : [validationError(`expected mode to be one of ["A" "B"], got ${mode}`, "first.note")]),
        ...(Number(count) >= 20
          ? []
          : [validationError(`expected count to be at least (20), got ${count}`, "second.note")]),
      ]);
    };
    const { constraints, enums } = await probeValueConstraints(block, misplaced);
    expect(enums).toEqual({ "first.mode": ["A", "B"], "second.mode": ["A", "B"] });
    expect(constraints.minimum).toEqual({ "first.count": 20, "second.count": 20 });
    expect(Object.keys(constraints.acceptedSamples).filter((path) => path.endsWith("note"))).toEqual([]);
  });

  it("have no enum if an unlisted value is accepted", async () => {
    const block = schemaBlock({ target: schemaAttribute("o") });
    const lax = async ({ target }: ObjectValue): Promise<Diagnostic[]> =>
      target === "all" || String(target).startsWith("https:")
        ? []
        : [validationError(`expected target to be one of ["all"], got ${target}`, "target")];
    const { constraints, enums } = await probeValueConstraints(block, lax);
    expect(constraints.allowedValues).toEqual({ target: ["all"] });
    expect(enums).toEqual({});
  });

  it.each([
    ["expected size to be in the range (20 - 30), got -1", 20],
    ["expected size to be in the range (0 - 35), got -1", undefined],
    ["expected size to be one of [5 10], got -1", 5],
    ["expected size to be one of [0 1 3], got -1", undefined],
    ["Attribute size value must be between 60 and 3600, got: -1", 60],
  ])("contain the minimum in: %s", (text, minimum) => {
    expect(parseMinimum(validationError(text, "size"))).toBe(minimum);
  });

  it.each([
    ['"service.0.role_arn" (a) is an invalid ARN', "service.role_arn"],
    ["invalid value for service.0.tls.0.name (must be short)", "service.tls.name"],
    ['"name" (a) is an invalid ARN', "service.neighbour"],
  ])("are attributed to the path in: %s", (text, path) => {
    expect(errorPath(validationError(text, "service.neighbour"))).toBe(path);
  });
});
