import { textOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { creates, here, refuse } from "./support/rule.ts";

/** A security group's name is unique in its VPC. */
export const securityGroupName: Law = {
  name: "security-group-name",
  documentation: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html",
  types: ["aws_security_group"],
  check(change, context) {
    const name = creates(change) ? textOf(change.after, "name") : undefined;
    const vpc = textOf(change.after, "vpc_id");
    if (name === undefined || vpc === undefined) return [];
    const taken = here(context, "aws_security_group").some(
      ({ values }) => values.name === name && values.vpc_id === vpc,
    );
    return refuse(
      taken,
      "CreateSecurityGroup",
      "InvalidGroup.Duplicate",
      `The security group '${name}' already exists for VPC '${vpc}'`,
      "name",
    );
  },
};
