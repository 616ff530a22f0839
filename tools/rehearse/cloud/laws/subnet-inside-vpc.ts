import { ipv4Block } from "../answers/cidr.ts";
import { textOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { vpcBlocks, within } from "./support/network.ts";
import { creates, refuse } from "./support/rule.ts";

/** A subnet's addresses are part of its VPC's. */
export const subnetInsideVpc: Law = {
  name: "subnet-inside-vpc",
  documentation: "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html",
  types: ["aws_subnet"],
  check(change, context) {
    if (!creates(change)) return [];
    const cidr = textOf(change.after, "cidr_block");
    const block = ipv4Block(cidr);
    const blocks = vpcBlocks(context, textOf(change.after, "vpc_id") ?? "");
    if (block === undefined || blocks.length === 0) return [];
    return refuse(
      !within(blocks, block),
      "CreateSubnet",
      "InvalidSubnet.Range",
      `The CIDR '${cidr}' is invalid.`,
      "cidr_block",
    );
  },
};
