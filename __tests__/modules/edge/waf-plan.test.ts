import { planWaf } from "../../../modules/edge/waf-plan.ts";
import { cybershieldIn } from "../../support/platforms.ts";

const INTERNAL = {
  kind: "application" as const,
  tier: "private",
  listeners: [{ port: 80, protocol: "HTTP" as const }],
};

describe("the web ACL", () => {
  it("stands before CloudFront where there is one", () => {
    expect(planWaf(cybershieldIn("prod"))).toMatchObject({ scope: "CLOUDFRONT", loadBalancers: [] });
  });

  it("stands before each public application load balancer elsewhere", () => {
    const platform = cybershieldIn("dev", { edge: { loadBalancers: { inner: INTERNAL } } });
    expect(planWaf(platform)).toMatchObject({ scope: "REGIONAL", loadBalancers: ["alb"] });
  });

  it("is not there when it is off, or when nothing is public", () => {
    expect(planWaf(cybershieldIn("prod", { edge: { waf: "off" } }))).toBeUndefined();
    const dev = cybershieldIn("dev");
    expect(planWaf({ ...dev, edge: { ...dev.edge, loadBalancers: {} } })).toBeUndefined();
  });

  it("limits the rate first, then asks the managed groups in the spec's order", () => {
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

  it("lets every rule of a group act, but those that the spec says only count", () => {
    const counted = (countedRules: Record<string, string[]>) =>
      planWaf(cybershieldIn("prod", { edge: { waf: { countedRules } } }))!.rules.flatMap(({ kind }) =>
        "managedGroup" in kind ? [[kind.managedGroup, ...kind.countedRules]] : [],
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
