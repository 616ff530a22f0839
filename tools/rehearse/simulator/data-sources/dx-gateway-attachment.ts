import { stringAttribute } from "../computed-values/attribute-reader.ts";
import { deterministicToken } from "../computed-values/deterministic-values.ts";
import type { CallContext, SimulatedResource } from "../simulator-types.ts";
import type { ObjectValue } from "../terraform-value.ts";

/**
 * The transit gateway attachment that AWS creates for a Direct Connect gateway's association.
 * Undefined if the two gateways are not associated.
 * https://docs.aws.amazon.com/directconnect/latest/UserGuide/direct-connect-transit-gateways.html
 */
export function findDxGatewayAttachment(
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

/** The attachment's ID, which newer providers return themselves. */
export function dxGatewayAttachmentId({ id, values }: SimulatedResource): string {
  return (
    stringAttribute(values, "transit_gateway_attachment_id") ||
    `tgw-attach-0${deterministicToken(id, "hex", 16)}`
  );
}
