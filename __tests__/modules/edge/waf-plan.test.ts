import { planWaf } from "../../../modules/edge/waf-plan.ts";
import { cybershieldIn } from "../../support/platforms.ts";

const INTERNAL = {
  kind: "application" as const,
  tier: "private",
  listeners: [{ port: 80, protocol: "HTTP" as const }],
};

describe("the web ACL", () => {
  it("protects CloudFront if there is a distribution", () => {
    expect(planWaf(cybershieldIn("prod"))).toMatchObject({ scope: "CLOUDFRONT", loadBalancers: [] });
  });

  it("otherwise protects each public application load balancer", () => {
    const platform = cybershieldIn("dev", { edge: { loadBalancers: { inner: INTERNAL } } });
    expect(planWaf(platform)).toMatchObject({ scope: "REGIONAL", loadBalancers: ["alb"] });
  });

  it("is undefined if it is off or nothing is public", () => {
    expect(planWaf(cybershieldIn("prod", { edge: { waf: "off" } }))).toBeUndefined();
    const dev = cybershieldIn("dev");
    expect(planWaf({ ...dev, edge: { ...dev.edge, loadBalancers: {} } })).toBeUndefined();
  });

  it("has the rate limit first, then the managed rule groups in the spec's order", () => {
    const rules = planWaf(cybershieldIn("prod"))!.rules;
    expect(rules.map(({ name, priority }) => `${priority} ${name}`)).toEqual([
      "0 rate-limit",
      "1 AWSManagedRulesAmazonIpReputationList",
      "2 AWSManagedRulesCommonRuleSet",
      "3 AWSManagedRulesKnownBadInputsRuleSet",
      "4 AWSManagedRulesSQLiRuleSet",
    ]);
    expect(rules[0]!.kind).toEqual({ requestsPerFiveMinutes: 2000 });
  });

  it("overrides only the spec's countedRules to count", () => {
    const prod = cybershieldIn("prod");
    const { waf } = prod.edge;
    if (waf === "off") expect.unreachable("the WAF is on");
    const counted = (countedRules: Record<string, string[]>) =>
      planWaf({ ...prod, edge: { ...prod.edge, waf: { ...waf, countedRules } } })!.rules.flatMap(
        ({ kind }) => ("managedGroup" in kind ? [[kind.managedGroup, ...kind.countedRules]] : []),
      );
    const names = { SQLi: "AWSManagedRulesSQLiRuleSet", common: "AWSManagedRulesCommonRuleSet" };
    expect(counted({}).filter(([, ...rules]) => rules.length > 0)).toEqual([]);
    expect(
      counted({
        [names.SQLi]: ["SQLi_BODY"],
        [names.common]: ["SizeRestrictions_BODY", "NoUserAgent_HEADER"],
      }),
    ).toEqual([
      ["AWSManagedRulesAmazonIpReputationList"],
      [names.common, "SizeRestrictions_BODY", "NoUserAgent_HEADER"],
      ["AWSManagedRulesKnownBadInputsRuleSet"],
      [names.SQLi, "SQLi_BODY"],
    ]);
  });
});
