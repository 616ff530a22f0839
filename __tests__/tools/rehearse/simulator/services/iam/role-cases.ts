import { type ConstraintCase, exists } from "../../constraints/constraint-case.ts";

const attachment = (n: number) =>
  exists("aws_iam_role_policy_attachment", `task-${n}`, { role: "task", policy_arn: `p${n}` });

export const iamRoleCases: readonly ConstraintCase[] = [
  {
    constraint: "parent-resource-exists",
    when: "the role does not exist",
    type: "aws_iam_role_policy",
    after: { role: "app" },
    errors: ["PutRolePolicy NoSuchEntity: The role with name app cannot be found."],
  },
  {
    constraint: "policies-per-role",
    when: "it is the tenth policy",
    type: "aws_iam_role_policy_attachment",
    account: [1, 2, 3, 4, 5, 6, 7, 8, 9].map(attachment),
    after: { role: "task" },
  },
  {
    constraint: "policies-per-role",
    when: "it is the eleventh policy",
    type: "aws_iam_role_policy_attachment",
    account: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(attachment),
    after: { role: "task" },
    errors: ["AttachRolePolicy LimitExceeded: Cannot exceed quota for PoliciesPerRole: 10"],
  },
  {
    constraint: "identity-in-use",
    when: "the role has no policies",
    type: "aws_iam_role",
    before: { name: "task" },
  },
  {
    constraint: "identity-in-use",
    when: "a policy is attached to the role",
    type: "aws_iam_role",
    before: { name: "task" },
    account: [attachment(1)],
    errors: ["DeleteRole DeleteConflict: Cannot delete entity, must detach all policies first."],
  },
  {
    constraint: "identity-in-use",
    when: "the policy is attached",
    type: "aws_iam_policy",
    before: { arn: "p1" },
    account: [attachment(1)],
    errors: ["DeletePolicy DeleteConflict: Cannot delete a policy attached to entities."],
  },
  {
    constraint: "unique-name",
    when: "the role already exists, created from another region",
    type: "aws_iam_role",
    region: "eu-west-1",
    account: [exists("aws_iam_role", "a", { name: "a" })],
    after: { name: "a" },
    errors: ["CreateRole EntityAlreadyExists: Role with name a already exists."],
  },
];
