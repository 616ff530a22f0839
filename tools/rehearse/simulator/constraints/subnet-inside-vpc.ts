import { cidrAttribute, stringAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, isCreate } from "./support/constraint-helpers.ts";
import { isInsideCidrBlocks, vpcCidrBlocks } from "./support/network.ts";

/** A subnet's CIDR block must be within its VPC's CIDR blocks. */
export const subnetInsideVpc: Constraint = {
  name: "subnet-inside-vpc",
  documentation: "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html",
  types: ["aws_subnet"],
  check(change, context) {
    if (!isCreate(change)) return [];
    const cidr = stringAttribute(change.after, "cidr_block");
    const block = cidrAttribute(change.after, "cidr_block");
    const blocks = vpcCidrBlocks(context, stringAttribute(change.after, "vpc_id") ?? "");
    if (block === undefined || blocks.length === 0) return [];
    return apiErrorIf(
      !isInsideCidrBlocks(blocks, block),
      "CreateSubnet",
      "InvalidSubnet.Range",
      `The CIDR '${cidr}' is invalid.`,
      "cidr_block",
    );
  },
};
