import type { Law } from "../contracts.ts";
import { creates, isOpen, refuse } from "./support/rule.ts";
import { allRules, type GroupRule, groupRules } from "./support/rules.ts";

const same = (a: GroupRule, b: GroupRule) =>
  a.group === b.group &&
  a.direction === b.direction &&
  a.protocol === b.protocol &&
  a.from === b.from &&
  a.to === b.to &&
  a.peer === b.peer;

function words({ peer, protocol, from, to }: GroupRule): string {
  const ports = protocol === "-1" ? "ALL" : `${protocol.toUpperCase()}, from port: ${from}, to port: ${to}`;
  return `peer: ${peer}, ${ports}, ALLOW`;
}

/** A security group has no rule twice. */
export const securityGroupRuleDuplicate: Law = {
  name: "security-group-rule-duplicate",
  documentation:
    "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html",
  types: [
    "aws_vpc_security_group_ingress_rule",
    "aws_vpc_security_group_egress_rule",
    "aws_security_group_rule",
  ],
  check(change, context) {
    if (!creates(change) || isOpen(change.after, "ip_protocol", "protocol", "from_port", "to_port"))
      return [];
    const standing = allRules(context);
    return groupRules(change.type, "", change.after)
      .filter((rule) => standing.some((other) => same(rule, other)))
      .flatMap((rule) =>
        refuse(
          true,
          rule.direction === "ingress" ? "AuthorizeSecurityGroupIngress" : "AuthorizeSecurityGroupEgress",
          "InvalidPermission.Duplicate",
          `the specified rule "${words(rule)}" already exists`,
        ),
      );
  },
};
