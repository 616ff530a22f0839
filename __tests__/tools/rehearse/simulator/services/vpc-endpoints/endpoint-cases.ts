import {
  type ConstraintCase,
  existingSubnet,
  existingVpc,
  exists,
  SUBNET_A,
  SUBNET_B,
  VPC_ID,
  vpcWithTwoSubnets,
} from "../../constraints/constraint-case.ts";

export const vpcEndpointsEndpointCases: readonly ConstraintCase[] = [
  {
    constraint: "endpoint-private-dns",
    when: "the VPC has no other endpoint",
    type: "aws_vpc_endpoint",
    account: [existingVpc()],
    after: { vpc_id: VPC_ID, service_name: "com.amazonaws.us-east-1.logs", private_dns_enabled: true },
  },
  {
    constraint: "endpoint-private-dns",
    when: "the VPC has one for the service",
    type: "aws_vpc_endpoint",
    account: [
      existingVpc(),
      exists("aws_vpc_endpoint", "vpce-0", {
        vpc_id: VPC_ID,
        service_name: "com.amazonaws.us-east-1.ecr.api",
        private_dns_enabled: true,
      }),
    ],
    after: { vpc_id: VPC_ID, service_name: "com.amazonaws.us-east-1.ecr.api", private_dns_enabled: true },
    errors: [
      `CreateVpcEndpoint InvalidParameter: private-dns-enabled cannot be set because there is already a conflicting DNS domain for api.ecr.us-east-1.amazonaws.com in the VPC ${VPC_ID}`,
    ],
  },
  {
    constraint: "endpoint-private-dns",
    when: "the VPC has DNS turned off",
    type: "aws_vpc_endpoint",
    account: [existingVpc({ enable_dns_hostnames: false })],
    after: { vpc_id: VPC_ID, service_name: "com.amazonaws.us-east-1.logs", private_dns_enabled: true },
    errors: [
      `CreateVpcEndpoint InvalidParameter: Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${VPC_ID}`,
    ],
  },
  {
    constraint: "endpoint-subnets",
    when: "each zone has one subnet",
    type: "aws_vpc_endpoint",
    account: vpcWithTwoSubnets,
    after: { subnet_ids: [SUBNET_A, SUBNET_B] },
  },
  {
    constraint: "endpoint-subnets",
    when: "a zone has two subnets",
    type: "aws_vpc_endpoint",
    account: [...vpcWithTwoSubnets, existingSubnet("subnet-0c", "us-east-1a", "10.0.2.0/24")],
    after: { subnet_ids: [SUBNET_A, "subnet-0c"] },
    errors: [
      "CreateVpcEndpoint DuplicateSubnetsInSameZone: Found another VPC endpoint subnet in the availability zone of subnet-0c. VPC endpoint subnets should be in different availability zones supported by the VPC endpoint service.",
    ],
  },
  {
    constraint: "gateway-endpoint-route",
    when: "the table has no endpoint for the service",
    type: "aws_vpc_endpoint",
    after: { service_name: "com.amazonaws.us-east-1.s3", route_table_ids: ["rtb-0"] },
  },
  {
    constraint: "gateway-endpoint-route",
    when: "the table has an endpoint for the service",
    type: "aws_vpc_endpoint",
    account: [
      exists("aws_vpc_endpoint", "vpce-0", {
        service_name: "com.amazonaws.us-east-1.s3",
        route_table_ids: ["rtb-0"],
        prefix_list_id: "pl-0",
      }),
    ],
    after: { service_name: "com.amazonaws.us-east-1.s3", route_table_ids: ["rtb-0"] },
    errors: [
      "CreateVpcEndpoint RouteAlreadyExists: route table rtb-0 already has a route with destination-prefix-list-id pl-0",
    ],
  },
];
