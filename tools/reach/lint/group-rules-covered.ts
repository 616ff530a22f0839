import type { GroupRule } from "../model/fabric.ts";
import { shortName } from "../walk/step.ts";
import type { Found, LintRule } from "./finding.ts";
import { sayPeer } from "./words.ts";

/** A rule of a security group that another one of the same group covers: to remove it changes nothing. */
export const groupRulesCovered: LintRule = {
  code: "GROUP_RULE_COVERED",
  about: "security-group rules that another rule of the group covers",
  says: ["https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"],
  find({ fabric }) {
    return [...fabric.groups.values()].flatMap(({ ingress, egress }) => [
      ...covered(ingress, "from"),
      ...covered(egress, "to"),
    ]);
  },
};

function covered(rules: readonly GroupRule[], word: string): Found[] {
  return rules.flatMap((rule, index) => {
    const other = rules.find(
      (each, place) => each !== rule && covers(each, rule) && (place < index || !covers(rule, each)),
    );
    return other === undefined ? [] : [found(rule, other, word)];
  });
}

function covers(wide: GroupRule, narrow: GroupRule): boolean {
  return wide.services.covers(narrow.services) && coversPeer(wide.peer, narrow.peer);
}

function coversPeer(wide: GroupRule["peer"], narrow: GroupRule["peer"]): boolean {
  if (wide.kind === "group") return narrow.kind === "group" && wide.group === narrow.group;
  return wide.kind === "addresses" && narrow.kind === "addresses" && wide.addresses.covers(narrow.addresses);
}

function found(rule: GroupRule, other: GroupRule, word: string): Found {
  const what = `${rule.services.say()} ${word} ${sayPeer(rule)}`;
  const by = `${shortName(other.origin)} (${other.services.say()} ${word} ${sayPeer(other)})`;
  return {
    severity: "warning",
    address: rule.origin,
    text: `${what} is covered by ${by}`,
    fix: "remove it, or narrow the other rule",
  };
}
