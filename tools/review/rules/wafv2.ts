import type { Json, JsonObject } from "../../reach/terraform/configuration/json.ts";
import type { Risk } from "../finding.ts";
import { isSameMeaning, type PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { riskOf } from "./builders.ts";
import { holdersAtDeletion, namesOf } from "./plan-references.ts";
import { replacementText } from "./replacement-text.ts";
import type { ReviewRule } from "./review-rule.ts";
import {
  blockIn,
  blocksAfter,
  blocksBefore,
  deletionRule,
  numericValue,
  pagedRule,
  settingRule,
  textIn,
} from "./traffic-builders.ts";

const GUIDE = "https://docs.aws.amazon.com/waf/latest/developerguide";
const API = "https://docs.aws.amazon.com/waf/latest/APIReference";

/** The types with a list of WAF rules. */
const RULE_HOLDERS = ["aws_wafv2_web_acl", "aws_wafv2_rule_group"];

/** Rules on AWS WAF and Shield. */
export const wafv2Rules: readonly ReviewRule[] = [
  deletionRule({
    id: "web-acl-removed",
    types: ["aws_wafv2_web_acl", "aws_wafregional_web_acl", "aws_waf_web_acl"],
    finds: "a web ACL that is deleted or replaced",
    pages: [`${API}/API_DeleteWebACL.html`],
    consequences: [
      ["blind", "its metrics and logs stop, and a new one has others"],
      ["exposure", "requests are not filtered until another web ACL is associated"],
    ],
  }),
  pagedRule({
    id: "web-acl-removal-refused",
    types: ["aws_wafv2_web_acl"],
    finds: "a web ACL that is deleted while a distribution has it",
    pages: [`${API}/API_DeleteWebACL.html`],
    judge: (change, context) => {
      if (!change.isDestroyed || change.action === "replace-create-first") return [];
      const types = ["aws_cloudfront_distribution", "aws_wafv2_web_acl_association"];
      const holders = holdersAtDeletion(change, change.was("arn"), context, types);
      if (holders.length === 0) return [];
      const text = `${replacementText(change)}, and AWS refuses it: ${namesOf(holders)} still has it (WAFAssociatedItemException). Fix: create_before_destroy, with another name.`;
      return [riskOf("refused", text, "block")];
    },
  }),
  pagedRule({
    id: "web-acl-default-action-changes",
    types: ["aws_wafv2_web_acl"],
    finds: "a web ACL that allows, or blocks, what no rule matches",
    pages: [`${GUIDE}/web-acl-default-action.html`],
    judge: (change) => {
      if (!change.isUpdated || !change.changes("default_action")) return [];
      const [before, after] = [blocksBefore, blocksAfter].map((read) =>
        actionOf(read(change, "default_action")[0]),
      );
      if (before === "block" && after === "allow") {
        return [riskOf("exposure", "Requests that no rule matches are allowed from now on.")];
      }
      return before === "allow" && after === "block"
        ? [riskOf("outage", "Requests that no rule matches are blocked from now on.")]
        : [];
    },
  }),
  pagedRule({
    id: "waf-rule-weaker",
    types: RULE_HOLDERS,
    finds: "a WAF rule that is removed, only counts, or allows more",
    pages: [`${GUIDE}/waf-rules.html`],
    judge: (change) => (change.isUpdated && !change.isUnknown("rule") ? ruleRisks(change) : []),
  }),
  settingRule({
    id: "waf-addresses-change",
    types: ["aws_wafv2_ip_set"],
    attributes: ["addresses"],
    on: "changes",
    risk: "exposure",
    finds: "an IP set with other addresses",
    text: "The IP set has other addresses: a block list lets those through that left it, an allow list shuts them out.",
    pages: [`${GUIDE}/waf-ip-set-managing.html`],
  }),
  deletionRule({
    id: "waf-set-removed",
    types: [
      "aws_wafv2_ip_set",
      "aws_wafv2_regex_pattern_set",
      "aws_wafv2_rule_group",
      "aws_waf_ipset",
      "aws_waf_rule",
      "aws_waf_rule_group",
      "aws_waf_rate_based_rule",
      "aws_wafregional_ipset",
      "aws_wafregional_rule",
      "aws_wafregional_rule_group",
      "aws_wafregional_rate_based_rule",
    ],
    finds: "an IP set, pattern set or rule group that is removed while a web ACL may use it",
    pages: [`${API}/API_DeleteIPSet.html`],
    consequences: [["refused", "AWS refuses it while a web ACL uses it (WAFAssociatedItemException)"]],
    whenCreatedFirst: [["exposure", "web ACLs use its successor before it goes", "note"]],
  }),
  deletionRule({
    id: "waf-association-removed",
    types: ["aws_wafv2_web_acl_association", "aws_wafregional_web_acl_association"],
    finds: "a load balancer, API or user pool that loses its web ACL",
    pages: [`${API}/API_DisassociateWebACL.html`],
    consequences: [["exposure", "requests to the resource are no longer filtered"]],
  }),
  deletionRule({
    id: "waf-logging-removed",
    types: ["aws_wafv2_web_acl_logging_configuration"],
    finds: "a web ACL that no longer logs requests",
    pages: [`${API}/API_DeleteLoggingConfiguration.html`],
    consequences: [["blind", "the web ACL's requests are no longer logged"]],
  }),
  settingRule({
    id: "waf-logging-drops",
    types: ["aws_wafv2_web_acl_logging_configuration"],
    attributes: ["logging_filter"],
    on: (change, attribute) => change.changes(attribute) && dropsLogs(blocksAfter(change, attribute)[0]),
    risk: "blind",
    finds: "a logging filter that drops requests",
    text: "The logging filter drops requests: what it drops leaves no record.",
    pages: [`${GUIDE}/logging.html`],
  }),
  settingRule({
    id: "waf-metrics-off",
    types: RULE_HOLDERS,
    attributes: [
      "visibility_config.0.cloudwatch_metrics_enabled",
      "visibility_config.0.sampled_requests_enabled",
    ],
    on: "turnsOff",
    risk: "blind",
    finds: "a web ACL without metrics or sampled requests",
    text: "Metrics or sampled requests are turned off: alarms on them see nothing.",
    pages: [`${API}/API_VisibilityConfig.html`],
  }),
  deletionRule({
    id: "shield-protection-removed",
    types: [
      "aws_shield_protection",
      "aws_shield_protection_group",
      "aws_shield_protection_health_check_association",
      "aws_shield_drt_access_role_arn_association",
      "aws_shield_drt_access_log_bucket_association",
      "aws_shield_subscription",
      "aws_shield_proactive_engagement",
      "aws_shield_application_layer_automatic_response",
    ],
    finds: "a Shield Advanced protection that is removed",
    pages: ["https://docs.aws.amazon.com/waf/latest/DDOSAPIReference/API_DeleteProtection.html"],
    consequences: [["disarmed", "Shield Advanced no longer mitigates attacks on the resource"]],
  }),
];

function ruleRisks(change: PlannedResourceChange): readonly Risk[] {
  const after = new Map(blocksAfter(change, "rule").map((rule) => [textIn(rule, "name"), rule]));
  const risks = blocksBefore(change, "rule").flatMap((before): Risk[] => {
    const rule = after.get(textIn(before, "name"));
    if (rule === undefined) return [removedRuleRisk(before)];
    if (blocks(before) && !blocks(rule)) {
      return [riskOf("exposure", "A rule no longer blocks: it counts or allows what it matches.")];
    }
    return blocks(before) ? statementRisks(before, rule) : allowRisks(before, rule);
  });
  const byClass = new Map(risks.map((risk) => [`${risk.class} ${risk.level}`, risk]));
  return [...byClass.values()];
}

function removedRuleRisk(rule: JsonObject): Risk {
  if (actionOf(blockIn(rule, "action")) === "allow") {
    return riskOf("cut", "A rule that allows requests is removed: others may block them.");
  }
  return blocks(rule)
    ? riskOf("exposure", "A rule that blocks requests is removed.")
    : riskOf("blind", "A rule that counts requests is removed.", "note");
}

function statementRisks(before: JsonObject, after: JsonObject): Risk[] {
  const [statement, next] = [blockIn(before, "statement"), blockIn(after, "statement")];
  if (isSameMeaning(statement, next)) return [];
  const limit = numericValue(blockIn(statement ?? {}, "rate_based_statement")?.limit);
  const nextLimit = numericValue(blockIn(next ?? {}, "rate_based_statement")?.limit);
  if (limit !== undefined && nextLimit !== undefined && nextLimit < limit) {
    return [riskOf("cut", `The rate limit goes from ${limit} to ${nextLimit} requests.`, "note")];
  }
  return [riskOf("exposure", "The statement of a rule that blocks changes: it may match less than before.")];
}

function allowRisks(before: JsonObject, after: JsonObject): Risk[] {
  if (actionOf(blockIn(before, "action")) !== "allow") return [];
  const isSame = isSameMeaning(blockIn(before, "statement"), blockIn(after, "statement"));
  return isSame
    ? []
    : [riskOf("exposure", "The statement of a rule that allows changes: it may match more.")];
}

/** True if a rule, or the group that it references, blocks what it matches. */
function blocks(rule: JsonObject): boolean {
  const action = actionOf(blockIn(rule, "action"));
  if (action !== undefined) return ["block", "captcha", "challenge"].includes(action);
  return actionOf(blockIn(rule, "override_action")) === "none";
}

/** The action in a block: the nested block that is there. */
function actionOf(block: JsonObject | undefined): string | undefined {
  return Object.entries(block ?? {}).find(([, value]) => isSet(value))?.[0];
}

function isSet(value: Json): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== null && typeof value === "object";
}

function dropsLogs(filter: JsonObject | undefined): boolean {
  return JSON.stringify(filter ?? {}).includes('"DROP"');
}
