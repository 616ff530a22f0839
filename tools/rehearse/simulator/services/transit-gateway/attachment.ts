import { ASN_BOUND_ATTACHMENTS, DEFAULT_AMAZON_ASN } from "../../../../../aws/bgp.ts";
import { Cidr } from "../../../../../aws/cidr.ts";
import { stringAttribute, stringListAttribute } from "../../computed-values/attribute-reader.ts";
import { existingAccountResources, findExistingResource } from "../../computed-values/existing-resources.ts";
import {
  arnTemplate,
  renderTemplate,
  resolveString,
  resolveStrings,
  type ValueContext,
  type ValueGenerators,
} from "../../computed-values/value-context.ts";
import {
  apiErrorIf,
  hasUnknownAttribute,
  isCreate,
  resourcesInRegion,
  violationIf,
} from "../../constraints/support/constraint-helpers.ts";
import { operationName } from "../../operation-name.ts";
import type { Constraint } from "../../simulator-types.ts";
import type { ServiceResources } from "../service-resources.ts";

/** The first CIDR block of the transit gateway that terminates the tunnels. */
function transitGatewayCidr(context: ValueContext): string | undefined {
  const attachmentId = resolveString(context, "transit_gateway_attachment_id");
  const attachment = findExistingResource(context.account, attachmentId, "aws_ec2_transit_gateway_connect");
  const gatewayId = stringAttribute(attachment?.values, "transit_gateway_id");
  const gateway = findExistingResource(context.account, gatewayId, "aws_ec2_transit_gateway");
  return stringListAttribute(gateway?.values, "transit_gateway_cidr_blocks")[0];
}

function addressAt(cidr: string | undefined, offset: number): string {
  return Cidr.withoutHostBits(cidr ?? "")?.addressAt(offset) ?? "";
}

const transitGatewayAttachment: ValueGenerators = {
  id: "tgw-attach-0{hex:16}",
  arn: arnTemplate("ec2:{region}:{account}:transit-gateway-attachment/{id}"),
  vpc_owner_id: "{account}",
  security_group_referencing_support: "disable",
  transit_gateway_default_route_table_association: true,
  transit_gateway_default_route_table_propagation: true,
  state: "available",
};

function peerAttachmentAttribute(context: ValueContext, name: string): string {
  return (
    stringAttribute(
      findExistingResource(
        context.account,
        resolveString(context, "transit_gateway_attachment_id"),
        "aws_ec2_transit_gateway_peering_attachment",
      )?.values,
      name,
    ) ?? ""
  );
}

/** A transit gateway peering is usable only once its peer has accepted it. */
const transitAttachmentReady: Constraint = {
  name: "transit-attachment-ready",
  documentation: "https://docs.aws.amazon.com/vpc/latest/tgw/tgw-peering-accept-reject.html",
  errorCodes: ["IncorrectState"],
  types: ["aws_ec2_transit_gateway_route", "aws_ec2_transit_gateway_route_table_association"],
  check(change, context) {
    if (!isCreate(change)) return [];
    const id = stringAttribute(change.after, "transit_gateway_attachment_id");
    const peering = findExistingResource(context.account, id, "aws_ec2_transit_gateway_peering_attachment");
    const isAccepted = existingAccountResources(
      context.account,
      "aws_ec2_transit_gateway_peering_attachment_accepter",
    ).some(({ values }) => values.transit_gateway_attachment_id === id);
    return violationIf(
      peering !== undefined && !isAccepted,
      "IncorrectState",
      `${id} is in invalid state`,
      "transit_gateway_attachment_id",
    );
  },
};

/**
 * An attachment is associated with one route table, and a VPC has one attachment to a transit
 * gateway.
 */
const transitAttachmentUnique: Constraint = {
  name: "transit-attachment-unique",
  documentation: "https://docs.aws.amazon.com/vpc/latest/tgw/associate-tgw-route-table.html",
  errorCodes: ["DuplicateTransitGatewayAttachment", "Resource.AlreadyAssociated"],
  types: ["aws_ec2_transit_gateway_route_table_association", "aws_ec2_transit_gateway_vpc_attachment"],
  check(change, context) {
    if (!isCreate(change)) return [];
    const { type, after } = change;
    const names = type.endsWith("_vpc_attachment")
      ? ["transit_gateway_id", "vpc_id"]
      : ["transit_gateway_attachment_id"];
    const references = names.map((name) => stringAttribute(after, name));
    if (references.includes(undefined)) return [];
    // Each end of a peering has its own route table, in its own region.
    const other = resourcesInRegion(context, type).find(({ values }) =>
      names.every((name, index) => values[name] === references[index]),
    );
    if (type.endsWith("_vpc_attachment")) {
      const message = `${references[0]} has non-deleted Transit Gateway Attachments with same VPC ID.`;
      return apiErrorIf(
        other !== undefined,
        operationName(type, "create"),
        "DuplicateTransitGatewayAttachment",
        message,
      );
    }
    return apiErrorIf(
      other !== undefined,
      operationName(type, "create"),
      "Resource.AlreadyAssociated",
      `Transit Gateway Attachment ${references[0]} is already associated to a route table.`,
    );
  },
};

/**
 * The ASN of a transit gateway does not change while a VPN, Direct Connect or Connect attachment
 * uses it.
 */
const transitGatewayAsn: Constraint = {
  name: "transit-gateway-asn",
  documentation:
    "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyTransitGatewayOptions.html",
  errorCodes: ["IncorrectState"],
  types: ["aws_ec2_transit_gateway"],
  check({ type, before, after }, context) {
    if (before === null || after === null || hasUnknownAttribute(after, "amazon_side_asn")) return [];
    const isSame = `${before.amazon_side_asn}` === `${after.amazon_side_asn}`;
    const id = stringAttribute(before, "id");
    const user = resourcesInRegion(context, ...ASN_BOUND_ATTACHMENTS).find(
      ({ values }) => values.transit_gateway_id === id || values.associated_gateway_id === id,
    );
    return apiErrorIf(
      !isSame && id !== undefined && user !== undefined,
      operationName(type, "update"),
      "IncorrectState",
      `The ASN of ${id} cannot be modified while it has a VPN, Direct Connect or Connect attachment.`,
      "amazon_side_asn",
    );
  },
};

/** Transit gateways and their attachments. */
export const transitGatewayAttachmentResources: ServiceResources = {
  types: {
    aws_ec2_transit_gateway_connect_peer: {
      values: {
        id: "tgw-connect-peer-0{hex:16}",
        arn: arnTemplate("ec2:{region}:{account}:transit-gateway-connect-peer/{id}"),
        transit_gateway_address: (context) => addressAt(transitGatewayCidr(context), 1),
        // The peer uses the first address inside a tunnel, the transit gateway the next two.
        bgp_peer_address: (context) => addressAt(resolveStrings(context, "inside_cidr_blocks")[0], 1),
        bgp_transit_gateway_addresses: (context) =>
          [2, 3].map((offset) => addressAt(resolveStrings(context, "inside_cidr_blocks")[0], offset)),
        bgp_asn: `${DEFAULT_AMAZON_ASN}`,
      },
    },
    aws_ec2_transit_gateway: {
      values: {
        id: "tgw-0{hex:16}",
        arn: arnTemplate("ec2:{region}:{account}:transit-gateway/{id}"),
        association_default_route_table_id: (context) =>
          context.resolve("default_route_table_association") === "disable"
            ? ""
            : renderTemplate("tgw-rtb-0{hex:16/rtb}", context),
        propagation_default_route_table_id: (context) =>
          context.resolve("default_route_table_propagation") === "disable"
            ? ""
            : renderTemplate("tgw-rtb-0{hex:16/rtb}", context),
      },
    },
    aws_ec2_transit_gateway_vpc_attachment: {
      dependentOf: ["aws_vpc", "aws_subnet"],
      values: transitGatewayAttachment,
    },
    aws_ec2_transit_gateway_peering_attachment: {
      values: {
        ...transitGatewayAttachment,
        peer_account_id: "{account}",
        state: "pendingAcceptance",
      },
    },
    aws_ec2_transit_gateway_peering_attachment_accepter: {
      values: {
        ...transitGatewayAttachment,
        id: "{transit_gateway_attachment_id}",
        transit_gateway_id: (context) => peerAttachmentAttribute(context, "peer_transit_gateway_id"),
        peer_transit_gateway_id: (context) => peerAttachmentAttribute(context, "transit_gateway_id"),
        peer_region: (context) =>
          findExistingResource(
            context.account,
            resolveString(context, "transit_gateway_attachment_id"),
            "aws_ec2_transit_gateway_peering_attachment",
          )?.region ?? "",
        peer_account_id: "{account}",
      },
    },
    aws_ec2_transit_gateway_vpc_attachment_accepter: {
      values: {
        ...transitGatewayAttachment,
        id: "{transit_gateway_attachment_id}",
      },
    },
    aws_ec2_transit_gateway_connect: { values: transitGatewayAttachment },
  },
  constraints: [transitAttachmentReady, transitAttachmentUnique, transitGatewayAsn],
};
