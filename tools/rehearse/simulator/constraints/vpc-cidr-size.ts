import { VPC_PREFIX } from "../../../../aws/vpc-quotas.ts";
import { cidrAttribute, stringAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, isCreate } from "./support/constraint-helpers.ts";

/** The CIDR block of a VPC or subnet is between /16 and /28. */
export const vpcCidrSize: Constraint = {
  name: "vpc-cidr-size",
  documentation: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html",
  types: ["aws_vpc", "aws_subnet", "aws_vpc_ipv4_cidr_block_association"],
  check(change) {
    if (!isCreate(change)) return [];
    const cidr = stringAttribute(change.after, "cidr_block");
    const block = cidrAttribute(change.after, "cidr_block");
    if (block === undefined) return [];
    const [operation, code] =
      change.type === "aws_subnet"
        ? ["CreateSubnet", "InvalidSubnet.Range"]
        : change.type === "aws_vpc"
          ? ["CreateVpc", "InvalidVpc.Range"]
          : ["AssociateVpcCidrBlock", "InvalidVpc.Range"];
    return apiErrorIf(
      block.prefix < VPC_PREFIX.shortest || block.prefix > VPC_PREFIX.longest,
      operation,
      code,
      `The CIDR '${cidr}' is invalid.`,
      "cidr_block",
    );
  },
};
