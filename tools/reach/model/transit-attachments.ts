import type { Resource } from "../input/inventory.ts";
import type { Unknown, Value } from "../input/value.ts";
import type { Attachment } from "./fabric.ts";
import type { Survey } from "./survey.ts";
import type { Line } from "./vpn.ts";

const VPC = "aws_ec2_transit_gateway_vpc_attachment";
const PEERING = "aws_ec2_transit_gateway_peering_attachment";
const CONNECT = "aws_ec2_transit_gateway_connect";

/** An attachment before its route table is found. */
export interface AttachmentPlan {
  readonly address: string;
  readonly gateway: string;
  readonly end: Attachment["end"];
  /** Whether it takes the gateway's default route table without a word. */
  readonly associates: boolean | Unknown;
  /** Whether it tells the default table its routes without a word. */
  readonly propagates: boolean | Unknown;
  readonly groupReferences: boolean;
  /** Whether a VPC's IPv6 blocks are told too. */
  readonly ipv6: boolean;
}

/** Everything attached to the transit gateways of these files. */
export function readAttachments(survey: Survey, lines: readonly Line[]): readonly AttachmentPlan[] {
  return [
    ...survey.known(VPC).flatMap((resource) => vpcAttachment(survey, resource)),
    ...survey.known(PEERING).flatMap((resource) => peeringAttachments(survey, resource)),
    ...lines.flatMap((line) => lineAttachment(line)),
    ...survey.known(CONNECT).flatMap((resource) => connectAttachment(survey, resource)),
  ];
}

/**
 * The key of the attachment that a value speaks of, on a gateway: a peering is one attachment with a side on
 * each of two gateways.
 */
export function attachmentOf(
  survey: Survey,
  attachments: readonly AttachmentPlan[],
  value: Value | undefined,
  gateway: string,
): AttachmentPlan | undefined {
  const found = survey.keys.resource(value);
  if (found === undefined) return undefined;
  const named = found.type.endsWith("_accepter")
    ? (survey.keys.resource(found.values.transit_gateway_attachment_id)?.address ?? found.address)
    : (readAttachmentOf(survey, found)?.address ?? found.address);
  const accepted = accepterOf(survey, named)?.address;
  const sides = [named, `${named}#accepter`, ...(accepted === undefined ? [] : [accepted])];
  return attachments.find((one) => one.gateway === gateway && sides.includes(one.address));
}

/** The connection or association whose attachment a data source reads. */
function readAttachmentOf(survey: Survey, { type, mode, values }: Resource): Resource | undefined {
  if (mode !== "data") return undefined;
  if (type === "aws_ec2_transit_gateway_vpn_attachment") {
    return survey.keys.resource(values.vpn_connection_id, "aws_vpn_connection");
  }
  if (type !== "aws_ec2_transit_gateway_dx_gateway_attachment") return undefined;
  const [gateway, far] = [values.transit_gateway_id, values.dx_gateway_id].map((value) =>
    survey.keys.resource(value),
  );
  return survey
    .managed("aws_dx_gateway_association")
    .find(
      (one) =>
        survey.keys.resource(one.values.dx_gateway_id) === far &&
        survey.keys.resource(one.values.associated_gateway_id) === gateway,
    );
}

function gatewayOf(survey: Survey, value: Value | undefined): Resource | undefined {
  return survey.keys.resource(value, "aws_ec2_transit_gateway");
}

/** Who accepts an attachment: its own switches hold then. */
function accepterOf(survey: Survey, attachment: string): Resource | undefined {
  return survey
    .managed(`${VPC}_accepter`, `${PEERING}_accepter`)
    .find(({ values }) => survey.keys.resource(values.transit_gateway_attachment_id)?.address === attachment);
}

/** https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html */
function vpcAttachment(survey: Survey, { address, values }: Resource): AttachmentPlan[] {
  const gateway = gatewayOf(survey, values.transit_gateway_id);
  if (gateway === undefined) {
    survey.gap(address, "its transit gateway is not in these files");
    return [];
  }
  const vpc = survey.keys.vpc(values.vpc_id);
  const subnets = survey.list(values.subnet_ids).map((value) => survey.keys.subnet(value));
  const switches = accepterOf(survey, address)?.values ?? values;
  const isOn = (value: Value | undefined, otherwise: boolean) => survey.flag(value, otherwise) === true;
  return [
    {
      address,
      gateway: gateway.address,
      end:
        vpc === undefined
          ? { kind: "unknown", why: `the VPC of ${address} is not in these files` }
          : { kind: "vpc", vpc, subnets: subnets.filter((subnet) => subnet !== undefined) },
      associates: survey.flag(switches.transit_gateway_default_route_table_association, true),
      propagates: survey.flag(switches.transit_gateway_default_route_table_propagation, true),
      // Off for a gateway and on for an attachment without a word.
      // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTransitGatewayVpcAttachmentRequestOptions.html
      groupReferences:
        isOn(gateway.values.security_group_referencing_support, false) &&
        isOn(values.security_group_referencing_support, true),
      ipv6: isOn(values.ipv6_support, false),
    },
  ];
}

/**
 * Both sides of a peering; it tells no routes.
 * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-peering.html
 */
function peeringAttachments(survey: Survey, { address, values }: Resource): AttachmentPlan[] {
  const near = gatewayOf(survey, values.transit_gateway_id)?.address;
  const far = gatewayOf(survey, values.peer_transit_gateway_id)?.address;
  const accepter = accepterOf(survey, address);
  const farSide = accepter?.address ?? `${address}#accepter`;
  const isOpen =
    far !== undefined && near !== undefined && accepter === undefined && values.state !== "available";
  const side = (own: string | undefined, at: string, other: string | undefined, otherSide: string) => {
    if (own === undefined) return [];
    const end: Attachment["end"] = isOpen
      ? { kind: "unknown", why: `nothing in these files accepts ${address}` }
      : { kind: "peering", gateway: other, attachment: other === undefined ? undefined : otherSide };
    const plain = { associates: true, propagates: false, groupReferences: false, ipv6: false };
    return [{ address: at, gateway: own, end, ...plain }];
  };
  return [...side(near, address, far, farSide), ...side(far, farSide, near, address)];
}

/** https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpn-attachments.html */
function lineAttachment({ address, gateway }: Line): AttachmentPlan[] {
  if (gateway?.type !== "aws_ec2_transit_gateway") return [];
  return [outsideAttachment(address, gateway.address, true, true)];
}

/** https://docs.aws.amazon.com/vpc/latest/tgw/tgw-connect.html */
function connectAttachment(survey: Survey, { address, values }: Resource): AttachmentPlan[] {
  const gateway = gatewayOf(survey, values.transit_gateway_id)?.address;
  if (gateway === undefined) return [];
  return [
    outsideAttachment(
      address,
      gateway,
      survey.flag(values.transit_gateway_default_route_table_association, true),
      survey.flag(values.transit_gateway_default_route_table_propagation, true),
    ),
  ];
}

function outsideAttachment(
  address: string,
  gateway: string,
  associates: boolean | Unknown,
  propagates: boolean | Unknown,
): AttachmentPlan {
  const end = { kind: "outside", outside: address } as const;
  return { address, gateway, end, associates, propagates, groupReferences: false, ipv6: false };
}
