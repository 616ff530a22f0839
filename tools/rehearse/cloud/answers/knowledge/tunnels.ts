import { find } from "../account-index.ts";
import { ipv4Block, ipv4Text } from "../cidr.ts";
import { arn, type Facts, type Knowledge, textFact, textsFact } from "../facts.ts";
import { textOf, textsOf } from "../read.ts";

/** GRE tunnels of transit gateway Connect. https://docs.aws.amazon.com/vpc/latest/tgw/tgw-connect.html */
export const tunnels: Knowledge = {
  aws_ec2_transit_gateway_connect_peer: {
    id: "tgw-connect-peer-0{hex:16}",
    arn: arn("ec2:{region}:{account}:transit-gateway-connect-peer/{id}"),
    transit_gateway_address: (facts) => nth(gatewayBlock(facts), 1),
    // The peer takes the first address inside a tunnel, the transit gateway the next two.
    bgp_peer_address: (facts) => nth(textsFact(facts, "inside_cidr_blocks")[0], 1),
    bgp_transit_gateway_addresses: (facts) =>
      [2, 3].map((offset) => nth(textsFact(facts, "inside_cidr_blocks")[0], offset)),
    bgp_asn: "64512",
  },
};

/** The first block of the transit gateway that the tunnels end on. */
function gatewayBlock(facts: Facts): string | undefined {
  const attachmentId = textFact(facts, "transit_gateway_attachment_id");
  const attachment = find(facts.account, attachmentId, "aws_ec2_transit_gateway_connect");
  const gatewayId = textOf(attachment?.values, "transit_gateway_id");
  const gateway = find(facts.account, gatewayId, "aws_ec2_transit_gateway");
  return textsOf(gateway?.values, "transit_gateway_cidr_blocks")[0];
}

function nth(cidr: string | undefined, offset: number): string {
  const block = ipv4Block(cidr);
  return block === undefined ? "" : ipv4Text(block.first + offset);
}
