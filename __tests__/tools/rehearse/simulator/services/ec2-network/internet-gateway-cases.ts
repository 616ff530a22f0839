import {
  type ConstraintCase,
  existingVpc,
  exists,
  SUBNET_A,
  SUBNET_B,
  VPC_ID,
  vpcWithTwoSubnets,
} from "../../constraints/constraint-case.ts";

export const ec2NetworkInternetGatewayCases: readonly ConstraintCase[] = [
  {
    constraint: "one-internet-gateway",
    when: "the VPC has no internet gateway",
    type: "aws_internet_gateway",
    account: [existingVpc()],
    after: { vpc_id: VPC_ID },
  },
  {
    constraint: "one-internet-gateway",
    when: "the VPC has an internet gateway",
    type: "aws_internet_gateway",
    account: vpcWithTwoSubnets,
    after: { vpc_id: VPC_ID },
    errors: [
      `AttachInternetGateway InvalidParameterValue: Network ${VPC_ID} already has an internet gateway attached`,
    ],
  },
  {
    constraint: "internet-gateway-in-use",
    when: "the VPC has no public address",
    type: "aws_internet_gateway",
    account: [
      ...vpcWithTwoSubnets,
      exists("aws_lb", "lb", { internal: true, subnets: [SUBNET_A, SUBNET_B] }),
    ],
    before: { id: "igw-0a", vpc_id: VPC_ID },
  },
  {
    constraint: "internet-gateway-in-use",
    when: "the VPC still has a public load balancer",
    type: "aws_internet_gateway",
    account: [
      ...vpcWithTwoSubnets,
      exists("aws_lb", "lb", { internal: false, subnets: [SUBNET_A, SUBNET_B] }),
    ],
    before: { id: "igw-0a", vpc_id: VPC_ID },
    errors: [
      `DetachInternetGateway DependencyViolation: Network ${VPC_ID} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
    ],
  },
  {
    constraint: "internet-gateway-in-use",
    when: "the VPC still has a NAT gateway",
    type: "aws_internet_gateway",
    account: [
      ...vpcWithTwoSubnets,
      exists("aws_nat_gateway", "nat", { public_ip: "203.0.113.1", subnet_id: SUBNET_A }),
    ],
    before: { id: "igw-0a", vpc_id: VPC_ID },
    errors: [
      `DetachInternetGateway DependencyViolation: Network ${VPC_ID} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
    ],
  },
];
