import { roleTrusting, TASK_ROLE_ARN } from "../../constraints/case-resources.ts";
import type { ConstraintCase } from "../../constraints/constraint-case.ts";

export const ec2NetworkFlowLogCases: readonly ConstraintCase[] = [
  {
    constraint: "role-trusted-by-service",
    when: "the role does not trust flow logs",
    type: "aws_flow_log",
    account: [roleTrusting("ec2.amazonaws.com")],
    after: { iam_role_arn: TASK_ROLE_ARN },
    errors: ["CreateFlowLogs InvalidParameter: Unable to assume given IAM role."],
  },
];
