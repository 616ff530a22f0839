import { type ConstraintCase, exists } from "../../constraints/constraint-case.ts";

const allow = (values = {}) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*", ...values }],
  });
const malformed = (operation: string, message: string) => [
  `${operation} MalformedPolicyDocument: ${message}`,
];
const spaced = `${allow()}${" ".repeat(7000)}`;

export const iamPolicyCases: readonly ConstraintCase[] = [
  {
    constraint: "policy-document",
    when: "the document is complete",
    type: "aws_iam_policy",
    after: { policy: allow() },
  },
  {
    constraint: "policy-document",
    when: "the document is not JSON",
    type: "aws_iam_policy",
    after: { policy: "{" },
    errors: malformed("CreatePolicy", "Syntax errors in policy."),
  },
  {
    constraint: "policy-document",
    when: "a statement has no resource",
    type: "aws_iam_role_policy",
    after: { policy: allow({ Resource: undefined }) },
    errors: malformed("PutRolePolicy", "Policy statement must contain resources."),
  },
  {
    constraint: "policy-document",
    when: "a statement has no action",
    type: "aws_iam_policy",
    after: { policy: allow({ Action: undefined }) },
    errors: malformed("CreatePolicy", "Policy statement must contain actions."),
  },
  {
    constraint: "policy-document",
    when: "an identity policy has a principal",
    type: "aws_iam_policy",
    after: { policy: allow({ Principal: "*" }) },
    errors: malformed("CreatePolicy", "Policy document should not specify a principal."),
  },
  {
    constraint: "policy-document",
    when: "a trust policy has a resource",
    type: "aws_iam_role",
    after: { assume_role_policy: allow({ Principal: "*" }) },
    errors: malformed("CreateRole", "Has prohibited field Resource"),
  },
  {
    constraint: "policy-document",
    when: "a trust policy has no principal",
    type: "aws_iam_role",
    after: { assume_role_policy: allow({ Resource: undefined }) },
    errors: malformed("CreateRole", "Missing required field Principal"),
  },
  {
    constraint: "policy-size",
    when: "only white space exceeds the limit",
    type: "aws_iam_policy",
    after: { policy: spaced },
  },
  {
    constraint: "policy-size",
    when: "a managed policy is too long",
    type: "aws_iam_policy",
    after: { policy: allow({ Sid: "x".repeat(6144) }) },
    errors: ["CreatePolicy LimitExceeded: Cannot exceed quota for PolicySize: 6144"],
  },
  {
    constraint: "policy-size",
    when: "a role's inline policies are too long together",
    type: "aws_iam_role_policy",
    account: [
      exists("aws_iam_role_policy", "task:a", { role: "task", policy: allow({ Sid: "x".repeat(6000) }) }),
    ],
    after: { role: "task", policy: allow({ Sid: "x".repeat(6000) }) },
    errors: ["PutRolePolicy LimitExceeded: Maximum policy size of 10240 bytes exceeded for role task"],
  },
  {
    constraint: "policy-size",
    when: "a trust policy is too long",
    type: "aws_iam_role",
    after: { assume_role_policy: allow({ Sid: "x".repeat(2048) }) },
    errors: ["CreateRole LimitExceeded: Cannot exceed quota for ACLSizePerRole: 2048"],
  },
];
