import { KMS_KEY_ARN, keyAllowing } from "../constraints/case-resources.ts";
import type { ConstraintCase } from "../constraints/constraint-case.ts";

export const logsCases: readonly ConstraintCase[] = [
  {
    constraint: "log-group-key",
    when: "the key policy allows CloudWatch Logs",
    type: "aws_cloudwatch_log_group",
    account: [keyAllowing({ Service: "logs.us-east-1.amazonaws.com" }, "kms:Encrypt*")],
    after: { name: "/app", kms_key_id: KMS_KEY_ARN },
  },
  {
    constraint: "log-group-key",
    when: "the key policy does not allow CloudWatch Logs",
    type: "aws_cloudwatch_log_group",
    account: [keyAllowing({ AWS: "arn:aws:iam::123456789012:root" }, "kms:*")],
    after: { name: "/app", kms_key_id: KMS_KEY_ARN },
    errors: [
      "CreateLogGroup AccessDeniedException: The specified KMS key does not exist or is not allowed to be used with Arn 'arn:aws:logs:us-east-1:123456789012:log-group:/app'",
    ],
  },
  {
    constraint: "log-retention",
    when: "AWS offers the period",
    type: "aws_cloudwatch_log_group",
    after: { retention_in_days: 30 },
  },
  {
    constraint: "log-retention",
    when: "AWS does not offer the period",
    type: "aws_cloudwatch_log_group",
    after: { retention_in_days: 10 },
    errors: [
      "PutRetentionPolicy InvalidParameterException: 1 validation error detected: Value '10' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653]",
    ],
  },
];
