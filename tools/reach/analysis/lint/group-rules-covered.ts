import type { SecurityGroupRule } from "../../network/network-model.ts";
import { shortName } from "../paths/filter-step.ts";
import type { LintRule, RuleFinding } from "./finding.ts";
import { formatPeer } from "./words.ts";

/**
 * Finds security group rules that another rule of the same group covers: removing them changes
 * nothing.
 */
export const groupRulesCovered: LintRule = {
  code: "GROUP_RULE_COVERED",
  checks: "security group rules that another rule of the same group covers",
  documentation: ["https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"],
  find({ model }) {
    return [...model.securityGroups.values()].flatMap(({ ingress, egress }) => [
      ...covered(ingress, "from"),
      ...covered(egress, "to"),
    ]);
  },
};

function covered(rules: readonly SecurityGroupRule[], word: string): RuleFinding[] {
  return rules.flatMap((rule, index) => {
    const other = rules.find(
      (each, position) => each !== rule && covers(each, rule) && (position < index || !covers(rule, each)),
    );
    return other === undefined ? [] : [finding(rule, other, word)];
  });
}

function covers(wide: SecurityGroupRule, narrow: SecurityGroupRule): boolean {
  return wide.transport.covers(narrow.transport) && coversPeer(wide.peer, narrow.peer);
}

function coversPeer(wide: SecurityGroupRule["peer"], narrow: SecurityGroupRule["peer"]): boolean {
  if (wide.kind === "group") return narrow.kind === "group" && wide.group === narrow.group;
  return wide.kind === "addresses" && narrow.kind === "addresses" && wide.addresses.covers(narrow.addresses);
}

function finding(rule: SecurityGroupRule, other: SecurityGroupRule, word: string): RuleFinding {
  const what = `${rule.transport.format()} ${word} ${formatPeer(rule)}`;
  const by = `${shortName(other.origin)} (${other.transport.format()} ${word} ${formatPeer(other)})`;
  return {
    severity: "warning",
    address: rule.origin,
    text: `${what} is covered by ${by}`,
    fix: "remove it, or restrict the other rule",
  };
}
