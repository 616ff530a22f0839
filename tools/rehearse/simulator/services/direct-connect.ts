import { stringAttribute } from "../computed-values/attribute-reader.ts";
import { deterministicToken } from "../computed-values/deterministic-values.ts";
import { findExistingResource } from "../computed-values/existing-resources.ts";
import {
  arnTemplate,
  renderTemplate,
  resolveString,
  type ValueContext,
} from "../computed-values/value-context.ts";
import type { DataSourceHandler } from "../data-sources/data-source-handler.ts";
import { describeQuery } from "../data-sources/matching-resources.ts";
import type { CallContext, SimulatedResource } from "../simulator-types.ts";
import type { ObjectValue } from "../terraform-value.ts";
import type { ServiceResources } from "./service-resources.ts";

function dxPrefixes(context: ValueContext): string[] {
  const gateway = findExistingResource(
    context.account,
    resolveString(context, "associated_gateway_id"),
    "aws_vpn_gateway",
  );
  const cidr = stringAttribute(
    findExistingResource(context.account, stringAttribute(gateway?.values, "vpc_id"), "aws_vpc")?.values,
    "cidr_block",
  );
  return cidr === undefined ? [] : [cidr];
}

/** The attachment's ID, which newer providers return themselves. */
export function dxGatewayAttachmentId({ id, values }: SimulatedResource): string {
  return (
    stringAttribute(values, "transit_gateway_attachment_id") ||
    `tgw-attach-0${deterministicToken(id, "hex", 16)}`
  );
}

/**
 * The transit gateway attachment that AWS creates for a Direct Connect gateway's association.
 * Undefined if the two gateways are not associated.
 * https://docs.aws.amazon.com/directconnect/latest/UserGuide/direct-connect-transit-gateways.html
 */
function findDxGatewayAttachment(
  config: ObjectValue,
  { account, region }: CallContext,
): SimulatedResource | undefined {
  const association = account
    .resources("aws_dx_gateway_association")
    .find(
      ({ values }) =>
        values.dx_gateway_id === config.dx_gateway_id &&
        values.associated_gateway_id === config.transit_gateway_id,
    );
  if (association === undefined) return undefined;
  const id = dxGatewayAttachmentId(association);
  const arn = `arn:aws:ec2:${region}:${account.accountId}:transit-gateway-attachment/${id}`;
  return { type: "aws_ec2_transit_gateway_dx_gateway_attachment", id, region, values: { id, arn } };
}

const readDxGatewayAttachment: DataSourceHandler = (config, context) => {
  const resource = findDxGatewayAttachment(config, context);
  return resource === undefined ? { notFound: describeQuery(config) } : { resource };
};

/** Direct Connect connections, gateways and virtual interfaces. */
export const directConnectResources: ServiceResources = {
  types: {
    aws_dx_gateway: {
      values: { id: "{uuid}", arn: arnTemplate("directconnect::{account}:dx-gateway/{id}") },
    },
    aws_dx_gateway_association: {
      values: {
        id: (context) => renderTemplate("ga-{dx_gateway_id}{associated_gateway_id}", context),
        dx_gateway_association_id: "{uuid}",
        associated_gateway_owner_account_id: "{account}",
        associated_gateway_type: (context) =>
          resolveString(context, "associated_gateway_id").startsWith("tgw-")
            ? "transitGateway"
            : "virtualPrivateGateway",
        transit_gateway_attachment_id: "tgw-attach-0{hex:16/attach}",
        dx_gateway_owner_account_id: "{account}",
        allowed_prefixes: (context) => dxPrefixes(context),
      },
    },
    aws_dx_connection: {
      values: {
        id: "dxcon-{lower:8}",
        arn: arnTemplate("directconnect:{region}:{account}:dxcon/{id}"),
        aws_device: "EqDC2-{hex:12/dev}",
        state: "requested",
        has_logical_redundancy: "unknown",
        jumbo_frame_capable: true,
        macsec_capable: false,
        partner_name: "",
        vlan_id: "0",
        port_encryption_status: "",
      },
    },
    aws_dx_lag: {
      values: { id: "dxlag-{lower:8}", arn: arnTemplate("directconnect:{region}:{account}:dxlag/{id}") },
    },
    aws_dx_private_virtual_interface: {
      values: {
        id: "dxvif-{lower:8}",
        arn: arnTemplate("directconnect:{region}:{account}:dxvif/{id}"),
      },
    },
    aws_dx_transit_virtual_interface: {
      values: {
        id: "dxvif-{lower:8}",
        arn: arnTemplate("directconnect:{region}:{account}:dxvif/{id}"),
      },
    },
    aws_ec2_transit_gateway_dx_gateway_attachment: { readDataSource: readDxGatewayAttachment },
  },
};
