import { ecsTaskDefinitionRules } from "../../../../tools/review/rules/ecs-task-definitions.ts";
import { describeRules, type ExampleChange, examplePlan } from "../../../support/review-rules.ts";

const revision = (before: object, after: object, rest: object = {}): ExampleChange => ({
  actions: ["delete", "create"],
  before: { cpu: "512", memory: "1024", container_definitions: containers(before), ...rest },
  after: { cpu: "512", memory: "1024", container_definitions: containers(after) },
});
const containers = (settings: object): string =>
  JSON.stringify([{ name: "api", image: "api:1", ...settings }]);

describe("rules on task definitions", () => {
  describeRules(ecsTaskDefinitionRules, {
    "task-definition-replaced": [
      {
        dangerous: revision({}, { image: "api:2" }),
        risks: [["cosmetic", "quiet"]],
        harmless: { ...revision({}, { image: "api:2" }), actions: ["no-op"] },
      },
    ],
    "task-definition-changes": [
      {
        dangerous: revision({}, { image: "api:2" }),
        risks: [["later", "note"]],
        harmless: revision({ image: "api:2" }, { image: "api:2" }),
      },
    ],
    "task-size-lower": [
      {
        dangerous: revision({}, {}, { cpu: "1024" }),
        risks: [["thinner", "note"]],
        harmless: revision({}, {}, { cpu: "256" }),
      },
    ],
    "task-logs-removed": [
      {
        dangerous: revision({ logConfiguration: { logDriver: "awslogs" } }, {}),
        risks: [["blind", "ask"]],
        harmless: revision(
          { logConfiguration: { logDriver: "awslogs" } },
          { logConfiguration: { logDriver: "awsfirelens" } },
        ),
      },
    ],
    "task-container-weaker": [
      {
        dangerous: revision({ privileged: false }, { privileged: true }),
        risks: [["permission", "ask"]],
        harmless: revision({ privileged: true }, { privileged: false }),
      },
      {
        dangerous: revision({ readonlyRootFilesystem: true }, { readonlyRootFilesystem: false }),
        risks: [["permission", "ask"]],
        harmless: revision({ readonlyRootFilesystem: false }, { readonlyRootFilesystem: true }),
      },
    ],
  });

  it.each([
    [{ image: "api:2" }, "Tasks that start from the new revision differ in api's image."],
    [
      {
        environment: [
          { name: "TOKEN", value: "hunter3" },
          { name: "HOST", value: "a" },
        ],
      },
      "Tasks that start from the new revision differ in api's environment TOKEN.",
    ],
    [
      {
        environment: [
          { name: "HOST", value: "a" },
          { name: "TOKEN", value: "hunter2" },
        ],
      },
      undefined,
    ],
  ])("names settings and keys, and tells no value: %j", (after, text) => {
    const before = {
      environment: [
        { name: "HOST", value: "a" },
        { name: "TOKEN", value: "hunter2" },
      ],
    };
    const plan = examplePlan(revision(before, { ...before, ...after }), "aws_ecs_task_definition");
    const rule = ecsTaskDefinitionRules.find(({ id }) => id === "task-definition-changes")!;
    const [risk] = rule.judge(plan.changes[0]!, { plan, changes: plan.changes, ofType: () => [] });
    expect(risk?.text).toBe(text);
  });

  it.each(["[", "{}", "7", '[7,{"name":3}]'])(
    "reads definitions that are none without an error: %s",
    (text) => {
      const plan = examplePlan(
        {
          actions: ["delete", "create"],
          before: { container_definitions: text },
          after: { container_definitions: "[]" },
        },
        "aws_ecs_task_definition",
      );
      const risks = ecsTaskDefinitionRules.flatMap((rule) =>
        rule.judge(plan.changes[0]!, { plan, changes: plan.changes, ofType: () => [] }),
      );
      expect(risks[0]?.class).toBe("cosmetic");
    },
  );
});
