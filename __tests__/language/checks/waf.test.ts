import { itRejects } from "../support/bad-specs.ts";
import { shop } from "../support/shop.ts";

const GROUPS =
  "AWSManagedRulesAmazonIpReputationList, AWSManagedRulesCommonRuleSet, AWSManagedRulesKnownBadInputsRuleSet or AWSManagedRulesSQLiRuleSet";

function withCountedRules(countedRules: object, more: object = {}): object {
  return { edge: { waf: { countedRules, ...more } } };
}

describe("checks of the WAF's counted rules", () => {
  itRejects(shop, [
    [
      "a misspelt group",
      withCountedRules({ AWSManagedRulesCommonRulesSet: ["SizeRestrictions_BODY"] }),
      `edge.waf.countedRules.AWSManagedRulesCommonRulesSet: received "AWSManagedRulesCommonRulesSet"; allowed: a group of managedRuleGroups: ${GROUPS}. Fix: did you mean "AWSManagedRulesCommonRuleSet"?`,
    ],
    [
      "a group that the WAF does not use",
      withCountedRules({ AWSManagedRulesLinuxRuleSet: ["LFI_BODY"] }),
      `edge.waf.countedRules.AWSManagedRulesLinuxRuleSet: received "AWSManagedRulesLinuxRuleSet"; allowed: a group of managedRuleGroups: ${GROUPS}. Fix: use one of them.`,
    ],
    [
      "a group if the WAF uses none",
      withCountedRules(
        { AWSManagedRulesCommonRuleSet: ["SizeRestrictions_BODY"] },
        { managedRuleGroups: [] },
      ),
      'edge.waf.countedRules.AWSManagedRulesCommonRuleSet: received "AWSManagedRulesCommonRuleSet"; allowed: a group of managedRuleGroups: none. Fix: remove it.',
    ],
    [
      "a duplicate rule",
      withCountedRules({ AWSManagedRulesCommonRuleSet: ["SizeRestrictions_BODY", "SizeRestrictions_BODY"] }),
      'edge.waf.countedRules.AWSManagedRulesCommonRuleSet[1]: received "SizeRestrictions_BODY"; allowed: each rule only once. Fix: remove the duplicate.',
    ],
  ]);
});
