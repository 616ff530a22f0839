import { withDefaultTwin } from "../../../../../aws/resource-types.ts";
import { stringAttribute } from "../../computed-values/attribute-reader.ts";
import { findExistingResource } from "../../computed-values/existing-resources.ts";
import { renderTemplate, resolveString, type ValueContext } from "../../computed-values/value-context.ts";
import {
  findInRegion,
  isCreate,
  resourcesInRegion,
  violationIf,
} from "../../constraints/support/constraint-helpers.ts";
import type { CallContext, Constraint } from "../../simulator-types.ts";
import type { ServiceResources } from "../service-resources.ts";
import { ec2Resource, vpcAttribute } from "./ec2-resource.ts";

function vpcOfDefaultTable(context: ValueContext): string {
  const table = resolveString(context, "default_route_table_id");
  return (
    context.account.resources("aws_vpc").find((vpc) => vpc.values.default_route_table_id === table)?.id ?? ""
  );
}

/** A route to an internet gateway must be in a route table of the gateway's VPC. */
const routeSameNetwork: Constraint = {
  name: "route-same-network",
  documentation: "https://docs.aws.amazon.com/vpc/latest/userguide/route-table-options.html",
  errorCodes: ["InvalidParameterValue"],
  types: ["aws_route"],
  check(change, context) {
    if (!isCreate(change)) return [];
    const id = stringAttribute(change.after, "gateway_id");
    const gateway = findInRegion(context, id, "aws_internet_gateway");
    const tableId = stringAttribute(change.after, "route_table_id");
    const table = findInRegion(context, tableId, ...withDefaultTwin("aws_route_table"));
    if (gateway === undefined || table === undefined) return [];
    const gatewayVpc = stringAttribute(gateway.values, "vpc_id");
    const isOtherVpc = gatewayVpc !== undefined && gatewayVpc !== stringAttribute(table.values, "vpc_id");
    return violationIf(
      isOtherVpc,
      "InvalidParameterValue",
      `route table ${tableId} and network gateway ${id} belong to different networks`,
      "gateway_id",
    );
  },
};

/** A subnet is associated with at most one route table. */
const routeTableAssociationUnique: Constraint = {
  name: "route-table-association-unique",
  documentation: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateRouteTable.html",
  errorCodes: ["Resource.AlreadyAssociated"],
  types: ["aws_route_table_association"],
  check(change, context) {
    const subnetId = isCreate(change) ? stringAttribute(change.after, "subnet_id") : undefined;
    if (subnetId === undefined) return [];
    const other = resourcesInRegion(context, "aws_route_table_association").find(
      ({ values }) => values.subnet_id === subnetId,
    );
    return violationIf(
      other !== undefined,
      "Resource.AlreadyAssociated",
      `the specified association for route table ${stringAttribute(other?.values ?? null, "route_table_id")} conflicts with an existing association`,
      "subnet_id",
    );
  },
};

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
const routeTarget: Constraint = {
  name: "route-target",
  documentation: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html",
  errorCodes: [
    "InvalidNatGatewayID.NotFound",
    "InvalidTransitGatewayID.NotFound",
    "InvalidVpcPeeringConnectionID.NotFound",
    "InvalidVpcEndpointId.NotFound",
    "InvalidNetworkInterfaceID.NotFound",
    "InvalidGatewayID.NotFound",
    "RouteAlreadyExists",
  ],
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
      return violationIf(isTargetMissing, code, `The ${noun} ID '${id}' does not exist`, name);
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
      ...violationIf(
        isDuplicate,
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

/** Route tables, their routes and associations. */
export const ec2NetworkRouteTableResources: ServiceResources = {
  types: {
    aws_default_route_table: {
      values: {
        ...ec2Resource("rtb", "route-table"),
        id: "{default_route_table_id}",
        vpc_id: vpcOfDefaultTable,
      },
    },
    aws_route_table: { dependentOf: ["aws_vpc"], values: ec2Resource("rtb", "route-table") },
    aws_route: {
      values: {
        id: (context) => renderTemplate("r-{route_table_id}{digits:10}", context),
        state: "active",
        origin: "CreateRoute",
        instance_id: "",
        instance_owner_id: "",
        network_interface_id: "",
      },
    },
    aws_route_table_association: { values: { id: "rtbassoc-0{hex:16}" } },
    aws_main_route_table_association: {
      values: {
        id: "rtbassoc-0{hex:16}",
        original_route_table_id: vpcAttribute("default_route_table_id"),
      },
    },
  },
  constraints: [routeSameNetwork, routeTableAssociationUnique, routeTarget],
};
