import type { Diagnostic } from "../../../../tools/rehearse/simulator/protocol/messages.ts";
import type { ObjectValue } from "../../../../tools/rehearse/simulator/terraform-value.ts";
import {
  parseAllowedValues,
  probeValueConstraints,
  SAMPLE_VALUES,
} from "../../../../tools/rehearse/snapshot/value-constraints.ts";
import { schemaAttribute, schemaBlock } from "./blocks.ts";

function validationError(summary: string, path: string, detail = ""): Diagnostic {
  const steps = path.split(".").map((attributeName) => ({ attributeName }));
  return { severity: 1, summary, detail, attribute: { steps } };
}

describe("what complaints say", () => {
  it.each([
    [
      "the older SDK",
      validationError('expected type to be one of ["A" "B C"], got a', "type"),
      "type",
      ["A", "B C"],
    ],
    [
      "the older SDK, of something in a set",
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
  ])("reads the allowed values as said by %s", (_who, diagnostic, path, allowedValues) => {
    expect(parseAllowedValues(diagnostic)).toEqual({ path, allowedValues });
  });

  it("reads nothing out of other complaints", () => {
    expect(parseAllowedValues(validationError('"name": conflicts with name_prefix', "name"))).toBeUndefined();
  });
});

describe("hints", () => {
  const thing = schemaBlock({
    kind: schemaAttribute("r"),
    arn: schemaAttribute("o"),
    size: schemaAttribute("o", "number"),
    either: schemaAttribute("o"),
    or: schemaAttribute("o"),
    spaced: schemaAttribute("o"),
  });

  /** Complains as the provider does. */
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

  it("finds values the provider takes", async () => {
    const { constraints } = await probeValueConstraints(thing, validate);
    expect(constraints.allowedValues.kind).toEqual(["A", "B"]);
    expect(constraints.minimum).toEqual({ size: 20 });
    expect(constraints.acceptedSamples.arn).toEqual([SAMPLE_VALUES[1]]);
  });

  it("takes a list for the whole of it only where nothing else passes", async () => {
    const { enums } = await probeValueConstraints(thing, validate);
    expect(enums).toEqual({ kind: ["A", "B"] });
  });
});
