import { CLOUDFRONT_ORIGIN_FACING, PREFIX_LIST_WEIGHTS } from "../../aws/prefix-lists.ts";
import { OWN_ENTRIES_PER_NETWORK_ACL, VPC_QUOTAS } from "../../aws/vpc-quotas.ts";
import { problemAt } from "../../language/checks/check.ts";
import type { Platform } from "../../language/platform.ts";
import type { Problem } from "../../language/problem.ts";
import { planAcls } from "./acl-plan.ts";
import { type FirewallPeer, planFirewall } from "./firewall-plan.ts";

const CLOUDFRONT_WEIGHT = PREFIX_LIST_WEIGHTS.global[CLOUDFRONT_ORIGIN_FACING];

/** Returns the security groups and network ACLs whose flows exceed AWS's quotas. */
export function quotaProblems(platform: Platform): Problem[] {
  return [...aclProblems(platform), ...groupProblems(platform)];
}

function aclProblems(platform: Platform): Problem[] {
  return Object.keys(platform.networks).flatMap((network) =>
    [
      ...countBy(
        planAcls(platform, network),
        ({ tier, direction, cidr }) => `${tier} ${direction} ${addressFamily(cidr)}`,
        () => 1,
      ),
    ]
      .filter(([, count]) => count > OWN_ENTRIES_PER_NETWORK_ACL)
      .map(([key, count]) => {
        const [tier = "", direction, family] = key.split(" ");
        return problemAt(
          ["networks", network, "tiers", tier],
          count,
          `at most ${OWN_ENTRIES_PER_NETWORK_ACL} ${direction} entries for ${family} in its network ACL: each flow to or from another tier or block needs one`,
          "move some of what is in the tier to another, or name wider blocks",
        );
      }),
  );
}

function groupProblems(platform: Platform): Problem[] {
  const { rules } = planFirewall(platform);
  const weights = countBy(
    rules,
    ({ group, direction, peer }) =>
      `${group} ${direction} ${peer.kind === "cidr" ? addressFamily(peer.cidr) : "IPv4"}`,
    ({ peer }) => ruleWeight(peer),
  );
  return [...weights]
    .filter(([, weight]) => weight > VPC_QUOTAS.rulesPerSecurityGroup)
    .map(([key, weight]) => {
      const [group, direction, family] = key.split(" ");
      return problemAt(
        ["flows"],
        weight,
        `at most ${VPC_QUOTAS.rulesPerSecurityGroup} ${direction} rules for ${family} in the security group of ${group}${weight > CLOUDFRONT_WEIGHT ? ` (one for CloudFront counts as ${CLOUDFRONT_WEIGHT})` : ""}`,
        "name ranges of ports, or wider blocks",
      );
    });
}

function addressFamily(cidr: string): "IPv4" | "IPv6" {
  return cidr.includes(":") ? "IPv6" : "IPv4";
}

function ruleWeight({ kind }: FirewallPeer): number {
  return kind === "cloudfront" ? CLOUDFRONT_WEIGHT : 1;
}

function countBy<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  weightOf: (item: T) => number,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + weightOf(item));
  return counts;
}
