import { textOf } from "../answers/read.ts";
import type { CallContext, Law, Refusal } from "../contracts.ts";
import { isGlobalType } from "../global-types.ts";
import type { ObjectValue } from "../value.ts";
import { securityGroups, subnetsOf } from "./support/network.ts";
import { creates, named, refuse } from "./support/rule.ts";

function missing(context: CallContext, type: string, values: ObjectValue): readonly Refusal[] {
  const operation = `Create${type
    .replace(/^aws_/, "")
    .split("_")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("")}`;
  const vpc = textOf(values, "vpc_id");
  const lostVpc = vpc?.startsWith("vpc-") && named(context, vpc, "aws_vpc", "aws_default_vpc") === undefined;
  return [
    ...refuse(
      lostVpc === true,
      operation,
      "InvalidVpcID.NotFound",
      `The vpc ID '${vpc}' does not exist`,
      "vpc_id",
    ),
    ...subnetsOf(values)
      .filter(
        (id) =>
          id.startsWith("subnet-") && named(context, id, "aws_subnet", "aws_default_subnet") === undefined,
      )
      .flatMap((id) =>
        refuse(true, operation, "InvalidSubnetID.NotFound", `The subnet ID '${id}' does not exist`),
      ),
    ...securityGroups(values)
      .filter(
        (id) =>
          id.startsWith("sg-") &&
          named(context, id, "aws_security_group", "aws_default_security_group") === undefined,
      )
      .flatMap((id) =>
        refuse(true, operation, "InvalidGroup.NotFound", `The security group '${id}' does not exist`),
      ),
  ];
}

/** The VPC, subnets and security groups that a thing is put into are there, in the same region. */
export const referencesExist: Law = {
  name: "references-exist",
  documentation: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html",
  types: "*",
  check(change, context) {
    // What is global may name a VPC of any region, and says which in another argument.
    return creates(change) && !isGlobalType(change.type) ? missing(context, change.type, change.after) : [];
  },
};
