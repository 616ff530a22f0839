import { refuses } from "../support/bad-specs.ts";
import { shop } from "../support/shop.ts";

const GROUPS =
  "AWSManagedRulesAmazonIpReputationList, AWSManagedRulesCommonRuleSet, AWSManagedRulesKnownBadInputsRuleSet or AWSManagedRulesSQLiRuleSet";

function counted(countedRules: object, more: object = {}): object {
  return { edge: { waf: { countedRules, ...more } } };
}

describe("checks of the WAF's counted rules", () => {
  refuses(shop, [
    [
      "of a misspelt group",
      counted({ AWSManagedRulesCommonRulesSet: ["SizeRestrictions_BODY"] }),
      `edge.waf.countedRules.AWSManagedRulesCommonRulesSet: received "AWSManagedRulesCommonRulesSet"; allowed: a group of managedRuleGroups: ${GROUPS}. Fix: did you mean "AWSManagedRulesCommonRuleSet"?`,
    ],
    [
      "of a group that the WAF does not have",
      counted({ AWSManagedRulesLinuxRuleSet: ["LFI_BODY"] }),
      `edge.waf.countedRules.AWSManagedRulesLinuxRuleSet: received "AWSManagedRulesLinuxRuleSet"; allowed: a group of managedRuleGroups: ${GROUPS}. Fix: use one of them.`,
    ],
    [
      "where the WAF has no group",
      counted({ AWSManagedRulesCommonRuleSet: ["SizeRestrictions_BODY"] }, { managedRuleGroups: [] }),
      'edge.waf.countedRules.AWSManagedRulesCommonRuleSet: received "AWSManagedRulesCommonRuleSet"; allowed: a group of managedRuleGroups: none. Fix: remove it.',
    ],
    [
      "twice",
      counted({ AWSManagedRulesCommonRuleSet: ["SizeRestrictions_BODY", "SizeRestrictions_BODY"] }),
      'edge.waf.countedRules.AWSManagedRulesCommonRuleSet[1]: received "SizeRestrictions_BODY"; allowed: each rule only once. Fix: remove the duplicate.',
    ],
  ]);
});
