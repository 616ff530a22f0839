import { planFindings } from "../../../../tools/review/plan/plan-findings.ts";
import { provisionalPlans } from "../../../../tools/review/plan/plan-limits.ts";
import { type ResourceValues, type StatePlanParts, statePlan } from "../../../support/state-plan.ts";

const QUEUE = { id: "q", name: "q", visibility_timeout_seconds: 30 };

function found(
  rest: Readonly<Record<string, unknown>>,
  after: ResourceValues = { "aws_sqs_queue.q": QUEUE },
) {
  const parts: StatePlanParts = { rest };
  return planFindings(statePlan({ "aws_sqs_queue.q": QUEUE }, after, parts)).map(
    ({ rule, class: kind, level, address }) => [rule, kind, level, address],
  );
}

const drift = (name: string, before: object, after: object | null) => ({
  address: `aws_sqs_queue.${name}`,
  mode: "managed",
  type: "aws_sqs_queue",
  change: { actions: [after === null ? "delete" : "update"], before, after, after_unknown: {} },
});

describe("a plan as a whole", () => {
  it("without anything special has no finding", () => {
    expect(found({})).toEqual([]);
  });

  it.each<[string, Readonly<Record<string, unknown>>, string[]]>([
    [
      "stopped at an error",
      { errored: true, complete: false },
      ["plan-errored", "refused", "block", "(plan)"],
    ],
    ["was made with -target", { complete: false }, ["plan-incomplete", "unknown", "note", "(plan)"]],
    [
      "only refreshes",
      { resource_changes: undefined, resource_drift: [] },
      ["plan-refreshes", "cosmetic", "note", "(plan)"],
    ],
    [
      "removes an output",
      { output_changes: { url: { actions: ["delete"], before: "x", after: null } } },
      ["output-removed", "outage", "note", "output.url"],
    ],
  ])("that %s is named as such", (_, rest, finding) => {
    expect(found(rest)).toEqual([finding]);
  });

  it("that destroys everything is named as such", () => {
    expect(found({}, {})).toEqual([["plan-destroys", "outage", "ask", "(plan)"]]);
  });

  it("groups alike drift, and says what the plan does about it", () => {
    const changed = { ...QUEUE, visibility_timeout_seconds: 60 };
    const rest = {
      resource_drift: [drift("a", QUEUE, changed), drift("b", QUEUE, changed), drift("c", QUEUE, null)],
    };
    const plan = statePlan({ "aws_sqs_queue.q": QUEUE }, { "aws_sqs_queue.q": QUEUE }, { rest });
    expect(planFindings(plan).map(({ address, level, text }) => [address, level, text])).toEqual([
      [
        "aws_sqs_queue.a",
        "note",
        "It was changed (visibility_timeout_seconds) outside Terraform (and 1 alike). This plan leaves it so.",
      ],
      [
        "aws_sqs_queue.c",
        "note",
        "It was deleted outside Terraform. This plan no longer manages it, or creates it again.",
      ],
    ]);
  });
});

describe("changed outputs", () => {
  it("make the plans of their readers provisional", () => {
    const output_changes = {
      a: { actions: ["update"], before: "x", after: "y" },
      b: { actions: ["no-op"], before: "x", after: "x" },
      c: { actions: ["create"], before: null, after: "x" },
    };
    expect(provisionalPlans([statePlan({}, {}, { rest: { output_changes } })])).toEqual([
      "Outputs of net change (a): plans of stacks that read them have the old values.",
    ]);
  });
});
