import { stringAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, isCreate, resourcesInRegion } from "./support/constraint-helpers.ts";

/** A security group name is unique within its VPC. */
export const securityGroupName: Constraint = {
  name: "security-group-name",
  documentation: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html",
  types: ["aws_security_group"],
  check(change, context) {
    const name = isCreate(change) ? stringAttribute(change.after, "name") : undefined;
    const vpc = stringAttribute(change.after, "vpc_id");
    if (name === undefined || vpc === undefined) return [];
    const taken = resourcesInRegion(context, "aws_security_group").some(
      ({ values }) => values.name === name && values.vpc_id === vpc,
    );
    return apiErrorIf(
      taken,
      "CreateSecurityGroup",
      "InvalidGroup.Duplicate",
      `The security group '${name}' already exists for VPC '${vpc}'`,
      "name",
    );
  },
};
