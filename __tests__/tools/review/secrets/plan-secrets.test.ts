import type { JsonObject } from "../../../../tools/reach/terraform/configuration/json.ts";
import { maskedTexts, secretsInPlan } from "../../../../tools/review/secrets/plan-secrets.ts";

function change(change: object, type = "x_y"): JsonObject {
  return json({ resource_changes: [{ address: `${type}.a`, type, change }] });
}

function json(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}

describe("secretsInPlan", () => {
  it.each<readonly [string, JsonObject, readonly string[]]>([
    [
      "a masked value before",
      change({ before: { a: "s1", b: "no" }, before_sensitive: { a: true } }),
      ["s1"],
    ],
    ["a value that loses its mask", change({ after: { a: "s2" }, before_sensitive: { a: true } }), ["s2"]],
    [
      "a masked block",
      change({ after: { a: [{ b: "s3" }, { b: 123 }] }, after_sensitive: { a: true } }),
      ["s3", "123"],
    ],
    ["a masked item", change({ after: { a: ["no", "s4"] }, after_sensitive: { a: [false, true] } }), ["s4"]],
    ["a masked object", change({ before: { a: { b: "s5" } }, before_sensitive: true }), ["s5"]],
    [
      "a mask of another shape",
      change({ after: { a: ["s6"] }, after_sensitive: { a: { b: true } } }),
      ["s6"],
    ],
    [
      "a list longer than its mask",
      change({ after: { a: ["x", "s7"] }, after_sensitive: { a: [true] } }),
      ["x", "s7"],
    ],
    ["an attribute of the schema", change({ after: { password: "s8" } }, "aws_db_instance"), ["s8"]],
    ["a named attribute", change({ after: { vars: { DB_PASSWORD: "s9" } } }), ["s9"]],
    [
      "drift",
      json({ resource_drift: [{ change: { after: { a: "s10" }, after_sensitive: { a: true } } }] }),
      ["s10"],
    ],
    ["an output", json({ output_changes: { o: { after: { b: "s11" }, after_sensitive: true } } }), ["s11"]],
    [
      "a planned output",
      json({ planned_values: { outputs: { o: { sensitive: true, value: ["s12"] } } } }),
      ["s12"],
    ],
    [
      "a state's resource in a module",
      json({
        prior_state: {
          values: {
            root_module: {
              child_modules: [{ resources: [{ values: { a: "s13" }, sensitive_values: { a: true } }] }],
            },
          },
        },
      }),
      ["s13"],
    ],
    [
      "a sensitive variable and its default",
      json({
        variables: { v: { value: "s14" }, w: { value: "no" } },
        configuration: { root_module: { variables: { v: { sensitive: true, default: "s15" }, w: {} } } },
      }),
      ["s14", "s15"],
    ],
    [
      "a write-only literal",
      json({
        configuration: {
          root_module: {
            resources: [
              { type: "x", expressions: { a_wo: { constant_value: "s16" }, b: { constant_value: "no" } } },
            ],
          },
        },
      }),
      ["s16"],
    ],
    [
      "a literal in a nested block",
      json({
        configuration: {
          root_module: {
            resources: [{ type: "x", expressions: { block: [{ password: { constant_value: "s17" } }] } }],
          },
        },
      }),
      ["s17"],
    ],
    [
      "a module's sensitive argument",
      json({
        configuration: {
          root_module: {
            module_calls: {
              m: {
                expressions: { v: { constant_value: "s18" } },
                module: { variables: { v: { sensitive: true } } },
              },
            },
          },
        },
      }),
      ["s18"],
    ],
    [
      "a provider's key and a provisioner's password",
      json({
        configuration: {
          provider_config: { aws: { expressions: { secret_key: { constant_value: "s19" } } } },
          root_module: {
            resources: [
              {
                type: "x",
                provisioners: [{ expressions: { connection: { password: { constant_value: "s20" } } } }],
              },
            ],
          },
        },
      }),
      ["s19", "s20"],
    ],
    [
      "an action's settings",
      json({
        action_invocations: [{ type: "x", config_values: { p: "s21" }, config_sensitive: { p: true } }],
      }),
      ["s21"],
    ],
    [
      "the settings of an action that is put off",
      json({
        deferred_action_invocations: [
          { action_invocation: { type: "x", config_values: { p: "s22" }, config_sensitive: { p: true } } },
        ],
      }),
      ["s22"],
    ],
    [
      "nothing in damaged parts",
      json({ resource_changes: [1, null, { change: 5 }], variables: [], configuration: "x" }),
      [],
    ],
  ])("finds %s", (_, plan, expected) => {
    expect([...new Set(secretsInPlan(plan))]).toEqual(expected);
  });

  it("takes nothing from a mask without marks", () => {
    expect(maskedTexts({ a: ["x"], b: "y" }, { a: [false], b: {} })).toEqual([]);
  });
});
