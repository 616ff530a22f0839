import type { JsonObject } from "../../../tools/reach/terraform/configuration/json.ts";
import { allBut, DENIES, EC2_TRUST, GITHUB_TRUST, IAM_BASE, PARTNER_TRUST, READS } from "./iam-base.ts";
import { type PairGroup, patched, policy, retag } from "./review-pair.ts";

const inline = (role: string, ...statements: readonly JsonObject[]) =>
  patched({ [`aws_iam_role_policy.${role}`]: { policy: policy(...statements) } });

const trust = (role: string, ...statements: readonly JsonObject[]) =>
  patched({ [`aws_iam_role.${role}`]: { assume_role_policy: policy(...statements) } });

const attached = (arn: string) =>
  patched({ "aws_iam_role_policy_attachment.app": { role: "${aws_iam_role.app.name}", policy_arn: arn } });

const login = (condition: JsonObject) =>
  inline("pipeline", {
    Effect: "Allow",
    Action: "ecr:GetAuthorizationToken",
    Resource: "*",
    ...condition,
  });

const SUBJECT = "token.actions.githubusercontent.com:sub";
const AUDIENCE = { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" };

/** Policies of roles, and the trust in who may assume them. */
export const IAM_PAIRS: PairGroup = {
  name: "iam",
  base: IAM_BASE,
  pairs: [
    {
      id: "iam-all-actions",
      expects: { class: "permission", level: "ask", address: "aws_iam_role_policy.app" },
      dangerous: inline("app", { ...READS, Action: "s3:*" }, DENIES),
      harmless: inline(
        "app",
        { ...READS, Action: "s3:PutObject" },
        { ...READS, Action: "s3:GetObject" },
        DENIES,
      ),
    },
    {
      id: "iam-all-resources",
      expects: { class: "permission", level: "ask", address: "aws_iam_role_policy.app" },
      dangerous: inline("app", { ...READS, Resource: "*" }, DENIES),
      harmless: inline("app", { ...READS, Resource: "arn:aws:s3:::reports/public/*" }, DENIES),
    },
    {
      id: "iam-pass-role-to-code",
      expects: { class: "permission", level: "block", address: "aws_iam_role_policy.app" },
      dangerous: inline("app", READS, DENIES, {
        Effect: "Allow",
        Action: ["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"],
        Resource: "*",
      }),
      harmless: inline("app", READS, DENIES, {
        Effect: "Deny",
        Action: ["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"],
        Resource: "*",
      }),
    },
    {
      id: "iam-administrator",
      expects: { class: "permission", level: "block", address: "aws_iam_role_policy.app" },
      dangerous: inline("app", { Effect: "Allow", Action: "*", Resource: "*" }),
      harmless: inline("app", { ...READS, Action: "s3:GetObject" }, DENIES),
    },
    {
      id: "iam-administrator-attached",
      expects: { class: "permission", level: "block", address: "aws_iam_role_policy_attachment.app" },
      dangerous: attached("arn:aws:iam::aws:policy/AdministratorAccess"),
      harmless: attached("${aws_iam_policy.reads.arn}"),
    },
    {
      id: "iam-deny-removed",
      expects: { class: "permission", level: "ask", address: "aws_iam_role_policy.app" },
      dangerous: inline("app", READS),
      harmless: inline("app", DENIES),
    },
    {
      id: "iam-not-action-grows",
      expects: { class: "permission", level: "ask", address: "aws_iam_role_policy.operator" },
      dangerous: inline("operator", allBut("iam:CreateUser", "organizations:*")),
      harmless: inline("operator", allBut("iam:*", "organizations:*", "kms:*")),
    },
    {
      id: "iam-condition-removed",
      expects: { class: "permission", level: "ask", address: "aws_iam_role_policy.pipeline" },
      dangerous: login({}),
      harmless: login({
        Condition: {
          StringEquals: { "aws:RequestedRegion": "us-east-1" },
          Bool: { "aws:SecureTransport": "true" },
        },
      }),
    },
    {
      id: "iam-boundary-removed",
      expects: { class: "permission", level: "ask", address: "aws_iam_role.bounded" },
      dangerous: patched({ "aws_iam_role.bounded": { permissions_boundary: null } }),
      harmless: patched({ "aws_iam_role.app": { permissions_boundary: "${aws_iam_policy.boundary.arn}" } }),
    },
    {
      id: "iam-boundary-widened",
      expects: {
        class: "permission",
        level: "ask",
        address: "aws_iam_policy.boundary",
      },
      dangerous: patched({
        "aws_iam_policy.boundary": {
          policy: policy({ Effect: "Allow", Action: ["s3:*", "dynamodb:*"], Resource: "*" }),
        },
      }),
      harmless: patched({
        "aws_iam_policy.boundary": {
          policy: policy({ Effect: "Allow", Action: ["s3:Get*", "s3:List*"], Resource: "*" }),
        },
      }),
    },
    {
      id: "iam-trust-foreign-account",
      expects: { class: ["permission", "public"], level: "ask", address: "aws_iam_role.app" },
      dangerous: trust("app", EC2_TRUST, {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::999999999999:root" },
        Action: "sts:AssumeRole",
      }),
      harmless: trust("app", {
        ...EC2_TRUST,
        Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
      }),
    },
    {
      id: "iam-trust-everybody",
      expects: { class: ["permission", "public"], level: "block", address: "aws_iam_role.operator" },
      dangerous: trust("operator", { ...PARTNER_TRUST, Principal: "*", Condition: {} }),
      harmless: trust("operator", {
        ...PARTNER_TRUST,
        Condition: {
          StringEquals: { "sts:ExternalId": "pairs" },
          Bool: { "aws:MultiFactorAuthPresent": "true" },
        },
      }),
    },
    {
      id: "iam-trust-without-external-id",
      expects: { class: "permission", level: "ask", address: "aws_iam_role.operator" },
      dangerous: trust("operator", { ...PARTNER_TRUST, Condition: {} }),
      harmless: patched({ "aws_iam_role.operator": { description: "For the partner." } }),
    },
    {
      id: "iam-trust-every-branch",
      expects: { class: "permission", level: "ask", address: "aws_iam_role.pipeline" },
      dangerous: trust("pipeline", {
        ...GITHUB_TRUST,
        Condition: { StringEquals: AUDIENCE, StringLike: { [SUBJECT]: "repo:example/*" } },
      }),
      harmless: trust("pipeline", {
        ...GITHUB_TRUST,
        Condition: {
          StringEquals: { ...GITHUB_TRUST.Condition.StringEquals, "aws:RequestedRegion": "us-east-1" },
        },
      }),
    },
    {
      id: "iam-role-renamed",
      expects: { class: ["name", "outage"], level: "ask", address: "aws_iam_role.app" },
      dangerous: patched({ "aws_iam_role.app": { name: "application" } }),
      harmless: patched({ "aws_iam_role.app": { description: "The application." } }),
    },
    {
      id: "iam-administrators-grow",
      expects: {
        class: "permission",
        level: "ask",
        address: "aws_iam_user_group_membership.robot",
      },
      dangerous: patched({
        "aws_iam_user_group_membership.robot": {
          user: "${aws_iam_user.robot.name}",
          groups: ["${aws_iam_group.administrators.name}"],
        },
      }),
      harmless: retag("aws_iam_user.robot"),
    },
    {
      id: "iam-password-policy-weaker",
      expects: {
        class: ["disarmed", "permission"],
        level: "ask",
        address: "aws_iam_account_password_policy.main",
      },
      dangerous: patched({ "aws_iam_account_password_policy.main": { minimum_password_length: 8 } }),
      harmless: patched({ "aws_iam_account_password_policy.main": { minimum_password_length: 16 } }),
    },
    {
      id: "iam-policy-of-a-new-bucket",
      expects: {
        class: ["permission", "unknown"],
        level: "ask",
        address: "aws_iam_role_policy.app",
      },
      dangerous: patched({
        "aws_s3_bucket.new": { bucket_prefix: "new-" },
        "aws_iam_role_policy.app": {
          policy: policy(READS, DENIES, {
            Effect: "Allow",
            Action: "s3:*",
            Resource: "${aws_s3_bucket.new.arn}",
          }),
        },
      }),
      harmless: patched({ "aws_s3_bucket.new": { bucket_prefix: "new-" } }),
    },
    {
      id: "iam-managed-policy-edits-policies",
      expects: { class: "permission", level: "block", address: "aws_iam_policy.deploys" },
      dangerous: patched({
        "aws_iam_policy.deploys": { policy: policy({ Effect: "Allow", Action: "iam:*", Resource: "*" }) },
      }),
      harmless: patched({
        "aws_iam_policy.deploys": { policy: policy({ ...READS, Action: "s3:PutObject" }) },
      }),
    },
  ],
};
