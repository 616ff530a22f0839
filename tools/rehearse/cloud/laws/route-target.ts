import { find } from "../answers/account-index.ts";
import { textOf } from "../answers/read.ts";
import type { CallContext, Law } from "../contracts.ts";
import { creates, here, named, refuse } from "./support/rule.ts";

/** The argument that names each kind of target, the types it may name, AWS's word for them and its error. */
const TARGETS = [
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

/** A route leads to something that is there, and only one route has its destination. */
export const routeTarget: Law = {
  name: "route-target",
  documentation: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html",
  types: ["aws_route"],
  check(change, context) {
    if (!creates(change)) return [];
    const values = change.after;
    const lost = TARGETS.flatMap(([name, types, noun, code]) => {
      const id = textOf(values, name);
      const gone =
        id !== undefined && id !== "local" && !isThere(context, id, types, textOf(values, "route_table_id"));
      return refuse(gone, "CreateRoute", code, `The ${noun} ID '${id}' does not exist`, name);
    });
    const destination =
      textOf(values, "destination_cidr_block") ??
      textOf(values, "destination_ipv6_cidr_block") ??
      textOf(values, "destination_prefix_list_id");
    const twice = here(context, "aws_route").some(
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
      ...lost,
      ...refuse(
        twice,
        "CreateRoute",
        "RouteAlreadyExists",
        `The route identified by ${destination} already exists.`,
      ),
    ];
  },
};

/**
 * A peering is there on both sides of a border, a transit gateway for the VPCs that are attached to it.
 * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html
 */
function isThere(
  context: CallContext,
  id: string,
  types: readonly string[],
  tableId: string | undefined,
): boolean {
  const peering = find(context.account, id, "aws_vpc_peering_connection");
  if (peering !== undefined && types.includes(peering.type)) {
    return [peering.region, peering.values.peer_region].includes(context.region);
  }
  const target = named(context, id, ...types);
  if (target?.type !== "aws_ec2_transit_gateway") return target !== undefined;
  const table = named(context, tableId, "aws_route_table", "aws_default_route_table");
  return (
    table === undefined ||
    here(context, "aws_ec2_transit_gateway_vpc_attachment").some(
      ({ values }) => values.transit_gateway_id === id && values.vpc_id === table.values.vpc_id,
    )
  );
}
