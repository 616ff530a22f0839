import { textOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { creates, refuse } from "./support/rule.ts";

const OPERATIONS: Readonly<Record<string, string>> = {
  aws_wafv2_web_acl: "CreateWebACL",
  aws_wafv2_ip_set: "CreateIPSet",
  aws_wafv2_rule_group: "CreateRuleGroup",
  aws_wafv2_regex_pattern_set: "CreateRegexPatternSet",
};

/** What the web application firewall keeps for CloudFront is made in us-east-1. */
export const firewallScope: Law = {
  name: "firewall-scope",
  documentation: "https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html",
  types: Object.keys(OPERATIONS),
  check(change, { region }) {
    const wrong = creates(change) && textOf(change.after, "scope") === "CLOUDFRONT" && region !== "us-east-1";
    return refuse(
      wrong,
      OPERATIONS[change.type] ?? "",
      "WAFInvalidParameterException",
      "Error reason: The scope is not valid., field: SCOPE_VALUE, parameter: CLOUDFRONT",
      "scope",
    );
  },
};
