import type { ResourcePatch } from "./review-pair.ts";

/** A VPC with private subnets in two zones, and a security group that admits its workloads. */
export const PRIVATE_NETWORK: ResourcePatch = {
  "aws_vpc.main": { cidr_block: "10.0.0.0/16" },
  "aws_subnet.a": {
    vpc_id: "${aws_vpc.main.id}",
    cidr_block: "10.0.0.0/24",
    availability_zone: "us-east-1a",
  },
  "aws_subnet.b": {
    vpc_id: "${aws_vpc.main.id}",
    cidr_block: "10.0.1.0/24",
    availability_zone: "us-east-1b",
  },
  "aws_security_group.data": { vpc_id: "${aws_vpc.main.id}", name: "data" },
};

/** References to both private subnets. */
export const PRIVATE_SUBNETS = ["${aws_subnet.a.id}", "${aws_subnet.b.id}"];
