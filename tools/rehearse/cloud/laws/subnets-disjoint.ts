import { ipv4Block, overlaps } from "../answers/cidr.ts";
import { textOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { creates, here, refuse } from "./support/rule.ts";

/** No two subnets of a VPC share an address. */
export const subnetsDisjoint: Law = {
  name: "subnets-disjoint",
  documentation: "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html",
  types: ["aws_subnet"],
  check(change, context) {
    if (!creates(change)) return [];
    const cidr = textOf(change.after, "cidr_block");
    const block = ipv4Block(cidr);
    if (block === undefined) return [];
    const taken = here(context, "aws_subnet", "aws_default_subnet")
      .filter(({ values }) => values.vpc_id === change.after.vpc_id)
      .map(({ values }) => ipv4Block(textOf(values, "cidr_block")));
    const clash = taken.some((other) => other !== undefined && overlaps(other, block));
    return refuse(
      clash,
      "CreateSubnet",
      "InvalidSubnet.Conflict",
      `The CIDR '${cidr}' conflicts with another subnet`,
      "cidr_block",
    );
  },
};
