import type { WafSettings } from "../../language/edge.ts";
import type { Platform } from "../../language/platform.ts";
import { isPublicLoadBalancer } from "./load-balancer-plan.ts";

/** One rule of a web ACL. */
export interface WafRulePlan {
  readonly name: string;
  /** The lowest goes first. */
  readonly priority: number;
  readonly kind: ManagedGroupPlan | { readonly requestsPerFiveMinutes: number };
}

/** One of AWS's managed rule groups. */
export interface ManagedGroupPlan {
  readonly managedGroup: string;
  /** Its rules that count what they would block; all others do as the group says. */
  readonly countedRules: readonly string[];
}

/** A web ACL: where it stands and what it looks for. */
export interface WafPlan {
  readonly scope: "CLOUDFRONT" | "REGIONAL";
  /** The load balancers it stands before: none where it stands before CloudFront. */
  readonly loadBalancers: readonly string[];
  readonly rules: readonly WafRulePlan[];
  readonly logRetentionDays: number;
}

/** The web ACL of a platform; undefined when it is off, or nothing is there to protect. */
export function planWaf(platform: Platform): WafPlan | undefined {
  const { waf, cdn, loadBalancers } = platform.edge;
  if (waf === "off") return undefined;
  const plan = { rules: planRules(waf), logRetentionDays: waf.logRetentionDays };
  if (cdn !== undefined) return { ...plan, scope: "CLOUDFRONT", loadBalancers: [] };
  const open = Object.keys(loadBalancers).filter((name) => {
    const balancer = loadBalancers[name]!;
    return balancer.kind === "application" && isPublicLoadBalancer(platform, balancer);
  });
  return open.length === 0 ? undefined : { ...plan, scope: "REGIONAL", loadBalancers: open };
}

/** The rate limit goes first: a flood is stopped before it costs the other rules' capacity. */
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
