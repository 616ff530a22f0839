import {
  type ConstraintCase,
  ELB_ARN_PREFIX,
  existingSubnet,
  exists,
  OTHER_VPC_ID,
  SUBNET_A,
  SUBNET_B,
  VPC_ID,
  vpcWithTwoSubnets,
} from "../../constraints/constraint-case.ts";

const C = "subnet-0c";
const TG = `${ELB_ARN_PREFIX}:targetgroup/web/0`;
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
const invalidTargets = (what: string) => [
  `CreateAutoScalingGroup ValidationError: Provided Target Groups may not be valid. Please ensure they exist and try again: ${TG} is ${what}`,
];

export const autoscalingGroupCases: readonly ConstraintCase[] = [
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
];
