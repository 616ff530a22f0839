import type { GroupRule, SecurityGroup } from "../model/fabric.ts";
import type { Found, LintRule } from "./finding.ts";
import type { Subject } from "./subject.ts";
import { sayNames, wordOf } from "./words.ts";

/**
 * A rule that names one address of the group's own VPC. The address goes to another when what has it is
 * replaced; a group stays. What has no group (a network load balancer without one) can only be named so.
 */
export const addressesForGroups: LintRule = {
  code: "ADDRESS_FOR_GROUP",
  about: "security-group rules that name an address of the same VPC where a group would do",
  says: [
    "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html#security-group-referencing",
  ],
  find(subject) {
    return [...subject.fabric.groups.values()].flatMap((group) => [
      ...judge(subject, group, "ingress"),
      ...judge(subject, group, "egress"),
    ]);
  },
};

function judge(subject: Subject, group: SecurityGroup, direction: "ingress" | "egress"): Found[] {
  const blocks = subject.fabric.vpcs.get(group.vpc ?? "")?.blocks;
  if (blocks === undefined) return [];
  return group[direction].flatMap((rule) => {
    const { peer } = rule;
    if (peer.kind !== "addresses" || !isOne(rule) || !blocks.covers(peer.addresses)) return [];
    const holders = subject.holders.filter(
      ({ isExact, addresses }) => isExact && addresses.covers(peer.addresses),
    );
    if (holders.some(({ groups }) => groups.length === 0)) return [];
    const groups = [...new Set(holders.flatMap((holder) => holder.groups))];
    const who = holders.length === 0 ? "" : `, that of ${sayNames([holders[0]!.address])}`;
    return [
      {
        severity: "warning",
        address: rule.origin,
        text: `the ${wordOf(direction)} rule names ${peer.text}, an address of its own VPC${who}`,
        fix: groups.length === 0 ? "name a security group" : `name its security group, ${sayNames(groups)}`,
      },
    ];
  });
}

function isOne({ peer }: GroupRule): boolean {
  if (peer.kind !== "addresses" || peer.addresses.intervals.length !== 1) return false;
  const [from, to] = peer.addresses.intervals[0]!;
  return to - from === 1n;
}
