import { UNKNOWN } from "../../../../../../tools/rehearse/simulator/terraform-value.ts";
import { groupInVpc, LOAD_BALANCER_ARN } from "../../constraints/case-resources.ts";
import {
  type ConstraintCase,
  exists,
  SUBNET_A,
  SUBNET_B,
  VPC_ID,
  vpcWithTwoSubnets,
} from "../../constraints/constraint-case.ts";

export const elbLoadBalancerCases: readonly ConstraintCase[] = [
  {
    constraint: "load-balancer-protected",
    when: "the load balancer is not protected",
    type: "aws_lb",
    before: { id: LOAD_BALANCER_ARN, arn: LOAD_BALANCER_ARN, enable_deletion_protection: false },
  },
  {
    constraint: "load-balancer-protected",
    when: "the load balancer is protected",
    type: "aws_lb",
    before: { id: LOAD_BALANCER_ARN, arn: LOAD_BALANCER_ARN, enable_deletion_protection: true },
    errors: [
      `DeleteLoadBalancer OperationNotPermitted: Load balancer '${LOAD_BALANCER_ARN}' cannot be deleted because deletion protection is enabled`,
    ],
  },
  {
    constraint: "unique-name",
    when: "the load balancer already exists",
    type: "aws_lb",
    account: [exists("aws_lb", "a", { name: "a" })],
    after: { name: "a" },
    errors: [
      "CreateLoadBalancer DuplicateLoadBalancerName: A load balancer with the same name 'a' exists, but with different settings",
    ],
  },
  {
    constraint: "references-exist",
    when: "all references exist",
    type: "aws_lb",
    account: [...vpcWithTwoSubnets, groupInVpc("sg-0a")],
    after: { subnets: [SUBNET_A, SUBNET_B], security_groups: ["sg-0a"] },
  },
  {
    constraint: "references-exist",
    when: "the reference is the default group of a VPC",
    type: "aws_lb",
    account: vpcWithTwoSubnets,
    after: { security_groups: ["sg-0default"] },
  },
  {
    constraint: "references-exist",
    when: "the references are unknown",
    type: "aws_lb",
    after: { subnets: UNKNOWN, security_groups: [UNKNOWN] },
  },
  {
    constraint: "references-exist",
    when: "no reference exists",
    type: "aws_lb",
    after: { vpc_id: VPC_ID, subnets: [SUBNET_A], security_groups: ["sg-0a"] },
    errors: [
      `CreateLoadBalancer InvalidVpcID.NotFound: The vpc ID '${VPC_ID}' does not exist`,
      "CreateLoadBalancer InvalidSubnetID.NotFound: The subnet ID 'subnet-0a' does not exist",
      "CreateLoadBalancer InvalidGroup.NotFound: The security group 'sg-0a' does not exist",
    ],
  },
];
