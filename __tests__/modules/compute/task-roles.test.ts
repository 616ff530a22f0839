import { TaskRoles, type TaskRolesProps } from "../../../modules/compute/task-roles.ts";
import { synthesizeConstruct } from "../../support/construct.ts";
import { iamPolicyStatements } from "../../support/policies.ts";

/** The policy statements of a task's two roles. */
function statementsOf(change: Partial<TaskRolesProps> = {}) {
  const { json } = synthesizeConstruct((stack) => {
    new TaskRoles(stack, "roles", {
      name: "shop-app",
      account: "111111111111",
      region: "eu-west-1",
      repositoryArn: undefined,
      logGroupArn: "arn:log",
      secretArns: [],
      dataKeyArn: "arn:key",
      appStatements: [],
      execLogArn: undefined,
      ...change,
    });
  });
  const of = (role: string) =>
    iamPolicyStatements(json)
      .filter(({ address }) => address.startsWith(`roles_${role}-policy_`))
      .map(({ address: _address, ...statement }) => statement);
  return { execution: of("execution"), task: of("task") };
}

describe("a task's roles", () => {
  it("only write logs without images, secrets and exec", () => {
    expect(statementsOf()).toEqual({
      execution: [
        {
          Sid: "WriteLogs",
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: "arn:log:*",
        },
      ],
      task: [],
    });
  });

  it("list each secret once, and allow decryption with the data key", () => {
    const { execution } = statementsOf({ secretArns: ["arn:secret", "arn:secret"] });
    expect(execution.map(({ Sid, Resource }) => `${Sid} ${Resource}`)).toEqual([
      "WriteLogs arn:log:*",
      "ReadSecrets arn:secret",
      "OpenSecrets arn:key",
    ]);
  });

  it("allow ECS Exec through Systems Manager channels, with a log of commands", () => {
    const { task } = statementsOf({ execLogArn: "arn:exec-log" });
    expect(task).toEqual([
      {
        Sid: "OpenCommandChannels",
        Effect: "Allow",
        Action: [
          "ssmmessages:CreateControlChannel",
          "ssmmessages:CreateDataChannel",
          "ssmmessages:OpenControlChannel",
          "ssmmessages:OpenDataChannel",
        ],
        Resource: "*",
      },
      {
        Sid: "FindCommandLog",
        Effect: "Allow",
        Action: "logs:DescribeLogGroups",
        Resource: "arn:aws:logs:eu-west-1:111111111111:log-group:*",
      },
      {
        Sid: "RecordCommands",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        Resource: "arn:exec-log:*",
      },
    ]);
  });
});
