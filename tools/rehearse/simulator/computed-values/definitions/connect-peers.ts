import { Cidr } from "../../../../../aws/cidr.ts";
import { stringAttribute, stringListAttribute } from "../attribute-reader.ts";
import { findExistingResource } from "../existing-resources.ts";
import {
  arnTemplate,
  type ResourceDefinitions,
  resolveString,
  resolveStrings,
  type ValueContext,
} from "../value-context.ts";

/**
 * GRE tunnels of transit gateway Connect attachments.
 * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-connect.html
 */
export const connectPeerResources: ResourceDefinitions = {
  aws_ec2_transit_gateway_connect_peer: {
    id: "tgw-connect-peer-0{hex:16}",
    arn: arnTemplate("ec2:{region}:{account}:transit-gateway-connect-peer/{id}"),
    transit_gateway_address: (context) => addressAt(transitGatewayCidr(context), 1),
    // The peer uses the first address inside a tunnel, the transit gateway the next two.
    bgp_peer_address: (context) => addressAt(resolveStrings(context, "inside_cidr_blocks")[0], 1),
    bgp_transit_gateway_addresses: (context) =>
      [2, 3].map((offset) => addressAt(resolveStrings(context, "inside_cidr_blocks")[0], offset)),
    bgp_asn: "64512",
  },
};

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
