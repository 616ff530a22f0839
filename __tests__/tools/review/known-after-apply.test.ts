import { withSimulatedState } from "../../../tools/review/known-after-apply.ts";
import { parsePlan } from "../../../tools/review/plan/parse-plan.ts";

const state = JSON.stringify({
  outputs: { arns: { value: { a: "arn:1" } } },
  resources: [
    {
      mode: "managed",
      type: "aws_security_group",
      name: "web",
      instances: [
        { attributes: { id: "sg-1", name: "other", tags: ["x", "y"], rules: [{ port: 80, id: "r" }] } },
      ],
    },
  ],
});

const resource = { address: "aws_security_group.web", mode: "managed", type: "aws_security_group" };
const document = parsePlan(
  {
    format_version: "1.2",
    resource_changes: [
      {
        ...resource,
        change: {
          actions: ["create"],
          before: null,
          after: { name: "web", tags: ["x"], rules: [{ port: 80 }] },
          after_unknown: { id: true, tags: [false, true], rules: [{ id: true }] },
        },
      },
      { ...resource, deposed: "0a", change: { actions: ["delete"], before: { id: "old" }, after: null } },
    ],
    output_changes: { arns: { actions: ["create"], before: null, after_unknown: true } },
    planned_values: {
      outputs: { arns: { sensitive: false } },
      root_module: { resources: [{ ...resource, values: { name: "web" } }] },
    },
  },
  { stack: "shop-prod-network", path: "plan" },
);

it("a plan gets the values of a state where it knows none, and keeps what it knows", () => {
  const { changes, json, outputs } = withSimulatedState(document, state);
  const [web, deposed] = changes;
  expect(web).toMatchObject({
    after: { id: "sg-1", name: "web", tags: ["x", "y"] },
    afterUnknown: {},
    action: "create",
  });
  expect(web!.isUnknown("id")).toBe(false);
  expect(deposed).toMatchObject({ deposed: "0a", before: { id: "old" }, action: "delete" });
  expect(outputs).toMatchObject([{ name: "arns", isUnknown: false }]);
  expect(json).toMatchObject({
    output_changes: { arns: { after: { a: "arn:1" } } },
    planned_values: {
      outputs: { arns: { value: { a: "arn:1" } } },
      root_module: { resources: [{ values: { id: "sg-1", name: "web" } }] },
    },
  });
});
