import { required } from "../../../../../language/required.ts";
import { stringAttribute } from "../../computed-values/attribute-reader.ts";
import { existingAccountResources } from "../../computed-values/existing-resources.ts";
import {
  arnTemplate,
  resolveString,
  type ValueContext,
  type ValueGenerators,
} from "../../computed-values/value-context.ts";
import type { SimulatedResource } from "../../simulator-types.ts";
import { dxGatewayAttachmentId } from "../direct-connect.ts";
import type { ServiceResources } from "../service-resources.ts";

/** The resource that a transit gateway attachment attaches, with AWS's ID and type of it. */
function attachmentTarget(): ValueGenerators {
  const attachedResource = (context: ValueContext) => {
    const id = resolveString(context, "transit_gateway_attachment_id");
    const attachment = existingAccountResources(context.account, ...Object.keys(ATTACHED_RESOURCES)).find(
      (resource) =>
        [resource.id, stringAttribute(resource.values, "transit_gateway_attachment_id")].includes(id) ||
        (resource.type === "aws_dx_gateway_association" && dxGatewayAttachmentId(resource) === id),
    );
    return attachment === undefined
      ? { type: "", id: "" }
      : required(ATTACHED_RESOURCES, attachment.type)(attachment);
  };
  return {
    id: "{transit_gateway_route_table_id}_{transit_gateway_attachment_id}",
    resource_id: (context) => attachedResource(context).id,
    resource_type: (context) => attachedResource(context).type,
  };
}

type AttachedResource = (resource: SimulatedResource) => { readonly type: string; readonly id: string };

/**
 * The attached resource of each attachment type.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TransitGatewayAttachment.html
 */
const ATTACHED_RESOURCES: Readonly<Record<string, AttachedResource>> = {
  aws_ec2_transit_gateway_vpc_attachment: ({ values }) => ({
    type: "vpc",
    id: stringAttribute(values, "vpc_id") ?? "",
  }),
  aws_ec2_transit_gateway_peering_attachment: ({ values }) => ({
    type: "peering",
    id: stringAttribute(values, "peer_transit_gateway_id") ?? "",
  }),
  aws_ec2_transit_gateway_connect: ({ id }) => ({ type: "connect", id }),
  aws_vpn_connection: ({ id }) => ({ type: "vpn", id }),
  aws_dx_gateway_association: ({ values }) => ({
    type: "direct-connect-gateway",
    id: stringAttribute(values, "dx_gateway_id") ?? "",
  }),
};

/** Transit gateway route tables. */
export const transitGatewayRouteTableResources: ServiceResources = {
  types: {
    aws_ec2_transit_gateway_route_table: {
      values: {
        id: "tgw-rtb-0{hex:16}",
        arn: arnTemplate("ec2:{region}:{account}:transit-gateway-route-table/{id}"),
        default_association_route_table: false,
        default_propagation_route_table: false,
      },
    },
    aws_ec2_transit_gateway_route_table_association: { values: attachmentTarget() },
    aws_ec2_transit_gateway_route_table_propagation: { values: attachmentTarget() },
    aws_ec2_transit_gateway_route: {
      values: { id: "{transit_gateway_route_table_id}_{destination_cidr_block}" },
    },
    aws_ec2_transit_gateway_policy_table: { values: { id: "tgw-ptb-0{hex:16}", state: "available" } },
    aws_ec2_transit_gateway_multicast_domain: { values: { id: "tgw-mcast-domain-0{hex:16}" } },
  },
};
