import { wafv2Rules } from "../../../../tools/review/rules/wafv2.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { removalExample, updateExample } from "../../../support/traffic-examples.ts";

const ACL = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/web/1";
const rule = (
  action: string,
  statement: object = { geo_match_statement: [{ country_codes: ["XX"] }] },
): object => ({
  name: "geo",
  action: [{ allow: [], block: [], count: [], [action]: [{}] }],
  statement: [statement],
});
const managed = (override: string): object => ({
  name: "common",
  action: [],
  override_action: [{ count: [], none: [], [override]: [{}] }],
  statement: [{ managed_rule_group_statement: [{ name: "AWSManagedRulesCommonRuleSet" }] }],
});
const rate = (limit: number): object => rule("block", { rate_based_statement: [{ limit }] });
const action = (name: string): object => ({ default_action: [{ allow: [], block: [], [name]: [{}] }] });

describe("rules on WAF and Shield", () => {
  describeRules(wafv2Rules, {
    "web-acl-removed": [
      removalExample({ arn: ACL }, [
        ["blind", "ask"],
        ["exposure", "ask"],
      ]),
    ],
    "web-acl-removal-refused": [
      {
        dangerous: {
          actions: ["delete", "create"],
          before: { arn: ACL },
          beside: [
            {
              type: "aws_cloudfront_distribution",
              before: { web_acl_id: ACL },
              unknown: { web_acl_id: true },
              after: {},
            },
          ],
        },
        risks: [["refused", "block"]],
        harmless: {
          actions: ["delete", "create"],
          before: { arn: ACL },
          beside: [{ type: "aws_cloudfront_distribution", actions: ["delete"], before: { web_acl_id: ACL } }],
        },
      },
    ],
    "web-acl-default-action-changes": [
      updateExample(action("block"), action("allow"), [["exposure", "ask"]]),
      updateExample(action("allow"), action("block"), [["outage", "ask"]]),
    ],
    "waf-rule-weaker": [
      updateExample({ rule: [rule("block")] }, { rule: [rule("count")] }, [["exposure", "ask"]]),
      updateExample({ rule: [managed("none")] }, { rule: [managed("count")] }, [["exposure", "ask"]]),
      updateExample({ rule: [rule("block")] }, { rule: [] }, [["exposure", "ask"]], {
        rule: [rule("block"), managed("none")],
      }),
      updateExample({ rule: [rule("allow")] }, { rule: [] }, [["cut", "ask"]]),
      {
        ...updateExample({ rule: [rate(100)] }, { rule: [rate(1000)] }, [["exposure", "ask"]], {
          rule: [rate(50)],
        }),
        harmlessRisks: [["cut", "note"]],
      },
      updateExample({ rule: [rule("count")] }, { rule: [] }, [["blind", "note"]], { rule: [rule("block")] }),
    ],
    "waf-addresses-change": [
      updateExample({ addresses: ["192.0.2.0/24"] }, { addresses: [] }, [["exposure", "ask"]]),
    ],
    "waf-set-removed": [removalExample({ name: "blocked" }, [["refused", "ask"]])],
    "waf-association-removed": [removalExample({ web_acl_arn: ACL }, [["exposure", "ask"]])],
    "waf-logging-removed": [removalExample({ resource_arn: ACL }, [["blind", "ask"]])],
    "waf-logging-drops": [
      updateExample(
        { logging_filter: [{ default_behavior: "KEEP" }] },
        { logging_filter: [{ default_behavior: "DROP" }] },
        [["blind", "ask"]],
      ),
    ],
    "waf-metrics-off": [
      updateExample(
        { visibility_config: [{ cloudwatch_metrics_enabled: true }] },
        { visibility_config: [{ cloudwatch_metrics_enabled: false }] },
        [["blind", "ask"]],
      ),
    ],
    "shield-protection-removed": [removalExample({ name: "web" }, [["disarmed", "ask"]])],
  });
});
