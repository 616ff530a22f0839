import type { CallContext, Law } from "../contracts.ts";
import { idOf, isSelf, refuse } from "./support/rule.ts";
import { allRules, type GroupRule, groupRules, weight } from "./support/rules.ts";

/** Rules that a security group may have each way. */
const QUOTA = 60;

const isIpv6 = ({ peer }: GroupRule) => peer.includes(":");

/** Whether `rule`'s group is over the quota each way and address family; other sides that are groups count as IPv4. */
function isOver(rule: GroupRule, all: readonly GroupRule[], context: CallContext): boolean {
  const sameKind = all.filter(
    (other) =>
      other.group === rule.group && other.direction === rule.direction && isIpv6(other) === isIpv6(rule),
  );
  return sameKind.reduce((sum, other) => sum + weight(context, other), 0) > QUOTA;
}

/** A security group has at most 60 rules each way; a prefix list weighs as many as its entries may be. */
export const securityGroupRuleQuota: Law = {
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
    const added = groupRules(change.type, idOf(change.after), change.after);
    const all = [...allRules(context).filter(({ source }) => !isSelf(change, source)), ...added];
    const first = added.find((rule) => isOver(rule, all, context));
    const operation =
      first?.direction === "egress" ? "AuthorizeSecurityGroupEgress" : "AuthorizeSecurityGroupIngress";
    return refuse(
      first !== undefined,
      operation,
      "RulesPerSecurityGroupLimitExceeded",
      "The maximum number of rules per security group has been reached.",
    );
  },
};
