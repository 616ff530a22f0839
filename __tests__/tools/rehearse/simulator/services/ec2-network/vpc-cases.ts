import type { ConstraintCase } from "../../constraints/constraint-case.ts";

export const ec2NetworkVpcCases: readonly ConstraintCase[] = [
  {
    constraint: "vpc-cidr-size",
    when: "a VPC is /16",
    type: "aws_vpc",
    after: { cidr_block: "10.0.0.0/16" },
  },
  {
    constraint: "vpc-cidr-size",
    when: "a VPC is /15",
    type: "aws_vpc",
    after: { cidr_block: "10.0.0.0/15" },
    errors: ["CreateVpc InvalidVpc.Range: The CIDR '10.0.0.0/15' is invalid."],
  },
  {
    constraint: "vpc-cidr-size",
    when: "a subnet is /29",
    type: "aws_subnet",
    after: { cidr_block: "10.0.0.0/29" },
    errors: ["CreateSubnet InvalidSubnet.Range: The CIDR '10.0.0.0/29' is invalid."],
  },
];
