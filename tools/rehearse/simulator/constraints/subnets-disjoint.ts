import { stringAttribute } from "../computed-values/attribute-reader.ts";
import { ipv4BlocksOverlap, parseIpv4Block } from "../computed-values/cidr.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, isCreate, resourcesInRegion } from "./support/constraint-helpers.ts";

/** Subnets of a VPC must not overlap. */
export const subnetsDisjoint: Constraint = {
  name: "subnets-disjoint",
  documentation: "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html",
  types: ["aws_subnet"],
  check(change, context) {
    if (!isCreate(change)) return [];
    const cidr = stringAttribute(change.after, "cidr_block");
    const block = parseIpv4Block(cidr);
    if (block === undefined) return [];
    const taken = resourcesInRegion(context, "aws_subnet", "aws_default_subnet")
      .filter(({ values }) => values.vpc_id === change.after.vpc_id)
      .map(({ values }) => parseIpv4Block(stringAttribute(values, "cidr_block")));
    const isOverlapping = taken.some((other) => other !== undefined && ipv4BlocksOverlap(other, block));
    return apiErrorIf(
      isOverlapping,
      "CreateSubnet",
      "InvalidSubnet.Conflict",
      `The CIDR '${cidr}' conflicts with another subnet`,
      "cidr_block",
    );
  },
};
