import { autoScalingGroup, existingLaunchTemplate } from "../../constraints/case-resources.ts";
import { ACCOUNT_ID, type ConstraintCase, exists } from "../../constraints/constraint-case.ts";

const KEY = `arn:aws:kms:us-east-1:${ACCOUNT_ID}:key/1`;
const ROLE = `arn:aws:iam::${ACCOUNT_ID}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`;
const disks = [{ ebs: [{ encrypted: "true", kms_key_id: KEY }] }];
const key = (...statements: object[]) =>
  exists("aws_kms_key", "1", { arn: KEY, policy: JSON.stringify({ Statement: statements }) });
const account = {
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${ACCOUNT_ID}:root` },
  Action: "kms:*",
};
const everyone = (role: string, ...actions: string[]) => ({
  Effect: "Allow",
  Principal: { AWS: "*" },
  Action: actions,
  Condition: { StringEquals: { "aws:PrincipalArn": role } },
});
const NO_KEY = [
  "RunInstances Client.InternalError: Client error on launch: Auto Scaling may not use the key that encrypts the volume.",
];

export const autoscalingDiskKeyCases: readonly ConstraintCase[] = [
  {
    constraint: "auto-scaling-group-key",
    when: "the disks have no customer managed key",
    type: "aws_autoscaling_group",
    after: autoScalingGroup(),
    account: [existingLaunchTemplate({ block_device_mappings: [{ ebs: [{ encrypted: "true" }] }] })],
  },
  {
    constraint: "auto-scaling-group-key",
    when: "the key policy allows Auto Scaling's role by a condition",
    type: "aws_autoscaling_group",
    after: autoScalingGroup(),
    account: [
      existingLaunchTemplate({ block_device_mappings: disks }),
      key(account, everyone(ROLE, "kms:GenerateDataKey*", "kms:CreateGrant")),
    ],
  },
  {
    constraint: "auto-scaling-group-key",
    when: "the key policy names Auto Scaling's role",
    type: "aws_autoscaling_group",
    after: autoScalingGroup(),
    account: [
      existingLaunchTemplate({ block_device_mappings: disks }),
      key({ Effect: "Allow", Principal: { AWS: ROLE }, Action: "kms:*" }),
    ],
  },
  {
    constraint: "auto-scaling-group-key",
    when: "the key policy allows only the account, which excludes the service-linked role",
    type: "aws_autoscaling_group",
    after: autoScalingGroup(),
    account: [existingLaunchTemplate({ block_device_mappings: disks }), key(account)],
    errors: NO_KEY,
  },
  {
    constraint: "auto-scaling-group-key",
    when: "the key policy allows another role, or Auto Scaling's role without grants",
    type: "aws_autoscaling_group",
    after: autoScalingGroup(),
    account: [
      existingLaunchTemplate({ block_device_mappings: disks }),
      key(everyone("other", "kms:*"), everyone(ROLE, "kms:GenerateDataKey*")),
    ],
    errors: NO_KEY,
  },
];
