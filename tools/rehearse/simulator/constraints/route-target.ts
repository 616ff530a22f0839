import { withDefaultTwin } from "../../../../aws/resource-types.ts";
import { stringAttribute } from "../computed-values/attribute-reader.ts";
import { findExistingResource } from "../computed-values/existing-resources.ts";
import type { CallContext, Constraint } from "../simulator-types.ts";
import { apiErrorIf, findInRegion, isCreate, resourcesInRegion } from "./support/constraint-helpers.ts";

/** For each kind of target: its argument, the types it may reference, AWS's noun and error code. */
const ROUTE_TARGETS = [
  ["nat_gateway_id", ["aws_nat_gateway"], "natGateway", "InvalidNatGatewayID.NotFound"],
  ["transit_gateway_id", ["aws_ec2_transit_gateway"], "transitGateway", "InvalidTransitGatewayID.NotFound"],
  [
    "vpc_peering_connection_id",
    ["aws_vpc_peering_connection"],
    "vpcPeeringConnection",
    "InvalidVpcPeeringConnectionID.NotFound",
  ],
  ["vpc_endpoint_id", ["aws_vpc_endpoint"], "vpcEndpoint", "InvalidVpcEndpointId.NotFound"],
  [
    "network_interface_id",
    ["aws_network_interface"],
    "networkInterface",
    "InvalidNetworkInterfaceID.NotFound",
  ],
  [
    "egress_only_gateway_id",
    ["aws_egress_only_internet_gateway"],
    "egressOnlyInternetGateway",
    "InvalidGatewayID.NotFound",
  ],
  ["gateway_id", ["aws_internet_gateway", "aws_vpn_gateway"], "gateway", "InvalidGatewayID.NotFound"],
] as const;

/** A route's target must exist, and a route table has one route per destination. */
export const routeTarget: Constraint = {
  name: "route-target",
  documentation: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html",
  types: ["aws_route"],
  check(change, context) {
    if (!isCreate(change)) return [];
    const values = change.after;
    const missingTargetErrors = ROUTE_TARGETS.flatMap(([name, types, noun, code]) => {
      const id = stringAttribute(values, name);
      const isTargetMissing =
        id !== undefined &&
        id !== "local" &&
        !routeTargetExists(context, id, types, stringAttribute(values, "route_table_id"));
      return apiErrorIf(isTargetMissing, "CreateRoute", code, `The ${noun} ID '${id}' does not exist`, name);
    });
    const destination =
      stringAttribute(values, "destination_cidr_block") ??
      stringAttribute(values, "destination_ipv6_cidr_block") ??
      stringAttribute(values, "destination_prefix_list_id");
    const isDuplicate = resourcesInRegion(context, "aws_route").some(
      (route) =>
        route.values.route_table_id === values.route_table_id &&
        destination !== undefined &&
        [
          route.values.destination_cidr_block,
          route.values.destination_ipv6_cidr_block,
          route.values.destination_prefix_list_id,
        ].includes(destination),
    );
    return [
      ...missingTargetErrors,
      ...apiErrorIf(
        isDuplicate,
        "CreateRoute",
        "RouteAlreadyExists",
        `The route identified by ${destination} already exists.`,
      ),
    ];
  },
};

/**
 * True if the target exists in the region. A peering counts in both regions, a transit gateway for
 * the VPCs attached to it. https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html
 */
function routeTargetExists(
  context: CallContext,
  id: string,
  types: readonly string[],
  tableId: string | undefined,
): boolean {
  const peering = findExistingResource(context.account, id, "aws_vpc_peering_connection");
  if (peering !== undefined && types.includes(peering.type)) {
    return [peering.region, peering.values.peer_region].includes(context.region);
  }
  const target = findInRegion(context, id, ...types);
  if (target?.type !== "aws_ec2_transit_gateway") return target !== undefined;
  const table = findInRegion(context, tableId, ...withDefaultTwin("aws_route_table"));
  return (
    table === undefined ||
    resourcesInRegion(context, "aws_ec2_transit_gateway_vpc_attachment").some(
      ({ values }) => values.transit_gateway_id === id && values.vpc_id === table.values.vpc_id,
    )
  );
}
