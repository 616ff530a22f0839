import { existingVpcAttachment, TRANSIT_GATEWAY_TYPE } from "../../constraints/case-resources.ts";
import {
  type ConstraintCase,
  exists,
  OTHER_VPC_ID,
  SUBNET_A,
  VPC_ID,
  vpcWithTwoSubnets,
} from "../../constraints/constraint-case.ts";

const gateway = exists(TRANSIT_GATEWAY_TYPE, "tgw-0");
const table = exists("aws_route_table", "rtb-0", { vpc_id: VPC_ID });
const route = { route_table_id: "rtb-0", destination_cidr_block: "10.9.0.0/16" };
const peering = exists("aws_vpc_peering_connection", "pcx-0", { peer_region: "eu-west-1" });

export const ec2NetworkRouteTableCases: readonly ConstraintCase[] = [
  {
    constraint: "route-target",
    when: "the VPC is attached to the transit gateway",
    type: "aws_route",
    account: [...vpcWithTwoSubnets, gateway, table, existingVpcAttachment(VPC_ID)],
    after: { ...route, transit_gateway_id: "tgw-0" },
  },
  {
    constraint: "route-target",
    when: "another VPC is attached to it",
    type: "aws_route",
    account: [...vpcWithTwoSubnets, gateway, table, existingVpcAttachment(OTHER_VPC_ID)],
    after: { ...route, transit_gateway_id: "tgw-0" },
    errors: ["CreateRoute InvalidTransitGatewayID.NotFound: The transitGateway ID 'tgw-0' does not exist"],
  },
  {
    constraint: "route-target",
    when: "the peering was requested in another region, with this one as its peer",
    type: "aws_route",
    region: "eu-west-1",
    account: [peering],
    after: { ...route, vpc_peering_connection_id: "pcx-0" },
  },
  {
    constraint: "route-target",
    when: "the peering connects other regions",
    type: "aws_route",
    region: "eu-west-3",
    account: [peering],
    after: { ...route, vpc_peering_connection_id: "pcx-0" },
    errors: [
      "CreateRoute InvalidVpcPeeringConnectionID.NotFound: The vpcPeeringConnection ID 'pcx-0' does not exist",
    ],
  },
  {
    constraint: "route-target",
    when: "the target exists",
    type: "aws_route",
    account: vpcWithTwoSubnets,
    after: { route_table_id: "rtb-0", destination_cidr_block: "0.0.0.0/0", gateway_id: "igw-0a" },
  },
  {
    constraint: "route-target",
    when: "the target does not exist",
    type: "aws_route",
    account: vpcWithTwoSubnets,
    after: { route_table_id: "rtb-0", destination_cidr_block: "0.0.0.0/0", nat_gateway_id: "nat-0" },
    errors: ["CreateRoute InvalidNatGatewayID.NotFound: The natGateway ID 'nat-0' does not exist"],
  },
  {
    constraint: "route-target",
    when: "the table has a route for the destination",
    type: "aws_route",
    account: [
      ...vpcWithTwoSubnets,
      exists("aws_route", "r", { route_table_id: "rtb-0", destination_cidr_block: "0.0.0.0/0" }),
    ],
    after: { route_table_id: "rtb-0", destination_cidr_block: "0.0.0.0/0", gateway_id: "igw-0a" },
    errors: ["CreateRoute RouteAlreadyExists: The route identified by 0.0.0.0/0 already exists."],
  },
  {
    constraint: "route-same-network",
    when: "table and gateway are in one VPC",
    type: "aws_route",
    account: [...vpcWithTwoSubnets, exists("aws_route_table", "rtb-0", { vpc_id: VPC_ID })],
    after: { route_table_id: "rtb-0", gateway_id: "igw-0a" },
  },
  {
    constraint: "route-same-network",
    when: "table and gateway are in two VPCs",
    type: "aws_route",
    account: [...vpcWithTwoSubnets, exists("aws_route_table", "rtb-0", { vpc_id: OTHER_VPC_ID })],
    after: { route_table_id: "rtb-0", gateway_id: "igw-0a" },
    errors: [
      "CreateRoute InvalidParameterValue: route table rtb-0 and network gateway igw-0a belong to different networks",
    ],
  },
  {
    constraint: "route-table-association-unique",
    when: "the subnet has no association",
    type: "aws_route_table_association",
    after: { route_table_id: "rtb-0", subnet_id: SUBNET_A },
  },
  {
    constraint: "route-table-association-unique",
    when: "the subnet has an association",
    type: "aws_route_table_association",
    account: [
      exists("aws_route_table_association", "rtbassoc-0", { route_table_id: "rtb-1", subnet_id: SUBNET_A }),
    ],
    after: { route_table_id: "rtb-0", subnet_id: SUBNET_A },
    errors: [
      "AssociateRouteTable Resource.AlreadyAssociated: the specified association for route table rtb-1 conflicts with an existing association",
    ],
  },
];
