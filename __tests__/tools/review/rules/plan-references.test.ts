import {
  holdersAfter,
  holdersAtDeletion,
  holdersBefore,
  namesOf,
} from "../../../../tools/review/rules/plan-references.ts";
import type { RuleContext } from "../../../../tools/review/rules/review-rule.ts";
import { type ExampleChange, examplePlan } from "../../../support/review-rules.ts";

const ID = "sg-0123456789abcdef0";
const TYPES = ["aws_lb"];

const setUp = (actions: readonly string[], other: ExampleChange) => {
  const plan = examplePlan(
    {
      type: "aws_security_group",
      actions,
      before: { id: ID },
      beside: [{ type: "aws_lb", name: "web", ...other }],
    },
    "aws_security_group",
  );
  const group = plan.changes.find(({ type }) => type === "aws_security_group")!;
  const context: RuleContext = { plan, changes: plan.changes, ofType: () => [] };
  return { group, context };
};
const held = { security_groups: [{ nested: [ID] }] };

describe("holdersAtDeletion", () => {
  it.each<[string, readonly string[], ExampleChange, string]>([
    [
      "a replacement, of what is updated later",
      ["delete", "create"],
      { before: held, after: {} },
      "aws_lb.web",
    ],
    [
      "a replacement, of what goes first",
      ["delete", "create"],
      { actions: ["delete"], before: held },
      "nothing in these plans",
    ],
    ["a deletion, of what stays", ["delete"], { actions: ["no-op"], before: held }, "aws_lb.web"],
    ["a deletion, of what has let go", ["delete"], { before: held, after: {} }, "nothing in these plans"],
    [
      "a deletion, of another type",
      ["delete"],
      { type: "aws_iam_role", actions: ["no-op"], before: held },
      "nothing in these plans",
    ],
  ])("finds holders at %s", (_, actions, other, names) => {
    const { group, context } = setUp(actions, other);
    expect(namesOf(holdersAtDeletion(group, group.was("id"), context, TYPES))).toBe(names);
  });
});

it("reads each side of the plan", () => {
  const { group, context } = setUp(["update"], { before: held, after: {} });
  expect(namesOf(holdersBefore(group, ID, context))).toBe("aws_lb.web");
  expect(namesOf(holdersAfter(group, ID, context))).toBe("nothing in these plans");
});

it("takes no short text for an identifier, and nothing that is no text", () => {
  const { group, context } = setUp(["update"], { before: { name: "web" } });
  expect([holdersBefore(group, "web", context), holdersBefore(group, undefined, context)]).toEqual([[], []]);
});

it.each([
  [2, "aws_lb.a and 1 other"],
  [3, "aws_lb.a and 2 others"],
])("namesOf counts %d holders", (count, text) => {
  const names = ["a", "b", "c"].slice(0, count);
  const plan = examplePlan({
    type: "aws_lb",
    name: "a",
    beside: names.slice(1).map((name) => ({ type: "aws_lb", name })),
  });
  expect(namesOf(plan.changes)).toBe(text);
});
