import { VPC_QUOTAS } from "../../../../aws/vpc-quotas.ts";
import type { CallContext, Constraint } from "../simulator-types.ts";
import { apiErrorIf, idOrName, isChangedResource } from "./support/constraint-helpers.ts";
import {
  allSecurityGroupRules,
  ruleQuotaWeight,
  type SimulatedGroupRule,
  securityGroupRulesOf,
} from "./support/security-group-rules.ts";

const isIpv6 = ({ peer }: SimulatedGroupRule) => peer.includes(":");

/**
 * True if `rule`'s group exceeds the quota per direction and address family. Peers that are
 * security groups count as IPv4.
 */
function isOverQuota(
  rule: SimulatedGroupRule,
  all: readonly SimulatedGroupRule[],
  context: CallContext,
): boolean {
  const countedRules = all.filter(
    (other) =>
      other.groupId === rule.groupId && other.direction === rule.direction && isIpv6(other) === isIpv6(rule),
  );
  return (
    countedRules.reduce((sum, other) => sum + ruleQuotaWeight(context, other), 0) >
    VPC_QUOTAS.rulesPerSecurityGroup
  );
}

/**
 * A security group has at most 60 rules per direction; a prefix list counts as its maximum number
 * of entries.
 */
export const securityGroupRuleQuota: Constraint = {
  name: "security-group-rule-quota",
  documentation: "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html",
  types: [
    "aws_vpc_security_group_ingress_rule",
    "aws_vpc_security_group_egress_rule",
    "aws_security_group_rule",
    "aws_security_group",
  ],
  check(change, context) {
    if (change.after === null) return [];
    const added = securityGroupRulesOf(change.type, idOrName(change.after), change.after);
    const all = [
      ...allSecurityGroupRules(context).filter(({ source }) => !isChangedResource(change, source)),
      ...added,
    ];
    const first = added.find((rule) => isOverQuota(rule, all, context));
    const operation =
      first?.direction === "egress" ? "AuthorizeSecurityGroupEgress" : "AuthorizeSecurityGroupIngress";
    return apiErrorIf(
      first !== undefined,
      operation,
      "RulesPerSecurityGroupLimitExceeded",
      "The maximum number of rules per security group has been reached.",
    );
  },
};
