import { ipv4Block } from "../answers/cidr.ts";
import { textOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { creates, refuse } from "./support/rule.ts";

/** VPCs and subnets are between /16 and /28. */
export const networkSize: Law = {
  name: "network-size",
  documentation: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html",
  types: ["aws_vpc", "aws_subnet", "aws_vpc_ipv4_cidr_block_association"],
  check(change) {
    if (!creates(change)) return [];
    const cidr = textOf(change.after, "cidr_block");
    const block = ipv4Block(cidr);
    if (block === undefined) return [];
    const [operation, code] =
      change.type === "aws_subnet"
        ? ["CreateSubnet", "InvalidSubnet.Range"]
        : change.type === "aws_vpc"
          ? ["CreateVpc", "InvalidVpc.Range"]
          : ["AssociateVpcCidrBlock", "InvalidVpc.Range"];
    return refuse(
      block.prefix < 16 || block.prefix > 28,
      operation,
      code,
      `The CIDR '${cidr}' is invalid.`,
      "cidr_block",
    );
  },
};
