import type { JsonObject } from "../../../../tools/reach/terraform/configuration/json.ts";
import { APP_ROLE_ARN, appRole, appRolePolicy, appRoleValues, permissionLines } from "./app-role-fixture.ts";
import { allowing, type FixtureResource, policyText } from "./plan-fixture.ts";

describe("the policy of a role", () => {
  const logs = "arn:aws:s3:::logs/*";

  it.each<[string, JsonObject[], JsonObject[]]>([
    ["stays", [allowing("s3:GetObject", logs)], [allowing("s3:GetObject", logs)]],
    ["becomes narrower", [allowing("s3:*", logs)], [allowing("s3:GetObject", logs)]],
    [
      "gets a condition",
      [allowing("s3:*", logs)],
      [allowing("s3:*", logs, { Condition: { Bool: { "aws:SecureTransport": "true" } } })],
    ],
    [
      "is split and reordered",
      [allowing(["s3:GetObject", "s3:PutObject"], logs)],
      [allowing("s3:PutObject", logs), allowing(["s3:GetObject"], [logs])],
    ],
    [
      "loses a statement",
      [allowing("s3:GetObject", logs), allowing("sqs:*")],
      [allowing("s3:GetObject", logs)],
    ],
  ])("gives no finding if it %s", (_, before, after) => {
    expect(permissionLines([appRole, appRolePolicy(before, after)])).toEqual([]);
  });

  it.each<[string, JsonObject[], JsonObject[], string]>([
    [
      "an action",
      [allowing("s3:GetObject", logs)],
      [allowing(["s3:GetObject", "s3:DeleteObject"], logs)],
      "ask permission aws_iam_role_policy.app: s3:DeleteObject on arn:aws:s3:::logs/* becomes allowed for role app.",
    ],
    [
      "everything",
      [allowing("s3:GetObject", logs)],
      [allowing("*")],
      "block permission aws_iam_role_policy.app: role app becomes an administrator: every action becomes allowed.",
    ],
    [
      "a whole service",
      [allowing("sqs:SendMessage")],
      [allowing("sqs:*")],
      "block permission aws_iam_role_policy.app: sqs:* on * becomes allowed for role app.",
    ],
    [
      "an action beside a whole service that it had",
      [allowing("sqs:*")],
      [allowing(["sqs:*", "sns:Publish"])],
      "ask permission aws_iam_role_policy.app: sns:Publish on * becomes allowed for role app.",
    ],
    [
      "less of a Deny, as an administrator",
      [allowing("*"), { Effect: "Deny", Action: "s3:DeleteBucket", Resource: "*" }],
      [allowing("*")],
      "ask permission aws_iam_role_policy.app: s3:DeleteBucket on * becomes allowed for role app: the Deny that stopped it is gone, or narrower.",
    ],
    [
      "less of a Deny that kept it from escalating",
      [allowing("*"), { Effect: "Deny", Action: "iam:*", Resource: "*" }],
      [allowing("*")],
      "block permission aws_iam_role_policy.app: role app gets iam:CreatePolicyVersion, with which it rewrites managed policies: the Deny that stopped it is gone, or narrower.",
    ],
    [
      "NotAction with an exception less",
      [
        {
          Effect: "Allow",
          NotAction: ["iam:*", "sqs:*", "sts:*", "lambda:*", "organizations:*"],
          Resource: "*",
        },
      ],
      [{ Effect: "Allow", NotAction: ["iam:*", "sts:*", "lambda:*", "organizations:*"], Resource: "*" }],
      "ask permission aws_iam_role_policy.app: sqs:AddPermission on * becomes allowed for role app.",
    ],
    [
      "every role to pass, and a service that runs code",
      [allowing(["lambda:CreateFunction", "lambda:InvokeFunction"])],
      [allowing(["lambda:CreateFunction", "lambda:InvokeFunction"]), allowing("iam:PassRole")],
      "block permission aws_iam_role_policy.app: role app gets iam:PassRole and lambda:CreateFunction and lambda:InvokeFunction, with which it runs code with any role that the service may assume.",
    ],
    [
      "one role to pass",
      [allowing(["lambda:CreateFunction", "lambda:InvokeFunction"])],
      [allowing(["lambda:CreateFunction", "lambda:InvokeFunction"]), allowing("iam:PassRole", APP_ROLE_ARN)],
      `ask permission aws_iam_role_policy.app: iam:PassRole on ${APP_ROLE_ARN} becomes allowed for role app.`,
    ],
    [
      "the edit of its own policies",
      [allowing("s3:GetObject", logs)],
      [allowing("s3:GetObject", logs), allowing("iam:PutRolePolicy", APP_ROLE_ARN)],
      "block permission aws_iam_role_policy.app: role app gets iam:PutRolePolicy, with which it gives roles any policy.",
    ],
    [
      "every role to assume",
      [],
      [allowing("sts:AssumeRole", "arn:aws:iam::*:role/*")],
      "block permission aws_iam_role_policy.app: role app gets sts:AssumeRole, with which it assumes every role that trusts the account.",
    ],
    [
      "less of a Deny",
      [allowing("sqs:*"), { Effect: "Deny", Action: "sqs:DeleteQueue", Resource: "*" }],
      [allowing("sqs:*")],
      "ask permission aws_iam_role_policy.app: sqs:DeleteQueue on * becomes allowed for role app: the Deny that stopped it is gone, or narrower.",
    ],
  ])("gives one finding if it gets %s", (_, before, after, finding) => {
    expect(permissionLines([appRole, appRolePolicy(before, after)])).toEqual([finding]);
  });

  it("that moves to another resource gives no finding", () => {
    const policy = policyText(allowing("s3:GetObject", logs));
    const moved = [
      appRolePolicy([allowing("s3:GetObject", logs)], null),
      { address: "aws_iam_role_policy.other", after: { role: "app", name: "other", policy } },
    ];
    expect(permissionLines([appRole, ...moved])).toEqual([]);
  });

  it("that is malformed is unknown, never an exception", () => {
    const after = { role: "app", name: "app", policy: '{"Statement": [{"Effect": "Allow"}]}' };
    const broken = { ...appRolePolicy([allowing("s3:GetObject")], []), after };
    expect(permissionLines([appRole, broken])).toEqual([
      "unknown unknown aws_iam_role_policy.app: It is unknown if the permissions of role app become wider: the policy is malformed: a statement has no Action.",
    ]);
  });
});

it.each<[string, JsonObject, string[]]>([
  [
    "adds a block",
    { inline_policy: [{ name: "a", policy: policyText(allowing("sqs:PurgeQueue")) }] },
    ["ask permission aws_iam_role.app: sqs:PurgeQueue on * becomes allowed for role app."],
  ],
  [
    "adds an ARN",
    { managed_policy_arns: ["arn:aws:iam::aws:policy/AmazonS3FullAccess"] },
    ["block permission aws_iam_role.app: s3:* on * becomes allowed for role app."],
  ],
])("a role that %s of its own", (_, more, findings) => {
  expect(
    permissionLines([{ address: "aws_iam_role.app", before: appRoleValues(), after: appRoleValues(more) }]),
  ).toEqual(findings);
});

it("a policy that Terraform forgets stays in AWS", () => {
  const forgotten = { ...appRolePolicy([allowing("sqs:*")], null), actions: ["forget"] };
  const boundary = {
    ...appRolePolicy([{ Effect: "Deny", Action: "sqs:*", Resource: "*" }], null),
    actions: ["forget"],
    address: "aws_iam_role_policy.deny",
  };
  expect(permissionLines([appRole, forgotten, boundary])).toEqual([]);
});

describe("a new role", () => {
  const fresh: FixtureResource = { address: "aws_iam_role.app", after: appRoleValues() };

  it("is a note", () => {
    expect(permissionLines([fresh, appRolePolicy(null, [allowing("sqs:*")])])).toEqual([
      "note permission aws_iam_role.app: The role app is new: it has no permissions to compare with.",
    ]);
  });

  it("that is an administrator blocks", () => {
    expect(permissionLines([fresh, appRolePolicy(null, [allowing("*")])])).toEqual([
      "block permission aws_iam_role_policy.app: role app becomes an administrator: every action becomes allowed.",
      "note permission aws_iam_role.app: The role app is new: it has no permissions to compare with.",
    ]);
  });
});

it("the order of changes changes nothing", () => {
  const resources = [
    appRole,
    appRolePolicy([allowing("sqs:*")], [allowing("sqs:*"), allowing("sns:Publish")]),
  ];
  expect(permissionLines([...resources].reverse())).toEqual(permissionLines(resources));
});
