import { roleAssignmentRules } from "../../../../tools/review/rules/role-assignments.ts";
import { describeRules } from "../../../support/review-rules.ts";

describe("rules of role assignments", () => {
  describeRules(roleAssignmentRules, {
    "runs-with-another-role": [
      {
        dangerous: { before: { role: "arn:aws:iam::1:role/a" }, after: { role: "arn:aws:iam::1:role/b" } },
        risks: [["permission", "ask"]],
        harmless: { before: { role: "arn:aws:iam::1:role/a" }, after: { role: "arn:aws:iam::1:role/a" } },
      },
      {
        dangerous: {
          type: "aws_ecs_task_definition",
          actions: ["delete", "create"],
          before: {},
          after: { task_role_arn: "arn:aws:iam::1:role/b" },
        },
        risks: [["permission", "ask"]],
        harmless: {
          type: "aws_ecs_task_definition",
          actions: ["delete", "create"],
          before: { task_role_arn: "arn:aws:iam::1:role/b" },
          after: {},
        },
      },
    ],
  });
});
