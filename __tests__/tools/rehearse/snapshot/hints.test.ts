import type { Diagnostic } from "../../../../tools/rehearse/cloud/protocol/messages.ts";
import type { ObjectValue } from "../../../../tools/rehearse/cloud/value.ts";
import { allowedTexts, PALETTES, probeHints } from "../../../../tools/rehearse/snapshot/hints.ts";
import { attribute, block } from "./blocks.ts";

function complaint(summary: string, path: string, detail = ""): Diagnostic {
  const steps = path.split(".").map((attributeName) => ({ attributeName }));
  return { severity: 1, summary, detail, attribute: { steps } };
}

describe("what complaints say", () => {
  it.each([
    [
      "the older SDK",
      complaint('expected type to be one of ["A" "B C"], got a', "type"),
      "type",
      ["A", "B C"],
    ],
    [
      "the older SDK, of something in a set",
      complaint('expected type to be one of ["A" "B"], got a', "validator"),
      "validator.type",
      ["A", "B"],
    ],
    [
      "the framework",
      complaint(
        "Invalid Attribute Value Match",
        "role",
        'Attribute role value must be one of: ["A" "B"], got: "a"',
      ),
      "role",
      ["A", "B"],
    ],
    [
      "the provider's own types",
      complaint(
        "Invalid",
        "x",
        "Not valid.\n\nPath: rule[0].type[Value({})].mode\nGiven Value: a\nValid Values: [A B ]",
      ),
      "rule.type.mode",
      ["A", "B"],
    ],
    [
      "the provider's own lists",
      complaint(
        "Invalid String Enum Value",
        "x",
        "Value [a] at attribute x[0].items[0] is not a valid enum value. Valid values are: [A B]",
      ),
      "x.items",
      ["A", "B"],
    ],
  ])("reads the allowed values as said by %s", (_who, diagnostic, path, allowed) => {
    expect(allowedTexts(diagnostic)).toEqual({ path, allowed });
  });

  it("reads nothing out of other complaints", () => {
    expect(allowedTexts(complaint('"name": conflicts with name_prefix', "name"))).toBeUndefined();
  });
});

describe("hints", () => {
  const thing = block({
    kind: attribute("r"),
    arn: attribute("o"),
    size: attribute("o", "number"),
    either: attribute("o"),
    or: attribute("o"),
    spaced: attribute("o"),
  });

  /** Complains as the provider does. */
  async function validate({ kind, arn, size, either, or, spaced }: ObjectValue): Promise<Diagnostic[]> {
    return [
      ...(kind === "A" || kind === "B"
        ? []
        : [complaint(`expected kind to be one of ["A" "B"], got ${kind}`, "kind")]),
      ...(String(arn).startsWith("arn:") ? [] : [complaint(`"arn" (${arn}) is an invalid ARN`, "arn")]),
      ...(Number(size) >= 20
        ? []
        : [complaint(`expected size to be in the range (20 - 30), got ${size}`, "size")]),
      ...(either === "*" || String(either).startsWith("arn:")
        ? []
        : [
            complaint(`expected either to be one of ["*"], got ${either}`, "either"),
            complaint(`"either" (${either}) is an invalid ARN`, "either"),
          ]),
      ...(or === "*" || String(or).startsWith("arn:")
        ? []
        : [
            complaint(`"or" (${or}) is an invalid ARN`, "or"),
            complaint(`expected or to be one of ["*"], got ${or}`, "or"),
          ]),
      ...(spaced === "One Way"
        ? []
        : [
            complaint(
              "Invalid",
              "spaced",
              `.\n\nPath: spaced\nGiven Value: ${spaced}\nValid Values: [One Way ]`,
            ),
          ]),
    ];
  }

  it("finds values the provider takes", async () => {
    const { hints } = await probeHints(thing, validate);
    expect(hints.allowed.kind).toEqual(["A", "B"]);
    expect(hints.least).toEqual({ size: 20 });
    expect(hints.fitting.arn).toEqual([PALETTES[1]]);
  });

  it("takes a list for the whole of it only where nothing else passes", async () => {
    const { choices } = await probeHints(thing, validate);
    expect(choices).toEqual({ kind: ["A", "B"] });
  });
});
