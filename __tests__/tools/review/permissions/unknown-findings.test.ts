import { appRole, permissionLines } from "./app-role-fixture.ts";
import { allowing, type FixtureResource, type FixtureRest, policyText } from "./plan-fixture.ts";

describe("policies that are known only after apply", () => {
  const text = (action: string) =>
    `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["${action}"],"Resource":"\${aws_sqs_queue.q.arn}"}]}`;
  const configured = (policy: string): FixtureRest => ({
    configuration: { resource: { aws_iam_role_policy: { app: { role: "app", policy } } } },
  });
  const queue: FixtureResource = {
    address: "aws_sqs_queue.q",
    before: { arn: "arn:aws:sqs:eu-west-1:111122223333:q", name: "q" },
    after: { name: "q2" },
    unknown: { arn: true },
    actions: ["delete", "create"],
  };
  const unknownPolicy: FixtureResource = {
    address: "aws_iam_role_policy.app",
    before: {
      role: "app",
      name: "app",
      policy: policyText(allowing("sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:q")),
    },
    after: { role: "app", name: "app" },
    unknown: { policy: true },
  };

  it("are read from the saved plan's configuration: the successor takes the old resource's place", () => {
    expect(permissionLines([appRole, queue, unknownPolicy], configured(text("sqs:SendMessage")))).toEqual([]);
  });

  it("are compared by their actions", () => {
    expect(permissionLines([appRole, queue, unknownPolicy], configured(text("sqs:ReceiveMessage")))).toEqual([
      "ask permission aws_iam_role_policy.app: sqs:ReceiveMessage on arn:aws:sqs:eu-west-1:111122223333:q becomes allowed for role app.",
    ]);
  });

  it("have a symbol for what does not exist yet", () => {
    const fresh = { address: "aws_sqs_queue.q", after: { name: "q" }, unknown: { arn: true } };
    expect(permissionLines([appRole, fresh, unknownPolicy], configured(text("sqs:SendMessage")))).toEqual([
      "ask permission aws_iam_role_policy.app: sqs:SendMessage on ${aws_sqs_queue.q.arn} becomes allowed for role app.",
    ]);
  });

  it("may be written with jsonencode and local values", () => {
    const policy =
      '${jsonencode({Statement = [{Effect = "Allow", Action = local.actions, Resource = aws_sqs_queue.q.arn}]})}';
    const rest = {
      configuration: {
        locals: { actions: ["sqs:SendMessage", "sqs:PurgeQueue"] },
        resource: { aws_iam_role_policy: { app: { role: "app", policy } } },
      },
    };
    expect(permissionLines([appRole, queue, unknownPolicy], rest)).toEqual([
      "ask permission aws_iam_role_policy.app: sqs:PurgeQueue on arn:aws:sqs:eu-west-1:111122223333:q becomes allowed for role app.",
    ]);
  });

  it("may come from a data source that is read during apply, of any language", () => {
    const data: FixtureResource = {
      address: "data.aws_iam_policy_document.app",
      mode: "data",
      after: { statement: [{ actions: ["sqs:PurgeQueue"], effect: "Allow", resources: [null] }] },
      unknown: { json: true, statement: [{ resources: [true] }] },
    };
    const json = {
      configuration: {
        root_module: {
          resources: [
            {
              address: "aws_iam_role_policy.app",
              expressions: {
                policy: {
                  references: ["data.aws_iam_policy_document.app.json", "data.aws_iam_policy_document.app"],
                },
              },
            },
          ],
        },
      },
    };
    expect(permissionLines([appRole, data, unknownPolicy], { json })).toEqual([
      "ask permission aws_iam_role_policy.app: sqs:PurgeQueue on (known after apply) becomes allowed for role app.",
    ]);
  });

  it("are unknown without any configuration", () => {
    expect(permissionLines([appRole, unknownPolicy])).toEqual([
      "unknown unknown aws_iam_role_policy.app: It is unknown if the permissions of role app become wider: its policy is known only after apply, and the plan does not show its expression.",
    ]);
  });
});
