import type { WafSettings } from "../../language/edge.ts";
import type { Platform } from "../../language/platform.ts";
import { required } from "../../language/required.ts";
import { isPublicLoadBalancer } from "./load-balancer-plan.ts";

/** A rule of a web ACL. */
export interface WafRulePlan {
  /** The rule's name, also its CloudWatch metric: `rate-limit`. */
  readonly name: string;
  /** The lowest priority is evaluated first. */
  readonly priority: number;
  /** A managed rule group, or a limit per client address that blocks what exceeds it. */
  readonly kind: ManagedGroupPlan | { readonly requestsPerFiveMinutes: number };
}

/** An AWS managed rule group. */
export interface ManagedGroupPlan {
  /** The group's name at AWS: `AWSManagedRulesCommonRuleSet`. */
  readonly managedGroup: string;
  /** Rules overridden to count; all others keep the group's action. */
  readonly countedRules: readonly string[];
}

/** A web ACL: its scope and rules. */
export interface WafPlan {
  /** `CLOUDFRONT` in front of CloudFront, else `REGIONAL`. */
  readonly scope: "CLOUDFRONT" | "REGIONAL";
  /** The associated load balancers; empty in front of CloudFront. */
  readonly loadBalancers: readonly string[];
  /** The rules, in the order of their priorities. */
  readonly rules: readonly WafRulePlan[];
  /** Days until its logs are deleted. */
  readonly logRetentionDays: number;
}

/** Plans a platform's web ACL; undefined if it is off or there is nothing to protect. */
export function planWaf(platform: Platform): WafPlan | undefined {
  const { waf, cdn, loadBalancers } = platform.edge;
  if (waf === "off") return undefined;
  const plan = { rules: planRules(waf), logRetentionDays: waf.logRetentionDays };
  if (cdn !== undefined) return { ...plan, scope: "CLOUDFRONT", loadBalancers: [] };
  const open = Object.keys(loadBalancers).filter((name) => {
    const balancer = required(loadBalancers, name);
    return balancer.kind === "application" && isPublicLoadBalancer(platform, balancer);
  });
  return open.length === 0 ? undefined : { ...plan, scope: "REGIONAL", loadBalancers: open };
}

/** The rate limit is evaluated first, so that a flood uses no capacity of the other rules. */
function planRules(waf: WafSettings): WafRulePlan[] {
  const { requestsPerFiveMinutes, managedRuleGroups, countedRules } = waf;
  return [
    { name: "rate-limit", priority: 0, kind: { requestsPerFiveMinutes } },
    ...managedRuleGroups.map(
      (managedGroup, index): WafRulePlan => ({
        name: managedGroup,
        priority: index + 1,
        kind: { managedGroup, countedRules: countedRules[managedGroup] ?? [] },
      }),
    ),
  ];
}
