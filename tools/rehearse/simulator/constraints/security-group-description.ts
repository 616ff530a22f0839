import { withDefaultTwin } from "../../../../aws/resource-types.ts";
import { SECURITY_GROUP_DESCRIPTION } from "../../../../aws/vpc-quotas.ts";
import { nestedBlocksOf, stringAttribute } from "../computed-values/attribute-reader.ts";
import type { ApiError, Constraint, ResourceChange } from "../simulator-types.ts";
import type { ObjectValue } from "../terraform-value.ts";
import { apiErrorIf } from "./support/constraint-helpers.ts";

const RULE_TYPES: readonly string[] = [
  "aws_vpc_security_group_ingress_rule",
  "aws_vpc_security_group_egress_rule",
  "aws_security_group_rule",
];

function hasInvalidDescription(values: ObjectValue): boolean {
  const description = stringAttribute(values, "description");
  return description !== undefined && !SECURITY_GROUP_DESCRIPTION.pattern.test(description);
}

function ruleDescriptionErrors(isViolated: boolean, direction: string | undefined): readonly ApiError[] {
  return apiErrorIf(
    isViolated && direction !== undefined,
    direction === "egress" ? "AuthorizeSecurityGroupEgress" : "AuthorizeSecurityGroupIngress",
    "InvalidParameterValue",
    "Invalid rule description. Valid descriptions are strings less than 256 characters from the following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*",
    "description",
  );
}

function ruleDirectionOf({ type }: ResourceChange, values: ObjectValue): string | undefined {
  if (type === "aws_security_group_rule") return stringAttribute(values, "type");
  return type === "aws_vpc_security_group_egress_rule" ? "egress" : "ingress";
}

/**
 * Descriptions of security groups and their rules have at most 255 characters of AWS's set, which
 * excludes `<`, `>` and quotes.
 */
export const securityGroupDescription: Constraint = {
  name: "security-group-description",
  documentation: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html",
  types: [...withDefaultTwin("aws_security_group"), ...RULE_TYPES],
  check(change) {
    const { after } = change;
    if (after === null) return [];
    if (RULE_TYPES.includes(change.type))
      return ruleDescriptionErrors(hasInvalidDescription(after), ruleDirectionOf(change, after));
    return [
      ...apiErrorIf(
        hasInvalidDescription(after),
        "CreateSecurityGroup",
        "InvalidParameterValue",
        `Value (${stringAttribute(after, "description")}) for parameter GroupDescription is invalid. Valid descriptions are strings less than 256 characters from the following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*`,
        "description",
      ),
      ...["ingress", "egress"].flatMap((direction) =>
        ruleDescriptionErrors(nestedBlocksOf(after, direction).some(hasInvalidDescription), direction),
      ),
    ];
  },
};
