import { ACCOUNT_ID, type ConstraintCase, exists } from "../../constraints/constraint-case.ts";

const ROLE = `arn:aws:iam::${ACCOUNT_ID}:role/task`;
const trust = (who: string) =>
  JSON.stringify({ Statement: [{ Effect: "Allow", Principal: { Service: who }, Action: "sts:AssumeRole" }] });
const role = (who: string) =>
  exists("aws_iam_role", "task", { name: "task", arn: ROLE, assume_role_policy: trust(who) });

export const ec2NetworkFlowLogCases: readonly ConstraintCase[] = [
  {
    constraint: "role-trusted-by-service",
    when: "the role does not trust flow logs",
    type: "aws_flow_log",
    account: [role("ec2.amazonaws.com")],
    after: { iam_role_arn: ROLE },
    errors: ["CreateFlowLogs InvalidParameter: Unable to assume given IAM role."],
  },
];
