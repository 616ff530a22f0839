import { policy, type ResourcePatch } from "./review-pair.ts";

/** Trust of EC2. */
export const EC2_TRUST = {
  Effect: "Allow",
  Principal: { Service: "ec2.amazonaws.com" },
  Action: "sts:AssumeRole",
};

/** Trust of another account, under an external ID. */
export const PARTNER_TRUST = {
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::210987654321:root" },
  Action: "sts:AssumeRole",
  Condition: { StringEquals: { "sts:ExternalId": "pairs" } },
};

/** Trust of one repository's main branch. */
export const GITHUB_TRUST = {
  Effect: "Allow",
  Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" },
  Action: "sts:AssumeRoleWithWebIdentity",
  Condition: {
    StringEquals: {
      "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
      "token.actions.githubusercontent.com:sub": "repo:example/app:ref:refs/heads/main",
    },
  },
};

/** Lets the role read and write the reports. */
export const READS = {
  Effect: "Allow",
  Action: ["s3:GetObject", "s3:PutObject"],
  Resource: "arn:aws:s3:::reports/*",
};

/** Keeps the role from the payroll. */
export const DENIES = { Effect: "Deny", Action: "s3:*", Resource: "arn:aws:s3:::reports/payroll/*" };

/** Lets a role do anything but what it names. */
export const allBut = (...actions: readonly string[]) => ({
  Effect: "Allow",
  NotAction: actions,
  Resource: "*",
});

/** Roles with each kind of policy and trust, a user, and groups. */
export const IAM_BASE: ResourcePatch = {
  "aws_iam_role.app": { name: "app", assume_role_policy: policy(EC2_TRUST) },
  "aws_iam_role_policy.app": {
    name: "app",
    role: "${aws_iam_role.app.id}",
    policy: policy(READS, DENIES),
  },
  "aws_iam_policy.reads": {
    name: "reads",
    policy: policy({ ...READS, Action: "s3:GetObject" }),
  },
  "aws_iam_policy.boundary": {
    name: "boundary",
    policy: policy({ Effect: "Allow", Action: "s3:*", Resource: "*" }),
  },
  "aws_iam_role.bounded": {
    name: "bounded",
    assume_role_policy: policy(EC2_TRUST),
    permissions_boundary: "${aws_iam_policy.boundary.arn}",
  },
  "aws_iam_role_policy.bounded": {
    name: "bounded",
    role: "${aws_iam_role.bounded.id}",
    policy: policy({ Effect: "Allow", Action: ["s3:*", "dynamodb:*"], Resource: "*" }),
  },
  "aws_iam_role.operator": { name: "operator", assume_role_policy: policy(PARTNER_TRUST) },
  "aws_iam_role_policy.operator": {
    name: "operator",
    role: "${aws_iam_role.operator.id}",
    policy: policy(allBut("iam:*", "organizations:*")),
  },
  "aws_iam_role.pipeline": { name: "pipeline", assume_role_policy: policy(GITHUB_TRUST) },
  "aws_iam_role_policy.pipeline": {
    name: "pipeline",
    role: "${aws_iam_role.pipeline.id}",
    policy: policy({
      Effect: "Allow",
      Action: "ecr:GetAuthorizationToken",
      Resource: "*",
      Condition: { StringEquals: { "aws:RequestedRegion": "us-east-1" } },
    }),
  },
  "aws_iam_policy.deploys": { name: "deploys", policy: policy(READS) },
  "aws_iam_role_policy_attachment.pipeline": {
    role: "${aws_iam_role.pipeline.name}",
    policy_arn: "${aws_iam_policy.deploys.arn}",
  },
  "aws_iam_user.robot": { name: "robot" },
  "aws_iam_group.administrators": { name: "administrators" },
  "aws_iam_group_policy_attachment.administrators": {
    group: "${aws_iam_group.administrators.name}",
    policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess",
  },
  "aws_iam_account_password_policy.main": { minimum_password_length: 14, require_numbers: true },
};
