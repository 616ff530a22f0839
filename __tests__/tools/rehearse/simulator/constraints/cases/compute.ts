import { publicImageId } from "../../../../../../tools/rehearse/simulator/data-sources/images.ts";
import {
  ACCOUNT_ID,
  type ConstraintCase,
  ELB_ARN_PREFIX,
  existingSubnet,
  exists,
  OTHER_VPC_ID,
  SUBNET_A,
  SUBNET_B,
  VPC_ID,
  vpcWithTwoSubnets,
} from "../constraint-case.ts";

const C = "subnet-0c";
const TG = `${ELB_ARN_PREFIX}:targetgroup/web/0`;
const KEY = `arn:aws:kms:us-east-1:${ACCOUNT_ID}:key/1`;
const ROLE = `arn:aws:iam::${ACCOUNT_ID}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`;
const AL2023 = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default";
const elsewhere = existingSubnet(C, "us-east-1a", "10.9.0.0/24", OTHER_VPC_ID);
const group = (id: string, vpcId: string) => exists("aws_security_group", id, { vpc_id: vpcId });
const groups = [group("sg-0a", VPC_ID), group("sg-0b", OTHER_VPC_ID)];
const targets = (type: string, vpcId = VPC_ID) =>
  exists("aws_lb_target_group", TG, { arn: TG, target_type: type, vpc_id: vpcId });
const template = (values = {}) => exists("aws_launch_template", "lt-0a", { name: "web", ...values });
const fleet = (values = {}) => ({
  min_size: 2,
  max_size: 4,
  desired_capacity: 2,
  vpc_zone_identifier: [SUBNET_A, SUBNET_B],
  launch_template: [{ id: "lt-0a", version: "1" }],
  ...values,
});
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
const mismatch = (operation: string, type: string, image: string) => [
  `${operation} InvalidParameterValue: The architecture '${type}' of the specified instance type does not match the architecture '${image}' of the specified AMI. Specify an instance type and an AMI that have matching architectures, and try again.`,
];
const invalidTargets = (what: string) => [
  `CreateAutoScalingGroup ValidationError: Provided Target Groups may not be valid. Please ensure they exist and try again: ${TG} is ${what}`,
];
const server = exists("aws_instance", "i-0a", { subnet_id: SUBNET_A });
const registration = { target_group_arn: TG, target_id: "i-0a" };

export const computeCases: readonly ConstraintCase[] = [
  {
    constraint: "instance-network",
    when: "the security group is in the subnet's VPC",
    type: "aws_instance",
    after: { subnet_id: SUBNET_A, vpc_security_group_ids: ["sg-0a"] },
    account: [...vpcWithTwoSubnets, ...groups],
  },
  {
    constraint: "instance-network",
    when: "the security group is in another VPC",
    type: "aws_instance",
    after: { subnet_id: SUBNET_A, vpc_security_group_ids: ["sg-0b"] },
    account: [...vpcWithTwoSubnets, ...groups],
    errors: [
      `RunInstances InvalidParameter: Security group sg-0b and subnet ${SUBNET_A} belong to different networks.`,
    ],
  },
  {
    constraint: "instance-architecture",
    when: "type and image have the same architecture",
    type: "aws_instance",
    after: { instance_type: "t3.micro", ami: publicImageId("us-east-1", `${AL2023}-x86_64`) },
  },
  {
    constraint: "instance-architecture",
    when: "the image is not an AWS image",
    type: "aws_instance",
    after: { instance_type: "t4g.micro", ami: "ami-0123" },
  },
  {
    constraint: "instance-architecture",
    when: "an Intel instance type has a Graviton image",
    type: "aws_instance",
    after: { instance_type: "t3.micro", ami: publicImageId("us-east-1", `${AL2023}-arm64`) },
    errors: mismatch("RunInstances", "x86_64", "arm64"),
  },
  {
    constraint: "instance-architecture",
    when: "a launch template has a Graviton type and an Intel image",
    type: "aws_launch_template",
    after: { instance_type: "t4g.micro", image_id: `resolve:ssm:${AL2023}-x86_64` },
    errors: mismatch("CreateLaunchTemplate", "arm64", "x86_64"),
  },
  {
    constraint: "instance-protected",
    when: "the instance has no termination protection",
    type: "aws_instance",
    before: { id: "i-0a", disable_api_termination: false },
  },
  {
    constraint: "instance-protected",
    when: "the instance has termination protection",
    type: "aws_instance",
    before: { id: "i-0a", disable_api_termination: true },
    errors: [
      "TerminateInstances OperationNotPermitted: The instance 'i-0a' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.",
    ],
  },
  {
    constraint: "auto-scaling-group-size",
    when: "the desired capacity is the minimum",
    type: "aws_autoscaling_group",
    after: fleet(),
  },
  {
    constraint: "auto-scaling-group-size",
    when: "the bounds rise above the desired capacity, which AWS then raises",
    type: "aws_autoscaling_group",
    before: fleet(),
    after: fleet({ min_size: 8, max_size: 30 }),
  },
  {
    constraint: "auto-scaling-group-size",
    when: "the minimum is above the maximum",
    type: "aws_autoscaling_group",
    after: fleet({ min_size: 5 }),
    errors: [
      "CreateAutoScalingGroup ValidationError: Max bound, 4, must be greater than or equal to min bound, 5",
    ],
  },
  {
    constraint: "auto-scaling-group-size",
    when: "the desired capacity is above the maximum",
    type: "aws_autoscaling_group",
    before: fleet(),
    after: fleet({ desired_capacity: 5 }),
    errors: [
      "UpdateAutoScalingGroup ValidationError: Desired capacity:5 must be between the specified min size:2 and max size:4",
    ],
  },
  {
    constraint: "auto-scaling-group-network",
    when: "everything is in one VPC",
    type: "aws_autoscaling_group",
    after: fleet({ target_group_arns: [TG] }),
    account: [
      ...vpcWithTwoSubnets,
      ...groups,
      template({ vpc_security_group_ids: ["sg-0a"], network_interfaces: [] }),
      targets("instance"),
    ],
  },
  {
    constraint: "auto-scaling-group-network",
    when: "the subnets are in two VPCs",
    type: "aws_autoscaling_group",
    after: fleet({ vpc_zone_identifier: [SUBNET_A, C] }),
    account: [...vpcWithTwoSubnets, elsewhere],
    errors: [
      `CreateAutoScalingGroup ValidationError: The subnets are not all in the same VPC: ${VPC_ID}, ${OTHER_VPC_ID}`,
    ],
  },
  {
    constraint: "auto-scaling-group-network",
    when: "the template's security groups are in another VPC",
    type: "aws_autoscaling_group",
    after: fleet(),
    account: [
      ...vpcWithTwoSubnets,
      ...groups,
      template({ vpc_security_group_ids: ["sg-0b"], network_interfaces: [{ security_groups: ["sg-0b"] }] }),
    ],
    errors: [
      `CreateAutoScalingGroup InvalidGroup.NotFound: The security group 'sg-0b' does not exist in VPC '${VPC_ID}'`,
      `CreateAutoScalingGroup InvalidGroup.NotFound: The security group 'sg-0b' does not exist in VPC '${VPC_ID}'`,
    ],
  },
  {
    constraint: "auto-scaling-group-network",
    when: "the target group has IP targets",
    type: "aws_autoscaling_group",
    after: fleet({ target_group_arns: [TG] }),
    account: [...vpcWithTwoSubnets, targets("ip")],
    errors: invalidTargets(`of type ip in ${VPC_ID}`),
  },
  {
    constraint: "auto-scaling-group-network",
    when: "the target group is in another VPC",
    type: "aws_autoscaling_group",
    after: fleet({ target_group_arns: [TG] }),
    account: [...vpcWithTwoSubnets, targets("instance", OTHER_VPC_ID)],
    errors: invalidTargets(`of type instance in ${OTHER_VPC_ID}`),
  },
  {
    constraint: "auto-scaling-group-network",
    when: "the target group does not exist",
    type: "aws_autoscaling_group",
    after: fleet({ target_group_arns: [TG] }),
    account: vpcWithTwoSubnets,
    errors: invalidTargets("missing"),
  },
  {
    constraint: "auto-scaling-group-key",
    when: "the disks have no customer managed key",
    type: "aws_autoscaling_group",
    after: fleet(),
    account: [template({ block_device_mappings: [{ ebs: [{ encrypted: "true" }] }] })],
  },
  {
    constraint: "auto-scaling-group-key",
    when: "the key policy allows Auto Scaling's role by a condition",
    type: "aws_autoscaling_group",
    after: fleet(),
    account: [
      template({ block_device_mappings: disks }),
      key(account, everyone(ROLE, "kms:GenerateDataKey*", "kms:CreateGrant")),
    ],
  },
  {
    constraint: "auto-scaling-group-key",
    when: "the key policy names Auto Scaling's role",
    type: "aws_autoscaling_group",
    after: fleet(),
    account: [
      template({ block_device_mappings: disks }),
      key({ Effect: "Allow", Principal: { AWS: ROLE }, Action: "kms:*" }),
    ],
  },
  {
    constraint: "auto-scaling-group-key",
    when: "the key policy allows only the account, which excludes the service-linked role",
    type: "aws_autoscaling_group",
    after: fleet(),
    account: [template({ block_device_mappings: disks }), key(account)],
    errors: NO_KEY,
  },
  {
    constraint: "auto-scaling-group-key",
    when: "the key policy allows another role, or Auto Scaling's role without grants",
    type: "aws_autoscaling_group",
    after: fleet(),
    account: [
      template({ block_device_mappings: disks }),
      key(everyone("other", "kms:*"), everyone(ROLE, "kms:GenerateDataKey*")),
    ],
    errors: NO_KEY,
  },
  {
    constraint: "target-registration",
    when: "the target group has instance targets",
    type: "aws_lb_target_group_attachment",
    after: registration,
    account: [...vpcWithTwoSubnets, server, targets("instance")],
  },
  {
    constraint: "target-registration",
    when: "the target group has IP targets",
    type: "aws_lb_target_group_attachment",
    after: registration,
    account: [...vpcWithTwoSubnets, server, targets("ip")],
    errors: ["RegisterTargets ValidationError: The IP address 'i-0a' is not a valid IPv4 address"],
  },
  {
    constraint: "target-registration",
    when: "the instance is in another VPC",
    type: "aws_lb_target_group_attachment",
    after: registration,
    account: [...vpcWithTwoSubnets, server, targets("instance", OTHER_VPC_ID)],
    errors: [
      `RegisterTargets InvalidTarget: The following targets are not in the target group VPC '${OTHER_VPC_ID}': 'i-0a'`,
    ],
  },
];
