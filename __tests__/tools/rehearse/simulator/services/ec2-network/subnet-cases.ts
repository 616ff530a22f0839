import { UNKNOWN } from "../../../../../../tools/rehearse/simulator/terraform-value.ts";
import {
  type ConstraintCase,
  existingVpc,
  exists,
  OTHER_VPC_ID,
  SUBNET_A,
  SUBNET_B,
  twoSubnets,
  VPC_ID,
} from "../../constraints/constraint-case.ts";

const newSubnet = { type: "aws_subnet", account: [existingVpc()] } as const;

export const ec2NetworkSubnetCases: readonly ConstraintCase[] = [
  {
    constraint: "subnet-inside-vpc",
    when: "the subnet is within the VPC",
    ...newSubnet,
    after: { vpc_id: VPC_ID, cidr_block: "10.0.3.0/24" },
  },
  {
    constraint: "subnet-inside-vpc",
    when: "the subnet is within a CIDR block associated later",
    ...newSubnet,
    account: [
      existingVpc(),
      exists("aws_vpc_ipv4_cidr_block_association", "vpc-cidr-assoc-0", {
        vpc_id: VPC_ID,
        cidr_block: "10.1.0.0/16",
      }),
    ],
    after: { vpc_id: VPC_ID, cidr_block: "10.1.3.0/24" },
  },
  {
    constraint: "subnet-inside-vpc",
    when: "the CIDR block is unknown",
    ...newSubnet,
    after: { vpc_id: VPC_ID, cidr_block: UNKNOWN },
  },
  {
    constraint: "subnet-inside-vpc",
    when: "the subnet is outside the VPC",
    ...newSubnet,
    after: { vpc_id: VPC_ID, cidr_block: "10.1.0.0/24" },
    errors: ["CreateSubnet InvalidSubnet.Range: The CIDR '10.1.0.0/24' is invalid."],
  },
  {
    constraint: "subnets-disjoint",
    when: "the CIDR blocks are adjacent",
    type: "aws_subnet",
    account: [existingVpc(), ...twoSubnets],
    after: { vpc_id: VPC_ID, cidr_block: "10.0.2.0/24" },
  },
  {
    constraint: "subnets-disjoint",
    when: "the other subnet is in another VPC",
    type: "aws_subnet",
    account: [existingVpc(), ...twoSubnets],
    after: { vpc_id: OTHER_VPC_ID, cidr_block: "10.0.1.0/24" },
  },
  {
    constraint: "subnets-disjoint",
    when: "one CIDR block contains the other",
    type: "aws_subnet",
    account: [existingVpc(), ...twoSubnets],
    after: { vpc_id: VPC_ID, cidr_block: "10.0.1.128/25" },
    errors: ["CreateSubnet InvalidSubnet.Conflict: The CIDR '10.0.1.128/25' conflicts with another subnet"],
  },
  {
    constraint: "zone-exists",
    when: "the region has the zone",
    type: "aws_subnet",
    after: { availability_zone: "us-east-1f" },
  },
  {
    constraint: "zone-exists",
    when: "the zone belongs to another region",
    type: "aws_subnet",
    after: { availability_zone: "eu-west-1a" },
    region: "us-west-1",
    errors: [
      "CreateSubnet InvalidParameterValue: Value (eu-west-1a) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: us-west-1a, us-west-1b.",
    ],
  },
  {
    constraint: "network-in-use",
    when: "the VPC has only resources that AWS created with it",
    type: "aws_vpc",
    before: existingVpc().values,
    account: [existingVpc()],
  },
  {
    constraint: "network-in-use",
    when: "the VPC has a subnet",
    type: "aws_vpc",
    before: existingVpc().values,
    account: [existingVpc(), ...twoSubnets],
    errors: [`DeleteVpc DependencyViolation: The vpc '${VPC_ID}' has dependencies and cannot be deleted.`],
  },
  {
    constraint: "network-in-use",
    when: "nothing is in the subnet",
    type: "aws_subnet",
    before: { id: SUBNET_A },
    account: [exists("aws_nat_gateway", "nat-0", { subnet_id: SUBNET_B })],
  },
  {
    constraint: "network-in-use",
    when: "a NAT gateway is in the subnet",
    type: "aws_subnet",
    before: { id: SUBNET_A },
    account: [exists("aws_nat_gateway", "nat-0", { subnet_id: SUBNET_A })],
    errors: [
      "DeleteSubnet DependencyViolation: The subnet 'subnet-0a' has dependencies and cannot be deleted.",
    ],
  },
  {
    constraint: "network-in-use",
    when: "an ECS service uses the subnet",
    type: "aws_subnet",
    before: { id: SUBNET_A },
    account: [exists("aws_ecs_service", "svc", { network_configuration: [{ subnets: [SUBNET_A] }] })],
    errors: [
      "DeleteSubnet DependencyViolation: The subnet 'subnet-0a' has dependencies and cannot be deleted.",
    ],
  },
];
