import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, hasUnknownAttribute, isCreate } from "./support/constraint-helpers.ts";
import {
  allSecurityGroupRules,
  type SimulatedGroupRule,
  securityGroupRulesOf,
} from "./support/security-group-rules.ts";

const isSameRule = (a: SimulatedGroupRule, b: SimulatedGroupRule) =>
  a.groupId === b.groupId &&
  a.direction === b.direction &&
  a.protocol === b.protocol &&
  a.fromPort === b.fromPort &&
  a.toPort === b.toPort &&
  a.peer === b.peer;

function describeRule({ peer, protocol, fromPort: from, toPort: to }: SimulatedGroupRule): string {
  const ports = protocol === "-1" ? "ALL" : `${protocol.toUpperCase()}, from port: ${from}, to port: ${to}`;
  return `peer: ${peer}, ${ports}, ALLOW`;
}

/** A security group has no duplicate rules. */
export const securityGroupRuleDuplicate: Constraint = {
  name: "security-group-rule-duplicate",
  documentation:
    "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html",
  types: [
    "aws_vpc_security_group_ingress_rule",
    "aws_vpc_security_group_egress_rule",
    "aws_security_group_rule",
  ],
  check(change, context) {
    if (
      !isCreate(change) ||
      hasUnknownAttribute(change.after, "ip_protocol", "protocol", "from_port", "to_port")
    )
      return [];
    const existing = allSecurityGroupRules(context);
    return securityGroupRulesOf(change.type, "", change.after)
      .filter((rule) => existing.some((other) => isSameRule(rule, other)))
      .flatMap((rule) =>
        apiErrorIf(
          true,
          rule.direction === "ingress" ? "AuthorizeSecurityGroupIngress" : "AuthorizeSecurityGroupEgress",
          "InvalidPermission.Duplicate",
          `the specified rule "${describeRule(rule)}" already exists`,
        ),
      );
  },
};
