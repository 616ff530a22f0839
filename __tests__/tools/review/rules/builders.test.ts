import type { PlannedResourceChange } from "../../../../tools/review/plan/planned-resource-change.ts";
import {
  attributeRule,
  destructionRule,
  droppedElements,
  fromTo,
  maintenanceRule,
  removalRule,
  riskOf,
} from "../../../../tools/review/rules/builders.ts";
import { type ExampleChange, examplePlan, judgeExample } from "../../../support/review-rules.ts";

const head = { id: "a-rule", types: ["aws_instance"], finds: "A thing", documentation: [] };
const replaced = ["delete", "create"];

function changeOf(example: ExampleChange): PlannedResourceChange {
  return examplePlan(example).changes[0]!;
}

describe("riskOf", () => {
  test.each([
    ["loss", "block"],
    ["outage", "ask"],
    ["later", "note"],
    ["cosmetic", "quiet"],
  ] as const)("gives %s the level %s", (riskClass, level) => {
    expect(riskOf(riskClass, "x")).toEqual({ class: riskClass, level, text: "x" });
  });
});

describe("attributeRule", () => {
  const props = { ...head, attributes: ["a"], risk: "disarmed", text: "x" } as const;

  test.each<[Parameters<typeof attributeRule>[0]["on"], ExampleChange, boolean]>([
    ["turnsOff", { before: { a: true }, after: { a: false } }, true],
    ["turnsOff", { before: { a: false }, after: { a: true } }, false],
    ["turnsOff", { before: { a: true }, after: {}, unknown: { a: true } }, false],
    ["turnsOn", { before: {}, after: { a: true } }, true],
    ["lowers", { before: { a: 2 }, after: { a: 1 } }, true],
    ["lowers", { before: { a: 1 }, after: { a: 2 } }, false],
    ["raises", { before: { a: 1 }, after: { a: 2 } }, true],
    ["unsets", { before: { a: "x" }, after: { a: "" } }, true],
    ["unsets", { before: { a: "" }, after: { a: null } }, false],
    ["unsets", { before: { a: "x" }, after: {}, unknown: { a: true } }, false],
    ["drops", { before: { a: [1, 2] }, after: { a: [2] } }, true],
    ["drops", { before: { a: [1, 2] }, after: { a: [2, 1, 3] } }, false],
    ["changes", { before: { a: 1 }, after: { a: 2 } }, true],
    [(change, name) => change.becomes(name) === 5, { before: {}, after: { a: 5 } }, true],
    // Creations had nothing before, and replacements are judged by other rules.
    ["turnsOn", { actions: ["create"], after: { a: true } }, false],
    ["turnsOn", { actions: replaced, before: {}, after: { a: true } }, false],
    ["turnsOn", { actions: ["delete"], before: {} }, false],
  ])("judges %s of %j: %s", (on, example, expected) => {
    expect(judgeExample(attributeRule({ ...props, on }), example)).toEqual(
      expected ? [["disarmed", "ask"]] : [],
    );
  });

  test("judges replacements if asked, with the level that is given", () => {
    const rule = attributeRule({ ...props, on: "turnsOn", judgesReplacements: true, level: "note" });
    expect(judgeExample(rule, { actions: replaced, before: {}, after: { a: true } })).toEqual([
      ["disarmed", "note"],
    ]);
  });

  test("guards its attributes, unless others are given", () => {
    expect(attributeRule({ ...props, on: "changes" }).guards).toEqual(["a"]);
    expect(attributeRule({ ...props, on: "changes", guards: [] }).guards).toEqual([]);
  });

  test("hands the changed attributes alone to its text", () => {
    const rule = attributeRule({
      ...props,
      attributes: ["a", "b", "c"],
      on: "changes",
      text: (_, names) => names.join("+"),
    });
    const plan = examplePlan({ before: { a: 1, b: 1, c: 1 }, after: { a: 2, b: 1, c: 2 } });
    const context = { plan, changes: plan.changes, ofType: () => [] };
    expect(rule.judge(plan.changes[0]!, context)).toEqual([riskOf("disarmed", "a+c")]);
  });
});

describe("maintenanceRule", () => {
  const rule = maintenanceRule({ ...head, attributes: ["a"], on: "changes", text: "It restarts" });

  test.each<[ExampleChange, string]>([
    [
      { before: { a: 1 }, after: { a: 2, apply_immediately: true } },
      "It restarts: at once, since apply_immediately is set.",
    ],
    [
      { before: { a: 1 }, after: { a: 2 }, unknown: { apply_immediately: true } },
      "It restarts: at once, since apply_immediately is set.",
    ],
    [
      { before: { a: 1 }, after: { a: 2, apply_immediately: false } },
      "It restarts: in the next maintenance window, since apply_immediately is not set.",
    ],
  ])("says when: %j", (example, expected) => {
    const plan = examplePlan(example);
    const context = { plan, changes: plan.changes, ofType: () => [] };
    expect(rule.judge(plan.changes[0]!, context).map(({ text }) => text)).toEqual([expected]);
    expect(rule.guards).toEqual(["a", "apply_immediately"]);
  });
});

describe("destructionRule and removalRule", () => {
  const destruction = destructionRule({ ...head, risks: () => [riskOf("loss", "x")] });
  const parent = { types: ["aws_vpc"], attribute: "vpc_id" };
  const removal = removalRule({ ...head, risk: "blind", text: "x", parent });

  test.each<[ExampleChange, boolean]>([
    [{ actions: ["delete"] }, true],
    [{ actions: replaced }, true],
    [{ actions: ["create", "delete"] }, true],
    [{ actions: ["delete"], deposed: "ab" }, true],
    [{ actions: ["update", "delete"] }, true],
    [{ actions: ["create"] }, false],
    [{ actions: ["update"] }, false],
    [{ actions: ["forget"] }, false],
    [{ actions: ["create", "forget"] }, false],
  ])("judges %j: %s", (example, expected) => {
    expect(judgeExample(destruction, example).length > 0).toBe(expected);
    expect(judgeExample(removal, example).length > 0).toBe(expected);
  });

  const child = { actions: ["delete"], before: { vpc_id: "vpc-1" } };

  test.each<[ExampleChange, boolean]>([
    [{ type: "aws_vpc", actions: ["delete"], before: { id: "vpc-1" } }, false],
    [{ type: "aws_vpc", actions: replaced, before: { arn: "vpc-1" } }, false],
    [{ type: "aws_vpc", actions: ["delete"], before: { id: "vpc-2" } }, true],
    [{ type: "aws_vpc", actions: ["update"], before: { id: "vpc-1" } }, true],
    [{ type: "aws_vpc", actions: ["delete"], deposed: "ab", before: { id: "vpc-1" } }, true],
    [{ type: "aws_subnet", actions: ["delete"], before: { id: "vpc-1" } }, true],
  ])("a removal beside %j is judged: %s", (beside, expected) => {
    expect(judgeExample(removal, { ...child, beside: [beside] }).length > 0).toBe(expected);
  });
});

describe("fromTo", () => {
  test.each<[object, object, string]>([
    [{ a: 100 }, { a: 50 }, "from 100 to 50"],
    [{}, { a: true }, "to true"],
    [{ a: "db.t4g.small" }, { a: "db.m7g.large" }, "from db.t4g.small to db.m7g.large"],
    [{ a: "x" }, { a: "two words" }, "from x to another value"],
    [{ a: "<b>" }, { a: ["list"] }, "to another value"],
  ])("prints plain words alone: %j, %j", (before, after, expected) => {
    expect(fromTo(changeOf({ before, after }), "a")).toBe(expected);
  });
});

describe("droppedElements", () => {
  test.each<[ExampleChange, unknown[]]>([
    [{ before: { a: ["x", "y"] }, after: { a: ["y"] } }, ["x"]],
    [{ before: { a: ["x"] }, after: { a: null } }, ["x"]],
    [{ before: { a: ["x"] }, after: {}, unknown: { a: true } }, []],
    // A part that is not known may equal anything.
    [{ before: { a: ["x", "y"] }, after: { a: ["y", null] }, unknown: { a: [false, true] } }, []],
    [
      { before: { a: [{ id: 1, arn: "x" }] }, after: { a: [{ id: 1 }] }, unknown: { a: [{ arn: true }] } },
      [],
    ],
    [
      { before: { a: [{ id: 1, arn: "x" }] }, after: { a: [{ id: 2 }] }, unknown: { a: [{ arn: true }] } },
      [{ id: 1, arn: "x" }],
    ],
  ])("of %j: %j", (example, expected) => {
    expect(droppedElements(changeOf(example), "a")).toEqual(expected);
  });
});
