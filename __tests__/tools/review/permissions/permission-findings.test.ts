import type { JsonObject } from "../../../../tools/reach/terraform/configuration/json.ts";
import { permissionFindings } from "../../../../tools/review/permissions/permission-findings.ts";
import {
  allowing,
  type FixtureResource,
  type FixtureRest,
  permissionPlan,
  policyText,
} from "./plan-fixture.ts";

/** The findings of a plan, one line each. */
function found(resources: readonly FixtureResource[], rest: FixtureRest = {}): string[] {
  return permissionFindings([permissionPlan(resources, rest)]).map(
    ({ class: riskClass, level, address, text }) => `${level} ${riskClass} ${address}: ${text}`,
  );
}

const ROLE_ARN = "arn:aws:iam::111122223333:role/app";
const TRUST = policyText({
  Effect: "Allow",
  Principal: { Service: "ecs-tasks.amazonaws.com" },
  Action: "sts:AssumeRole",
});
const roleValues = (more: JsonObject = {}): JsonObject => ({
  id: "app",
  name: "app",
  arn: ROLE_ARN,
  assume_role_policy: TRUST,
  ...more,
});
const role: FixtureResource = { address: "aws_iam_role.app", before: roleValues() };
const inline = (
  before: readonly JsonObject[] | null,
  after: readonly JsonObject[] | null,
): FixtureResource => ({
  address: "aws_iam_role_policy.app",
  before: before && { role: "app", name: "app", policy: policyText(...before) },
  after: after && { role: "app", name: "app", policy: policyText(...after) },
});

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
    expect(found([role, inline(before, after)])).toEqual([]);
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
      [allowing(["lambda:CreateFunction", "lambda:InvokeFunction"]), allowing("iam:PassRole", ROLE_ARN)],
      `ask permission aws_iam_role_policy.app: iam:PassRole on ${ROLE_ARN} becomes allowed for role app.`,
    ],
    [
      "the edit of its own policies",
      [allowing("s3:GetObject", logs)],
      [allowing("s3:GetObject", logs), allowing("iam:PutRolePolicy", ROLE_ARN)],
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
    expect(found([role, inline(before, after)])).toEqual([finding]);
  });

  it("that moves to another resource gives no finding", () => {
    const policy = policyText(allowing("s3:GetObject", logs));
    const moved = [
      inline([allowing("s3:GetObject", logs)], null),
      { address: "aws_iam_role_policy.other", after: { role: "app", name: "other", policy } },
    ];
    expect(found([role, ...moved])).toEqual([]);
  });

  it("that is malformed is unknown, never an exception", () => {
    const after = { role: "app", name: "app", policy: '{"Statement": [{"Effect": "Allow"}]}' };
    const broken = { ...inline([allowing("s3:GetObject")], []), after };
    expect(found([role, broken])).toEqual([
      "unknown unknown aws_iam_role_policy.app: It is unknown if the permissions of role app become wider: the policy is malformed: a statement has no Action.",
    ]);
  });
});

describe("managed policies", () => {
  const attachment = (arn: string): FixtureResource => ({
    address: "aws_iam_role_policy_attachment.app",
    after: { role: "app", policy_arn: arn },
  });

  it.each([
    [
      "AdministratorAccess",
      [
        "block permission aws_iam_role_policy_attachment.app: role app becomes an administrator: every action becomes allowed.",
      ],
    ],
    [
      "service-role/AWSLambdaBasicExecutionRole",
      [
        "ask permission aws_iam_role_policy_attachment.app: logs:CreateLogGroup on * becomes allowed for role app.",
      ],
    ],
    [
      "AmazonNewlyMadeFullAccess",
      [
        "ask permission aws_iam_role_policy_attachment.app: role app gets the AWS managed policy AmazonNewlyMadeFullAccess, whose actions are not all known here.",
      ],
    ],
  ])("of AWS, attached: %s", (name, findings) => {
    expect(found([role, attachment(`arn:aws:iam::aws:policy/${name}`)])).toEqual(findings);
  });

  it("that are unknown, but stay attached, give no finding", () => {
    const arn = "arn:aws:iam::aws:policy/AmazonNewlyMadeFullAccess";
    const stays = { address: "aws_iam_role_policy_attachment.app", before: { role: "app", policy_arn: arn } };
    expect(found([role, stays, inline([allowing("sqs:*")], [allowing("sqs:SendMessage")])])).toEqual([]);
  });

  it("of other stacks count, and the one that changes is named", () => {
    const arn = "arn:aws:iam::111122223333:policy/shared";
    const values = (action: string) => ({
      arn,
      name: "shared",
      policy: policyText(allowing(action, "arn:aws:sqs:*:*:q")),
    });
    const shared = permissionPlan(
      [{ address: "aws_iam_policy.shared", before: values("sqs:SendMessage"), after: values("sqs:*") }],
      { stack: "shared" },
    );
    const app = permissionPlan([
      role,
      { address: "aws_iam_role_policy_attachment.app", before: { role: "app", policy_arn: arn } },
      {
        address: "aws_iam_role_policy.app",
        before: { role: "app", name: "a", policy: policyText(allowing("sqs:Receive*", "*")) },
      },
    ]);
    expect(permissionFindings([app, shared])).toMatchObject([
      {
        stack: "shared",
        address: "aws_iam_policy.shared",
        level: "ask",
        text: "sqs:AddPermission on arn:aws:sqs:*:*:q becomes allowed for role app.",
      },
    ]);
  });

  it("a boundary that goes lets the grants out", () => {
    const boundary = "arn:aws:iam::111122223333:policy/boundary";
    const limits = {
      address: "aws_iam_policy.boundary",
      before: { arn: boundary, name: "boundary", policy: policyText(allowing("s3:*")) },
    };
    const freed = {
      address: "aws_iam_role.app",
      before: roleValues({ permissions_boundary: boundary }),
      after: roleValues({ permissions_boundary: "" }),
    };
    const grants = [
      allowing(["s3:GetObject", "sqs:SendMessage"], ["arn:aws:s3:::logs/*", "arn:aws:sqs:*:*:q"]),
    ];
    expect(found([limits, freed, inline(grants, grants)])).toEqual([
      "ask permission aws_iam_role.app: sqs:SendMessage on arn:aws:sqs:*:*:q becomes allowed for role app: the permissions boundary no longer stops it.",
    ]);
  });
});

it("a user that joins a group gets its permissions", () => {
  const group: FixtureResource[] = [
    { address: "aws_iam_group.ops", before: { name: "ops", id: "ops" } },
    {
      address: "aws_iam_group_policy.ops",
      before: { group: "ops", name: "ops", policy: policyText(allowing("sqs:PurgeQueue")) },
    },
  ];
  const membership = {
    address: "aws_iam_user_group_membership.ann",
    before: { user: "ann", groups: [] },
    after: { user: "ann", groups: ["ops"] },
  };
  expect(found([...group, membership])).toEqual([
    "ask permission aws_iam_user_group_membership.ann: sqs:PurgeQueue on * becomes allowed for user ann.",
  ]);
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
  expect(found([{ address: "aws_iam_role.app", before: roleValues(), after: roleValues(more) }])).toEqual(
    findings,
  );
});

it("a policy that Terraform forgets stays in AWS", () => {
  const forgotten = { ...inline([allowing("sqs:*")], null), actions: ["forget"] };
  const boundary = {
    ...inline([{ Effect: "Deny", Action: "sqs:*", Resource: "*" }], null),
    actions: ["forget"],
    address: "aws_iam_role_policy.deny",
  };
  expect(found([role, forgotten, boundary])).toEqual([]);
});

describe("a new role", () => {
  const fresh: FixtureResource = { address: "aws_iam_role.app", after: roleValues() };

  it("is a note", () => {
    expect(found([fresh, inline(null, [allowing("sqs:*")])])).toEqual([
      "note permission aws_iam_role.app: The role app is new: it has no permissions to compare with.",
    ]);
  });

  it("that is an administrator blocks", () => {
    expect(found([fresh, inline(null, [allowing("*")])])).toEqual([
      "block permission aws_iam_role_policy.app: role app becomes an administrator: every action becomes allowed.",
      "note permission aws_iam_role.app: The role app is new: it has no permissions to compare with.",
    ]);
  });
});

describe("the trust of a role", () => {
  const trusting = (before: JsonObject, after: JsonObject): FixtureResource[] => [
    {
      address: "aws_iam_role.app",
      before: roleValues({ assume_role_policy: policyText(before) }),
      after: roleValues({ assume_role_policy: policyText(after) }),
    },
  ];
  const trust = (Principal: JsonObject | string, Condition: JsonObject = {}): JsonObject => ({
    Effect: "Allow",
    Principal,
    Action: "sts:AssumeRole",
    Condition,
  });
  const github = { Federated: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" };
  const subject = (value: string) => ({ StringLike: { "token.actions.githubusercontent.com:sub": value } });
  const ecs = { Service: "ecs-tasks.amazonaws.com" };

  it.each<[string, JsonObject, JsonObject, string[]]>([
    ["stays", trust(ecs), trust(ecs), []],
    [
      "becomes narrower",
      trust({ AWS: "111122223333" }),
      trust({ AWS: "arn:aws:iam::111122223333:role/ci" }),
      [],
    ],
    [
      "gets another service",
      trust(ecs),
      trust({ Service: ["ecs-tasks.amazonaws.com", "lambda.amazonaws.com"] }),
      ["ask permission aws_iam_role.app: lambda.amazonaws.com may assume role app."],
    ],
    [
      "is opened to everybody",
      trust(ecs),
      trust("*"),
      ["block permission aws_iam_role.app: everybody may assume role app: the principal is not limited."],
    ],
    [
      "is opened to another account",
      trust(ecs),
      trust({ AWS: "999988887777" }),
      [
        "block permission aws_iam_role.app: 999988887777 may assume role app: account 999988887777 is another one.",
      ],
    ],
    [
      "loses its sub",
      trust(github, subject("repo:o/r:environment:prod")),
      trust(github),
      [
        `block permission aws_iam_role.app: ${github.Federated} may assume role app with any token: no condition limits its sub.`,
      ],
    ],
    [
      "has any sub",
      trust(github, subject("repo:o/r:environment:prod")),
      trust(github, subject("repo:*")),
      [
        `block permission aws_iam_role.app: ${github.Federated} may assume role app with any token: no condition limits its sub.`,
      ],
    ],
    [
      "has more of its own repository",
      trust(github, subject("repo:o/r:environment:prod")),
      trust(github, subject("repo:o/r:*")),
      [`ask permission aws_iam_role.app: ${github.Federated} may assume role app.`],
    ],
    [
      "loses its ExternalId",
      trust({ AWS: "111122223333" }, { StringEquals: { "sts:ExternalId": "x" } }),
      trust({ AWS: "111122223333" }),
      [
        "block permission aws_iam_role.app: 111122223333 may assume role app without the condition on sts:externalid.",
      ],
    ],
  ])("that %s", (_, before, after, findings) => {
    expect(found(trusting(before, after))).toEqual(findings);
  });
});

describe("the trust of a new role", () => {
  const OWN: FixtureResource = {
    address: "aws_iam_role.old",
    before: { ...roleValues(), name: "old", id: "old" },
  };
  const PROVIDER = "arn:aws:iam::111122223333:oidc-provider/gitlab.com";
  const trusting = (Principal: JsonObject | string, Condition: JsonObject = {}): string[] => {
    const policy = policyText({ Effect: "Allow", Principal, Action: "sts:AssumeRole", Condition });
    return found([OWN, { address: "aws_iam_role.app", after: roleValues({ assume_role_policy: policy }) }]);
  };

  it.each<[string, JsonObject | string, JsonObject, string[]]>([
    ["a service", { Service: "lambda.amazonaws.com" }, {}, []],
    ["everybody of an organization", "*", { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }, []],
    [
      "everybody",
      { AWS: "*" },
      {},
      ["block permission aws_iam_role.app: everybody may assume role app: the principal is not limited."],
    ],
    [
      "another account with an ExternalId",
      { AWS: "arn:aws:iam::999988887777:root" },
      { StringEquals: { "sts:ExternalId": "x" } },
      [
        "ask permission aws_iam_role.app: arn:aws:iam::999988887777:root may assume role app: account 999988887777 is another one.",
      ],
    ],
    [
      "tokens of all projects",
      { Federated: PROVIDER },
      { StringEquals: { "gitlab.com:aud": "sts.amazonaws.com" } },
      [
        `block permission aws_iam_role.app: ${PROVIDER} may assume role app with any token: no condition limits its sub.`,
      ],
    ],
    [
      "tokens of one project",
      { Federated: PROVIDER },
      { StringLike: { "gitlab.com:sub": "project_path:o/r:*" } },
      [],
    ],
  ])("for %s", (_, principal, condition, findings) => {
    expect(trusting(principal, condition)).toEqual(findings);
  });
});

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
    expect(found([role, queue, unknownPolicy], configured(text("sqs:SendMessage")))).toEqual([]);
  });

  it("are compared by their actions", () => {
    expect(found([role, queue, unknownPolicy], configured(text("sqs:ReceiveMessage")))).toEqual([
      "ask permission aws_iam_role_policy.app: sqs:ReceiveMessage on arn:aws:sqs:eu-west-1:111122223333:q becomes allowed for role app.",
    ]);
  });

  it("have a symbol for what does not exist yet", () => {
    const fresh = { address: "aws_sqs_queue.q", after: { name: "q" }, unknown: { arn: true } };
    expect(found([role, fresh, unknownPolicy], configured(text("sqs:SendMessage")))).toEqual([
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
    expect(found([role, queue, unknownPolicy], rest)).toEqual([
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
    expect(found([role, data, unknownPolicy], { json })).toEqual([
      "ask permission aws_iam_role_policy.app: sqs:PurgeQueue on (known after apply) becomes allowed for role app.",
    ]);
  });

  it("are unknown without any configuration", () => {
    expect(found([role, unknownPolicy])).toEqual([
      "unknown unknown aws_iam_role_policy.app: It is unknown if the permissions of role app become wider: its policy is known only after apply, and the plan does not show its expression.",
    ]);
  });
});

describe("the policy of a resource", () => {
  const bucket: FixtureResource = {
    address: "aws_s3_bucket.logs",
    before: { id: "logs", bucket: "logs", arn: "arn:aws:s3:::logs" },
  };
  const block = (
    before: boolean,
    after: boolean | null,
    name = "restrict_public_buckets",
  ): FixtureResource => ({
    address: "aws_s3_bucket_public_access_block.logs",
    before: { bucket: "logs", [name]: before },
    after: after === null ? null : { bucket: "logs", [name]: after },
  });
  const bucketPolicy = (before: JsonObject[], after: JsonObject[]): FixtureResource => ({
    address: "aws_s3_bucket_policy.logs",
    before: { bucket: "logs", policy: policyText(...before) },
    after: { bucket: "logs", policy: policyText(...after) },
  });
  const read = (Principal: JsonObject | string, Condition?: JsonObject): JsonObject =>
    allowing("s3:GetObject", "arn:aws:s3:::logs/*", {
      Principal,
      ...(Condition === undefined ? {} : { Condition }),
    });
  const own = read({ AWS: ROLE_ARN });

  it.each<[string, JsonObject[], string[]]>([
    ["stays", [own], []],
    [
      "becomes public",
      [own, read("*")],
      [
        "block public aws_s3_bucket_policy.logs: s3:GetObject on arn:aws:s3:::logs/* becomes allowed for everybody by the policy of bucket logs.",
      ],
    ],
    [
      "is open to one network of the internet",
      [own, read("*", { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } })],
      [
        "ask permission aws_s3_bucket_policy.logs: s3:GetObject on arn:aws:s3:::logs/* becomes allowed for everybody by the policy of bucket logs.",
      ],
    ],
    [
      "is open to half of the internet",
      [own, read("*", { IpAddress: { "aws:SourceIp": "0.0.0.0/1" } })],
      [
        "block public aws_s3_bucket_policy.logs: s3:GetObject on arn:aws:s3:::logs/* becomes allowed for everybody by the policy of bucket logs.",
      ],
    ],
    [
      "is open to another account",
      [own, read({ AWS: "999988887777" })],
      [
        "ask permission aws_s3_bucket_policy.logs: s3:GetObject on arn:aws:s3:::logs/* becomes allowed for 999988887777 by the policy of bucket logs: account 999988887777 is another one.",
      ],
    ],
    [
      "is public, but all of it denied",
      [own, read("*"), { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" }],
      [],
    ],
  ])("that %s", (_, after, findings) => {
    expect(found([role, bucket, bucketPolicy([own], after)])).toEqual(findings);
  });

  it.each([
    [
      "block_public_policy",
      "block refused aws_s3_bucket_policy.logs: S3 refuses the policy of bucket logs with AccessDenied: it is public, and block_public_policy holds.",
    ],
    [
      "restrict_public_buckets",
      "note public aws_s3_bucket_policy.logs: s3:GetObject on arn:aws:s3:::logs/* becomes allowed for everybody by the policy of bucket logs, but restrict_public_buckets lets only the account in.",
    ],
  ])("that becomes public while %s holds", (name, finding) => {
    expect(found([role, bucket, block(true, true, name), bucketPolicy([own], [read("*")])])).toEqual([
      finding,
    ]);
  });

  it.each([[false], [null]])(
    "that was kept from being public, until restrict_public_buckets is %s",
    (after) => {
      expect(found([role, bucket, block(true, after), bucketPolicy([read("*")], [read("*")])])).toEqual([
        "block public aws_s3_bucket_public_access_block.logs: The bucket logs becomes public: its policy allows everybody, and restrict_public_buckets no longer holds.",
      ]);
    },
  );

  it("of a new bucket is public, too", () => {
    const fresh = {
      address: "aws_s3_bucket.logs",
      after: { bucket: "logs" },
      unknown: { arn: true, id: true, policy: true },
    };
    const policy = { bucket: "logs", policy: policyText(own, read("*")) };
    expect(found([role, fresh, { address: "aws_s3_bucket_policy.logs", after: policy }])).toEqual([
      "block public aws_s3_bucket_policy.logs: s3:GetObject on arn:aws:s3:::logs/* becomes allowed for everybody by the policy of bucket logs.",
    ]);
  });

  it("has no finding for Block Public Access that goes where nothing is public", () => {
    expect(found([role, bucket, block(true, false), bucketPolicy([own], [own])])).toEqual([]);
  });

  it.each<[string, FixtureResource[], string[]]>([
    [
      "a queue",
      [
        {
          address: "aws_sqs_queue_policy.q",
          before: {
            queue_url: "https://sqs/q",
            policy: policyText(
              allowing("sqs:SendMessage", "*", {
                Principal: { Service: "sns.amazonaws.com" },
                Condition: { ArnEquals: { "aws:SourceArn": "arn:aws:sns:eu-west-1:111122223333:t" } },
              }),
            ),
          },
          after: {
            queue_url: "https://sqs/q",
            policy: policyText(allowing("sqs:SendMessage", "*", { Principal: "*" })),
          },
        },
      ],
      [
        "block public aws_sqs_queue_policy.q: sqs:SendMessage on * becomes allowed for everybody by the policy of queue https://sqs/q.",
      ],
    ],
    [
      "a function, by a permission",
      [
        {
          address: "aws_lambda_permission.p",
          after: { function_name: "f", action: "lambda:InvokeFunction", principal: "*" },
        },
      ],
      [
        "block public aws_lambda_permission.p: lambda:InvokeFunction becomes allowed for everybody by the policy of function f.",
      ],
    ],
    [
      "a function, by a permission of a service with its source",
      [
        {
          address: "aws_lambda_permission.p",
          after: {
            function_name: "f",
            action: "lambda:InvokeFunction",
            principal: "s3.amazonaws.com",
            source_arn: "arn:aws:s3:::logs",
          },
        },
      ],
      [
        "ask permission aws_lambda_permission.p: lambda:InvokeFunction becomes allowed for s3.amazonaws.com by the policy of function f.",
      ],
    ],
    [
      "a function, by a permission under another name",
      [
        {
          address: "aws_lambda_permission.a",
          before: { function_name: "f", action: "lambda:InvokeFunction", principal: "s3.amazonaws.com" },
          after: null,
        },
        {
          address: "aws_lambda_permission.b",
          after: { function_name: "f", action: "lambda:InvokeFunction", principal: "s3.amazonaws.com" },
        },
      ],
      [],
    ],
    [
      "a key, by a grant",
      [
        {
          address: "aws_kms_grant.g",
          after: {
            key_id: "k",
            grantee_principal: "arn:aws:iam::999988887777:role/x",
            operations: ["Decrypt"],
          },
        },
      ],
      [
        "ask permission aws_kms_grant.g: kms:Decrypt becomes allowed for arn:aws:iam::999988887777:role/x by the policy of key k: account 999988887777 is another one.",
      ],
    ],
    [
      "an endpoint whose policy goes",
      [
        {
          address: "aws_vpc_endpoint_policy.e",
          before: {
            vpc_endpoint_id: "vpce-1",
            policy: policyText(allowing("s3:GetObject", "*", { Principal: "*" })),
          },
          after: null,
        },
      ],
      [
        "ask permission aws_vpc_endpoint_policy.e: acm-pca:CreatePermission on * becomes allowed for everybody by the policy of endpoint vpce-1.",
      ],
    ],
  ])("of %s", (_, resources, findings) => {
    expect(found([role, ...resources])).toEqual(findings);
  });
});

it("the order of changes changes nothing", () => {
  const resources = [role, inline([allowing("sqs:*")], [allowing("sqs:*"), allowing("sns:Publish")])];
  expect(found([...resources].reverse())).toEqual(found(resources));
});
