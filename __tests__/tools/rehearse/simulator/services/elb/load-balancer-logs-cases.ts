import { type ConstraintCase, exists } from "../../constraints/constraint-case.ts";

const logs = { access_logs: [{ bucket: "logs", enabled: true }] };
const writer = (principal: unknown) =>
  exists("aws_s3_bucket_policy", "logs", {
    bucket: "logs",
    policy: JSON.stringify({
      Statement: [{ Effect: "Allow", Principal: principal as string, Action: "s3:PutObject", Resource: "*" }],
    }),
  });
const encrypted = (algorithm: string) =>
  exists("aws_s3_bucket_server_side_encryption_configuration", "logs", {
    bucket: "logs",
    rule: [{ apply_server_side_encryption_by_default: [{ sse_algorithm: algorithm }] }],
  });
const DENIED =
  "ModifyLoadBalancerAttributes InvalidConfigurationRequest: Access Denied for bucket: logs. Please check S3bucket permission";

export const elbLoadBalancerLogsCases: readonly ConstraintCase[] = [
  {
    constraint: "load-balancer-log-bucket",
    when: "the bucket policy allows the log delivery service",
    type: "aws_lb",
    account: [writer({ Service: "logdelivery.elasticloadbalancing.amazonaws.com" }), encrypted("AES256")],
    after: logs,
  },
  {
    constraint: "load-balancer-log-bucket",
    when: "the bucket policy allows the region's log account",
    type: "aws_lb",
    account: [writer({ AWS: "arn:aws:iam::127311923021:root" })],
    after: logs,
  },
  {
    constraint: "load-balancer-log-bucket",
    when: "the load balancer writes no logs",
    type: "aws_lb",
    after: { access_logs: [{ bucket: "logs", enabled: false }] },
  },
  {
    constraint: "load-balancer-log-bucket",
    when: "the bucket policy allows only other principals",
    type: "aws_lb",
    account: [writer({ Service: "cloudtrail.amazonaws.com" })],
    after: logs,
    errors: [DENIED],
  },
  {
    constraint: "load-balancer-log-bucket",
    when: "the bucket has KMS encryption",
    type: "aws_lb",
    account: [writer({ Service: "logdelivery.elasticloadbalancing.amazonaws.com" }), encrypted("aws:kms")],
    after: logs,
    errors: [DENIED],
  },
];
