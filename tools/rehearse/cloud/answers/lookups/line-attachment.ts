import type { CallContext, CloudResource } from "../../contracts.ts";
import type { ObjectValue } from "../../value.ts";
import { textOf } from "../read.ts";
import { token } from "../token.ts";

/**
 * The transit gateway attachment that a Direct Connect gateway's association makes by itself. Undefined where the
 * two gateways are not associated.
 * https://docs.aws.amazon.com/directconnect/latest/UserGuide/direct-connect-transit-gateways.html
 */
export function lineAttachment(
  config: ObjectValue,
  { account, region }: CallContext,
): CloudResource | undefined {
  const association = account
    .resources("aws_dx_gateway_association")
    .find(
      ({ values }) =>
        values.dx_gateway_id === config.dx_gateway_id &&
        values.associated_gateway_id === config.transit_gateway_id,
    );
  if (association === undefined) return undefined;
  const id = lineAttachmentId(association);
  const arn = `arn:aws:ec2:${region}:${account.accountId}:transit-gateway-attachment/${id}`;
  return { type: "aws_ec2_transit_gateway_dx_gateway_attachment", id, region, values: { id, arn } };
}

/** Newer providers say the id themselves. */
export function lineAttachmentId({ id, values }: CloudResource): string {
  return textOf(values, "transit_gateway_attachment_id") || `tgw-attach-0${token(id, "hex", 16)}`;
}
