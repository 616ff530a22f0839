import { attributeList, readFlag } from "../terraform/attributes.ts";
import type { Resource } from "../terraform/inventory.ts";
import type { Unknown, Value } from "../terraform/value.ts";
import type { TransitGatewayAttachment } from "./gateway-model.ts";
import type { HybridConnection } from "./hybrid-connections.ts";
import { readHybridConnections } from "./hybrid-connections.ts";
import type { ModelContext } from "./model-context.ts";

const VPC = "aws_ec2_transit_gateway_vpc_attachment";
const PEERING = "aws_ec2_transit_gateway_peering_attachment";
const CONNECT = "aws_ec2_transit_gateway_connect";

/** An attachment before its route table is resolved. */
export interface AttachmentDraft {
  /** The address of its resource. */
  readonly address: string;
  /** The address of its transit gateway. */
  readonly gateway: string;
  /** The attached network, gateway or connection. */
  readonly resource: TransitGatewayAttachment["resource"];
  /** True if it is associated with the gateway's default route table by default. */
  readonly associates: boolean | Unknown;
  /** True if it propagates its routes to the default table by default. */
  readonly propagates: boolean | Unknown;
  /** True if rules may reference security groups across the gateway. */
  readonly groupReferences: boolean;
  /** True if a VPC's IPv6 blocks are propagated too. */
  readonly ipv6: boolean;
}

/** Reads all attachments of the transit gateways in these files. */
export function readAttachments(context: ModelContext): readonly AttachmentDraft[] {
  return [
    ...context.existing(VPC).flatMap((resource) => vpcAttachment(context, resource)),
    ...context.existing(PEERING).flatMap((resource) => peeringAttachments(context, resource)),
    ...readHybridConnections(context).flatMap(connectionAttachment),
    ...context.existing(CONNECT).flatMap((resource) => connectAttachment(context, resource)),
  ];
}

/**
 * Returns the key of the attachment that a value references on a gateway. A peering is one
 * attachment with a side on each of two gateways.
 */
export function resolveAttachment(
  context: ModelContext,
  attachments: readonly AttachmentDraft[],
  value: Value | undefined,
  gateway: string,
): AttachmentDraft | undefined {
  const found = context.resolver.resource(value);
  if (found === undefined) return undefined;
  const named = found.type.endsWith("_accepter")
    ? (context.resolver.resource(found.values.transit_gateway_attachment_id)?.address ?? found.address)
    : (readAttachmentOf(context, found)?.address ?? found.address);
  const accepted = accepterOf(context, named)?.address;
  const trafficEndpoints = [named, `${named}#accepter`, ...(accepted === undefined ? [] : [accepted])];
  return attachments.find((one) => one.gateway === gateway && trafficEndpoints.includes(one.address));
}

/** The connection or association whose attachment a data source reads. */
function readAttachmentOf(context: ModelContext, { type, mode, values }: Resource): Resource | undefined {
  if (mode !== "data") return undefined;
  if (type === "aws_ec2_transit_gateway_vpn_attachment") {
    return context.resolver.resource(values.vpn_connection_id, "aws_vpn_connection");
  }
  if (type !== "aws_ec2_transit_gateway_dx_gateway_attachment") return undefined;
  const [gateway, far] = [values.transit_gateway_id, values.dx_gateway_id].map((value) =>
    context.resolver.resource(value),
  );
  return context
    .managed("aws_dx_gateway_association")
    .find(
      (one) =>
        context.resolver.resource(one.values.dx_gateway_id) === far &&
        context.resolver.resource(one.values.associated_gateway_id) === gateway,
    );
}

function gatewayOf(context: ModelContext, value: Value | undefined): Resource | undefined {
  return context.resolver.resource(value, "aws_ec2_transit_gateway");
}

/** The accepter of an attachment, whose settings then apply. */
function accepterOf(context: ModelContext, attachment: string): Resource | undefined {
  return context
    .managed(`${VPC}_accepter`, `${PEERING}_accepter`)
    .find(
      ({ values }) => context.resolver.resource(values.transit_gateway_attachment_id)?.address === attachment,
    );
}

/** https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html */
function vpcAttachment(context: ModelContext, { address, values }: Resource): AttachmentDraft[] {
  const gateway = gatewayOf(context, values.transit_gateway_id);
  if (gateway === undefined) {
    context.addGap(address, "its transit gateway is not in these files");
    return [];
  }
  const vpc = context.resolver.vpc(values.vpc_id);
  const subnets = attributeList(values.subnet_ids).map((value) => context.resolver.subnet(value));
  const switches = accepterOf(context, address)?.values ?? values;
  const isOn = (value: Value | undefined, otherwise: boolean) => readFlag(value, otherwise) === true;
  return [
    {
      address,
      gateway: gateway.address,
      resource:
        vpc === undefined
          ? { kind: "unknown", why: `the VPC of ${address} is not in these files` }
          : { kind: "vpc", vpc, subnets: subnets.filter((subnet) => subnet !== undefined) },
      associates: readFlag(switches.transit_gateway_default_route_table_association, true),
      propagates: readFlag(switches.transit_gateway_default_route_table_propagation, true),
      // Defaults to off for a gateway and on for an attachment.
      // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTransitGatewayVpcAttachmentRequestOptions.html
      groupReferences:
        isOn(gateway.values.security_group_referencing_support, false) &&
        isOn(values.security_group_referencing_support, true),
      ipv6: isOn(values.ipv6_support, false),
    },
  ];
}

/**
 * Both sides of a peering, which propagates no routes.
 * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-peering.html
 */
function peeringAttachments(context: ModelContext, { address, values }: Resource): AttachmentDraft[] {
  const near = gatewayOf(context, values.transit_gateway_id)?.address;
  const far = gatewayOf(context, values.peer_transit_gateway_id)?.address;
  const accepter = accepterOf(context, address);
  const farSide = accepter?.address ?? `${address}#accepter`;
  const isOpen =
    far !== undefined && near !== undefined && accepter === undefined && values.state !== "available";
  const trafficEndpoint = (
    own: string | undefined,
    at: string,
    other: string | undefined,
    otherSide: string,
  ) => {
    if (own === undefined) return [];
    const resource: TransitGatewayAttachment["resource"] = isOpen
      ? { kind: "unknown", why: `nothing in these files accepts ${address}` }
      : { kind: "peering", gateway: other, attachment: other === undefined ? undefined : otherSide };
    const plain = { associates: true, propagates: false, groupReferences: false, ipv6: false };
    return [{ address: at, gateway: own, resource, ...plain }];
  };
  return [...trafficEndpoint(near, address, far, farSide), ...trafficEndpoint(far, farSide, near, address)];
}

/** https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpn-attachments.html */
function connectionAttachment({ address, gateway }: HybridConnection): AttachmentDraft[] {
  if (gateway?.type !== "aws_ec2_transit_gateway") return [];
  return [externalNetworkAttachment(address, gateway.address, true, true)];
}

/** https://docs.aws.amazon.com/vpc/latest/tgw/tgw-connect.html */
function connectAttachment(context: ModelContext, { address, values }: Resource): AttachmentDraft[] {
  const gateway = gatewayOf(context, values.transit_gateway_id)?.address;
  if (gateway === undefined) return [];
  return [
    externalNetworkAttachment(
      address,
      gateway,
      readFlag(values.transit_gateway_default_route_table_association, true),
      readFlag(values.transit_gateway_default_route_table_propagation, true),
    ),
  ];
}

function externalNetworkAttachment(
  address: string,
  gateway: string,
  associates: boolean | Unknown,
  propagates: boolean | Unknown,
): AttachmentDraft {
  const resource = { kind: "external-network", externalNetwork: address } as const;
  return {
    address,
    gateway,
    resource,
    associates,
    propagates,
    groupReferences: false,
    ipv6: false,
  };
}
