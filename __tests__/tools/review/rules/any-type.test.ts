import { createAnyTypeRules, guardedAttributeRisks } from "../../../../tools/review/rules/any-type.ts";
import type { ReviewRule } from "../../../../tools/review/rules/review-rule.ts";
import { describeRules, type ExampleChange, examplePlan } from "../../../support/review-rules.ts";

const named: ReviewRule = {
  id: "named",
  types: ["aws_named"],
  finds: "",
  documentation: [],
  judge: () => [],
};
const rules = createAnyTypeRules([named]);

describe("rules over every type", () => {
  it("judge all types", () => {
    expect(new Set(rules.map(({ types }) => types.length))).toEqual(new Set([0]));
  });

  describeRules(rules, {
    forgotten: [
      {
        dangerous: { type: "aws_db_instance", actions: ["forget"], before: { id: "db" } },
        risks: [["disarmed", "ask"]],
        harmless: { type: "aws_cloudwatch_dashboard", actions: ["forget"], before: { id: "db" } },
        harmlessRisks: [["disarmed", "note"]],
      },
      {
        dangerous: { type: "aws_other", actions: ["forget"], before: { deletion_protection: false } },
        risks: [["disarmed", "ask"]],
        harmless: { type: "aws_other", actions: ["forget"], before: { id: "a" } },
        harmlessRisks: [["disarmed", "note"]],
      },
      {
        dangerous: { type: "aws_security_group", actions: ["create", "forget"], before: { id: "a" } },
        risks: [["disarmed", "ask"]],
        harmless: { type: "aws_security_group", actions: ["create", "delete"], before: { id: "a" } },
      },
    ],
    "deleted-without-rule": [
      {
        dangerous: { type: "aws_unheard_of", actions: ["delete"], before: { id: "a" } },
        risks: [["outage", "ask"]],
        harmless: { type: "aws_named", actions: ["delete"], before: { id: "a" } },
      },
      {
        dangerous: { type: "aws_unheard_of", actions: ["create", "delete"], before: { id: "a" } },
        risks: [["outage", "ask"]],
        harmless: { type: "aws_unheard_of", actions: ["update"], before: { id: "a" } },
      },
    ],
    "action-not-recognized": [
      {
        dangerous: { actions: ["delete", "delete"], before: { id: "a" } },
        risks: [["unknown", "unknown"]],
        harmless: { actions: ["delete"], before: { id: "a" } },
      },
    ],
    "import-with-changes": [
      {
        dangerous: { isImported: true, before: { size: 1 }, after: { size: 2 } },
        risks: [["outage", "ask"]],
        harmless: { isImported: true, before: { tags: {} }, after: { tags: { a: "b" } } },
        harmlessRisks: [["cosmetic", "note"]],
      },
      {
        dangerous: { isImported: true, before: { size: 1 }, after: { size: 2 } },
        risks: [["outage", "ask"]],
        harmless: { isImported: true, actions: ["no-op"], before: { size: 1 } },
        harmlessRisks: [["cosmetic", "note"]],
      },
    ],
    "name-collides": [
      {
        dangerous: {
          type: "aws_lb",
          actions: ["create", "delete"],
          before: { name: "web" },
          after: { name: "web" },
        },
        risks: [["refused", "ask"]],
        harmless: {
          type: "aws_lb",
          actions: ["create", "delete"],
          before: { name: "web" },
          after: { name: "web2" },
        },
      },
      {
        dangerous: {
          type: "aws_lb",
          actions: ["create", "delete"],
          before: { name: "web" },
          after: { name: "web" },
        },
        risks: [["refused", "ask"]],
        harmless: {
          type: "aws_lb",
          actions: ["create", "delete"],
          before: { name: "web-1", name_prefix: "web-" },
          after: { name_prefix: "web-" },
          unknown: { name: true },
        },
      },
      {
        dangerous: {
          type: "aws_cloudwatch_metric_alarm",
          actions: ["create", "delete"],
          before: { alarm_name: "cpu" },
          after: { alarm_name: "cpu" },
        },
        risks: [["outage", "ask"]],
        harmless: {
          type: "aws_cloudwatch_metric_alarm",
          actions: ["delete", "create"],
          before: { alarm_name: "cpu" },
          after: { alarm_name: "cpu" },
        },
      },
    ],
    "tags-only": [
      {
        dangerous: { before: { size: 1, tags: {} }, after: { size: 1, tags: { a: "b" } } },
        risks: [["cosmetic", "quiet"]],
        harmless: { before: { size: 1, tags: {} }, after: { size: 2, tags: { a: "b" } } },
      },
    ],
    "description-in-place": [
      {
        dangerous: { before: { description: "a" }, after: { description: "b" } },
        risks: [["cosmetic", "quiet"]],
        harmless: { before: { description: "a" }, after: { description: "b", size: 2 } },
      },
    ],
  });
});

describe("guardedAttributeRisks", () => {
  const risks = (change: ExampleChange): readonly string[] => {
    const plan = examplePlan({ before: { a: [{ b: 1 }] }, after: { a: [{}] }, ...change });
    return guardedAttributeRisks(plan.changes[0]!, ["a.0.b", "c", "a.0.b"]).map(
      ({ class: kind, level, text }) => `${kind} ${level} ${text}`,
    );
  };

  it("names each guarded attribute that an update makes unknown, once", () => {
    expect(risks({ unknown: { a: [{ b: true }] } })).toEqual([
      "unknown unknown a.0.b is known only after apply: the review cannot judge the change of it.",
    ]);
  });

  it.each<[string, ExampleChange]>([
    ["another attribute", { unknown: { a: [{ d: true }] } }],
    ["a creation", { actions: ["create"], unknown: { a: [{ b: true }] } }],
    ["a replacement", { actions: ["delete", "create"], unknown: { a: [{ b: true }] } }],
  ])("says nothing of %s", (_, change) => {
    expect(risks(change)).toEqual([]);
  });
});
