import { withDefaultTwin } from "../../../../aws/resource-types.ts";
import { cidrAttribute, stringAttribute } from "../computed-values/attribute-reader.ts";
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
    const block = cidrAttribute(change.after, "cidr_block");
    if (block === undefined) return [];
    const taken = resourcesInRegion(context, ...withDefaultTwin("aws_subnet"))
      .filter(({ values }) => values.vpc_id === change.after.vpc_id)
      .map(({ values }) => cidrAttribute(values, "cidr_block"));
    const isOverlapping = taken.some((other) => other?.overlaps(block));
    return apiErrorIf(
      isOverlapping,
      "CreateSubnet",
      "InvalidSubnet.Conflict",
      `The CIDR '${cidr}' conflicts with another subnet`,
      "cidr_block",
    );
  },
};
