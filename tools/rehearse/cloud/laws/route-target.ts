import { textOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
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
      const gone = id !== undefined && id !== "local" && named(context, id, ...types) === undefined;
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
