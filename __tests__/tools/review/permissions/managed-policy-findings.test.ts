import { judgePermissions } from "../../../../tools/review/permissions/permission-findings.ts";
import { appRole, appRolePolicy, appRoleValues, permissionLines } from "./app-role-fixture.ts";
import { allowing, type FixtureResource, permissionPlan, policyText } from "./plan-fixture.ts";

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
      "AWSLambda_FullAccess",
      [
        "block permission aws_iam_role_policy_attachment.app: role app gets iam:PassRole and lambda:CreateFunction and lambda:InvokeFunction, with which it runs code with any role that the service may assume (and 1 more).",
      ],
    ],
    [
      "AmazonNewlyMadeFullAccess",
      [
        "unknown permission aws_iam_role_policy_attachment.app: It is unknown how much wider the permissions of role app become: it gets the AWS managed policy AmazonNewlyMadeFullAccess, whose actions are not all known here.",
      ],
    ],
  ])("of AWS, attached: %s", (name, findings) => {
    expect(permissionLines([appRole, attachment(`arn:aws:iam::aws:policy/${name}`)])).toEqual(findings);
  });

  /** Replaces the attached policy. */
  const exchange = (before: string, after: string): FixtureResource => ({
    address: "aws_iam_role_policy_attachment.app",
    before: { role: "app", policy_arn: `arn:aws:iam::aws:policy/${before}` },
    after: { role: "app", policy_arn: `arn:aws:iam::aws:policy/${after}` },
    actions: ["delete", "create"],
  });
  const unknown = (policy: string) =>
    `unknown permission aws_iam_role_policy_attachment.app: It is unknown how much wider the permissions of role app become: it gets the AWS managed policy ${policy}, whose actions are not all known here.`;

  it.each([
    ["AdministratorAccess", "ReadOnlyAccess"],
    ["AdministratorAccess", "AmazonNewlyMadeFullAccess"],
    ["AmazonS3FullAccess", "AmazonS3ReadOnlyAccess"],
    ["ReadOnlyAccess", "AmazonSSMReadOnlyAccess"],
    ["ReadOnlyAccess", "AmazonVPCReadOnlyAccess"],
    ["ReadOnlyAccess", "AmazonSQSReadOnlyAccess"],
  ])("%s in place of which %s comes are no wider", (before, after) => {
    expect(permissionLines([appRole, exchange(before, after)])).toEqual([]);
  });

  it("are compared with each other: SecurityAudit allows what ReadOnlyAccess does not", () => {
    expect(permissionLines([appRole, exchange("ReadOnlyAccess", "SecurityAudit")])).toEqual([
      expect.stringMatching(/^ask permission .* becomes allowed for role app\.$/),
    ]);
  });

  it("that are unknown are never no wider: attached, exchanged, as a group's", () => {
    const fresh = "AmazonNewlyMadeFullAccess";
    expect(permissionLines([appRole, exchange("AmazonNewlyMadeReadOnlyAccess", fresh)])).toEqual([
      unknown(fresh),
    ]);
    expect(permissionLines([appRole, exchange("PowerUserAccess", fresh)])).toEqual([unknown(fresh)]);
    const group: FixtureResource[] = [
      { address: "aws_iam_group.ops", before: { name: "ops", id: "ops" } },
      {
        address: "aws_iam_group_policy_attachment.ops",
        before: { group: "ops", policy_arn: `arn:aws:iam::aws:policy/${fresh}` },
      },
    ];
    const joins = {
      address: "aws_iam_user_group_membership.ann",
      before: { user: "ann", groups: [] },
      after: { user: "ann", groups: ["ops"] },
    };
    expect(permissionLines([...group, joins])).toEqual([
      unknown(fresh)
        .replace("aws_iam_role_policy_attachment.app", joins.address)
        .replace("role app", "user ann"),
    ]);
  });

  it.each(["arn:aws:iam::aws:policy/AmazonNewlyMadeBoundary", "arn:aws:iam::111122223333:policy/elsewhere"])(
    "that are unknown limit nothing as a boundary, and hide nothing: %s",
    (permissions_boundary) => {
      const wider = appRolePolicy([allowing("sqs:SendMessage")], [allowing("sqs:*")]);
      const bounded = { address: "aws_iam_role.app", before: appRoleValues({ permissions_boundary }) };
      expect(permissionLines([bounded, wider])).toEqual([
        "block permission aws_iam_role_policy.app: sqs:* on * becomes allowed for role app.",
      ]);
      const same = appRolePolicy([allowing("sqs:SendMessage")], [allowing("sqs:SendMessage")]);
      const limited = { ...bounded, before: appRoleValues(), after: appRoleValues({ permissions_boundary }) };
      expect(permissionLines([limited, same])).toEqual([]);
      const freed = { ...limited, before: appRoleValues({ permissions_boundary }), after: appRoleValues() };
      expect(permissionLines([freed, same])).toEqual([
        "ask permission aws_iam_role.app: sqs:SendMessage on * becomes allowed for role app: the permissions boundary no longer stops it.",
      ]);
      const other = appRoleValues({ permissions_boundary: `${permissions_boundary}2` });
      expect(permissionLines([{ ...freed, after: other }, same])).toEqual([
        expect.stringMatching(/^unknown .*aws_iam_role\.app: It is unknown/),
      ]);
    },
  );

  it("listed by a resource of all attachments count, and those that are attached already are no wider", () => {
    const reads = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
    const listed = (before: string[] | null, after: string[]): FixtureResource => ({
      address: "aws_iam_role_policy_attachments_exclusive.app",
      before: before && { role_name: "app", policy_arns: before },
      after: { role_name: "app", policy_arns: after },
    });
    expect(
      permissionLines([appRole, listed([reads], [reads, "arn:aws:iam::aws:policy/AdministratorAccess"])]),
    ).toEqual([
      "block permission aws_iam_role_policy_attachments_exclusive.app: role app becomes an administrator: every action becomes allowed.",
    ]);
    const attached = { ...attachment(reads), before: { role: "app", policy_arn: reads } };
    expect(permissionLines([appRole, attached, listed(null, [reads])])).toEqual([]);
    expect(permissionLines([appRole, listed([reads], [])])).toEqual([]);
  });

  it("that are unknown, but stay attached, give no finding", () => {
    const arn = "arn:aws:iam::aws:policy/AmazonNewlyMadeFullAccess";
    const stays = { address: "aws_iam_role_policy_attachment.app", before: { role: "app", policy_arn: arn } };
    expect(
      permissionLines([appRole, stays, appRolePolicy([allowing("sqs:*")], [allowing("sqs:SendMessage")])]),
    ).toEqual([]);
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
      appRole,
      { address: "aws_iam_role_policy_attachment.app", before: { role: "app", policy_arn: arn } },
      {
        address: "aws_iam_role_policy.app",
        before: { role: "app", name: "a", policy: policyText(allowing("sqs:Receive*", "*")) },
      },
    ]);
    expect(judgePermissions([app, shared]).findings).toMatchObject([
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
      before: appRoleValues({ permissions_boundary: boundary }),
      after: appRoleValues({ permissions_boundary: "" }),
    };
    const grants = [
      allowing(["s3:GetObject", "sqs:SendMessage"], ["arn:aws:s3:::logs/*", "arn:aws:sqs:*:*:q"]),
    ];
    expect(permissionLines([limits, freed, appRolePolicy(grants, grants)])).toEqual([
      "ask permission aws_iam_role.app: sqs:SendMessage on arn:aws:sqs:*:*:q becomes allowed for role app: the permissions boundary no longer stops it.",
    ]);
  });
});

it("a permission set of IAM Identity Center gets them too, attached and inline", () => {
  const permission_set_arn = "arn:aws:sso:::permissionSet/ssoins-1/ps-1";
  const set = {
    address: "aws_ssoadmin_permission_set.ops",
    before: { arn: permission_set_arn, name: "ops" },
  };
  const attached = {
    address: "aws_ssoadmin_managed_policy_attachment.ops",
    after: { permission_set_arn, managed_policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess" },
  };
  expect(permissionLines([set, attached])).toEqual([
    "block permission aws_ssoadmin_managed_policy_attachment.ops: permission set ops becomes an administrator: every action becomes allowed.",
  ]);
  const inline = (before: string[], after: string[]) => ({
    address: "aws_ssoadmin_permission_set_inline_policy.ops",
    before: { permission_set_arn, inline_policy: policyText(allowing(before)) },
    after: { permission_set_arn, inline_policy: policyText(allowing(after)) },
  });
  expect(permissionLines([set, inline(["sqs:SendMessage"], ["sqs:SendMessage", "sqs:PurgeQueue"])])).toEqual([
    "ask permission aws_ssoadmin_permission_set_inline_policy.ops: sqs:PurgeQueue on * becomes allowed for permission set ops.",
  ]);
  expect(permissionLines([set, inline(["sqs:SendMessage", "sqs:PurgeQueue"], ["sqs:SendMessage"])])).toEqual(
    [],
  );
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
  expect(permissionLines([...group, membership])).toEqual([
    "ask permission aws_iam_user_group_membership.ann: sqs:PurgeQueue on * becomes allowed for user ann.",
  ]);
});

describe("AWS's own policy for the role of a service", () => {
  const trusting = (...services: readonly string[]): FixtureResource => ({
    address: "aws_iam_role.app",
    before: appRoleValues({
      assume_role_policy: policyText({
        Effect: "Allow",
        Principal: { Service: services },
        Action: "sts:AssumeRole",
      }),
    }),
  });
  const attached = (policy: string): FixtureResource => ({
    address: "aws_iam_role_policy_attachment.app",
    after: { role: "app", policy_arn: `arn:aws:iam::aws:policy/${policy}` },
  });
  const levels = (...resources: readonly FixtureResource[]) =>
    permissionLines(resources).map((line) => line.split(" ")[0]);

  it.each(["AWSBackupServiceRolePolicyForBackup", "AWSBackupServiceRolePolicyForRestores"])(
    "is a note if only that service may assume it, which runs nothing of a user: %s",
    (policy) => {
      expect(permissionLines([trusting("backup.amazonaws.com"), attached(`service-role/${policy}`)])).toEqual(
        [
          "note permission aws_iam_role_policy_attachment.app: The role app, which only an AWS service may assume for its own work, gets AWS's policy for it.",
        ],
      );
    },
  );

  it("is judged like any other if somebody else may assume the role, too, or it is another policy", () => {
    const backup = "service-role/AWSBackupServiceRolePolicyForBackup";
    expect(levels(trusting("backup.amazonaws.com", "ec2.amazonaws.com"), attached(backup))).toEqual([
      "block",
    ]);
    expect(levels(trusting("ec2.amazonaws.com"), attached(backup))).toEqual(["block"]);
    expect(levels(trusting("backup.amazonaws.com"), attached("AdministratorAccess"))).toEqual(["block"]);
  });
});
