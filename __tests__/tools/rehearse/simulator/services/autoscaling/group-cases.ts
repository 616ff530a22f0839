import {
  autoScalingGroup,
  existingLaunchTemplate,
  existingTargetGroup,
  groupsOfTwoVpcs,
  TARGET_GROUP_ARN,
} from "../../constraints/case-resources.ts";
import {
  type ConstraintCase,
  existingSubnet,
  OTHER_VPC_ID,
  SUBNET_A,
  VPC_ID,
  vpcWithTwoSubnets,
} from "../../constraints/constraint-case.ts";

const C = "subnet-0c";
const elsewhere = existingSubnet(C, "us-east-1a", "10.9.0.0/24", OTHER_VPC_ID);
const invalidTargets = (what: string) => [
  `CreateAutoScalingGroup ValidationError: Provided Target Groups may not be valid. Please ensure they exist and try again: ${TARGET_GROUP_ARN} is ${what}`,
];

export const autoscalingGroupCases: readonly ConstraintCase[] = [
  {
    constraint: "auto-scaling-group-size",
    when: "the desired capacity is the minimum",
    type: "aws_autoscaling_group",
    after: autoScalingGroup(),
  },
  {
    constraint: "auto-scaling-group-size",
    when: "the bounds rise above the desired capacity, which AWS then raises",
    type: "aws_autoscaling_group",
    before: autoScalingGroup(),
    after: autoScalingGroup({ min_size: 8, max_size: 30 }),
  },
  {
    constraint: "auto-scaling-group-size",
    when: "the minimum is above the maximum",
    type: "aws_autoscaling_group",
    after: autoScalingGroup({ min_size: 5 }),
    errors: [
      "CreateAutoScalingGroup ValidationError: Max bound, 4, must be greater than or equal to min bound, 5",
    ],
  },
  {
    constraint: "auto-scaling-group-size",
    when: "the desired capacity is above the maximum",
    type: "aws_autoscaling_group",
    before: autoScalingGroup(),
    after: autoScalingGroup({ desired_capacity: 5 }),
    errors: [
      "UpdateAutoScalingGroup ValidationError: Desired capacity:5 must be between the specified min size:2 and max size:4",
    ],
  },
  {
    constraint: "auto-scaling-group-network",
    when: "everything is in one VPC",
    type: "aws_autoscaling_group",
    after: autoScalingGroup({ target_group_arns: [TARGET_GROUP_ARN] }),
    account: [
      ...vpcWithTwoSubnets,
      ...groupsOfTwoVpcs,
      existingLaunchTemplate({ vpc_security_group_ids: ["sg-0a"], network_interfaces: [] }),
      existingTargetGroup("instance"),
    ],
  },
  {
    constraint: "auto-scaling-group-network",
    when: "the subnets are in two VPCs",
    type: "aws_autoscaling_group",
    after: autoScalingGroup({ vpc_zone_identifier: [SUBNET_A, C] }),
    account: [...vpcWithTwoSubnets, elsewhere],
    errors: [
      `CreateAutoScalingGroup ValidationError: The subnets are not all in the same VPC: ${VPC_ID}, ${OTHER_VPC_ID}`,
    ],
  },
  {
    constraint: "auto-scaling-group-network",
    when: "the template's security groups are in another VPC",
    type: "aws_autoscaling_group",
    after: autoScalingGroup(),
    account: [
      ...vpcWithTwoSubnets,
      ...groupsOfTwoVpcs,
      existingLaunchTemplate({
        vpc_security_group_ids: ["sg-0b"],
        network_interfaces: [{ security_groups: ["sg-0b"] }],
      }),
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
    after: autoScalingGroup({ target_group_arns: [TARGET_GROUP_ARN] }),
    account: [...vpcWithTwoSubnets, existingTargetGroup("ip")],
    errors: invalidTargets(`of type ip in ${VPC_ID}`),
  },
  {
    constraint: "auto-scaling-group-network",
    when: "the target group is in another VPC",
    type: "aws_autoscaling_group",
    after: autoScalingGroup({ target_group_arns: [TARGET_GROUP_ARN] }),
    account: [...vpcWithTwoSubnets, existingTargetGroup("instance", OTHER_VPC_ID)],
    errors: invalidTargets(`of type instance in ${OTHER_VPC_ID}`),
  },
  {
    constraint: "auto-scaling-group-network",
    when: "the target group does not exist",
    type: "aws_autoscaling_group",
    after: autoScalingGroup({ target_group_arns: [TARGET_GROUP_ARN] }),
    account: vpcWithTwoSubnets,
    errors: invalidTargets("missing"),
  },
];
