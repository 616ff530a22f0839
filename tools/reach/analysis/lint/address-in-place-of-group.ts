import { required } from "../../../../language/required.ts";
import type { SecurityGroup, SecurityGroupRule } from "../../network/network-model.ts";
import type { NetworkAnalysis } from "../network-analysis.ts";
import type { LintRule, RuleFinding } from "./finding.ts";
import { groupedInterfaces } from "./grouped-interfaces.ts";
import { directionWord, formatNames } from "./words.ts";

/**
 * Finds rules that name a single address of the group's own VPC. When the resource is replaced, its
 * address may go to another; a security group stays. A resource without a group (a network load
 * balancer) can only be named by its address.
 */
export const addressInPlaceOfGroup: LintRule = {
  code: "ADDRESS_IN_PLACE_OF_GROUP",
  checks: "security group rules that name an address in their own VPC instead of a security group",
  documentation: [
    "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html#security-group-referencing",
  ],
  find(analysis) {
    return [...analysis.model.securityGroups.values()].flatMap((group) => [
      ...check(analysis, group, "ingress"),
      ...check(analysis, group, "egress"),
    ]);
  },
};

function check(
  analysis: NetworkAnalysis,
  group: SecurityGroup,
  direction: "ingress" | "egress",
): RuleFinding[] {
  const blocks = analysis.model.vpcs.get(group.vpc ?? "")?.blocks;
  if (blocks === undefined) return [];
  return group[direction].flatMap((rule) => {
    const { peer } = rule;
    if (peer.kind !== "addresses" || !isSingleAddress(rule) || !blocks.covers(peer.addresses)) return [];
    const interfaces = groupedInterfaces(analysis.model).filter(
      ({ isExact, addresses }) => isExact && addresses.covers(peer.addresses),
    );
    if (interfaces.some(({ groups }) => groups.length === 0)) return [];
    const groups = [...new Set(interfaces.flatMap((one) => one.groups))];
    const owner = interfaces.length === 0 ? "" : `, of ${formatNames([required(interfaces, 0).address])}`;
    return [
      {
        severity: "warning",
        address: rule.origin,
        text: `the ${directionWord(direction)} rule names ${peer.text}, an address of its own VPC${owner}`,
        fix:
          groups.length === 0
            ? "reference a security group instead"
            : `reference its security group instead: ${formatNames(groups)}`,
      },
    ];
  });
}

function isSingleAddress({ peer }: SecurityGroupRule): boolean {
  if (peer.kind !== "addresses" || peer.addresses.intervals.length !== 1) return false;
  const [from, to] = required(peer.addresses.intervals, 0);
  return to - from === 1n;
}
