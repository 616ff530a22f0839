import {
  type ConstraintCase,
  existingVpc,
  exists,
  SUBNET_A,
  twoSubnets,
  VPC_ID,
  vpcWithTwoSubnets,
} from "../../constraints/constraint-case.ts";

export const ec2NetworkNatGatewayCases: readonly ConstraintCase[] = [
  {
    constraint: "nat-gateway-address",
    when: "the address is free and the VPC has an internet gateway",
    type: "aws_nat_gateway",
    account: [...vpcWithTwoSubnets, exists("aws_eip", "eipalloc-0")],
    after: { subnet_id: SUBNET_A, allocation_id: "eipalloc-0", connectivity_type: "public" },
  },
  {
    constraint: "nat-gateway-address",
    when: "the NAT gateway is private",
    type: "aws_nat_gateway",
    account: [existingVpc(), ...twoSubnets],
    after: { subnet_id: SUBNET_A, connectivity_type: "private" },
  },
  {
    constraint: "nat-gateway-address",
    when: "the NAT gateway has no address",
    type: "aws_nat_gateway",
    account: vpcWithTwoSubnets,
    after: { subnet_id: SUBNET_A, allocation_id: null, connectivity_type: "public" },
    errors: [
      "CreateNatGateway MissingParameter: The request must include the AllocationId parameter. Add the required parameter and retry the request.",
    ],
  },
  {
    constraint: "nat-gateway-address",
    when: "the address does not exist",
    type: "aws_nat_gateway",
    account: vpcWithTwoSubnets,
    after: { subnet_id: SUBNET_A, allocation_id: "eipalloc-0" },
    errors: ["CreateNatGateway InvalidAllocationID.NotFound: The allocation ID 'eipalloc-0' does not exist"],
  },
  {
    constraint: "nat-gateway-address",
    when: "the address is taken",
    type: "aws_nat_gateway",
    account: [
      ...vpcWithTwoSubnets,
      exists("aws_eip", "eipalloc-0"),
      exists("aws_nat_gateway", "nat", { allocation_id: "eipalloc-0" }),
    ],
    after: { subnet_id: SUBNET_A, allocation_id: "eipalloc-0" },
    errors: [
      "CreateNatGateway Resource.AlreadyAssociated: Elastic IP address [eipalloc-0] is already associated",
    ],
  },
  {
    constraint: "nat-gateway-address",
    when: "the VPC has no internet gateway",
    type: "aws_nat_gateway",
    account: [existingVpc(), ...twoSubnets, exists("aws_eip", "eipalloc-0")],
    after: { subnet_id: SUBNET_A, allocation_id: "eipalloc-0" },
    errors: [`CreateNatGateway Gateway.NotAttached: Network ${VPC_ID} has no Internet gateway attached`],
  },
];
