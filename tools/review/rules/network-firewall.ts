import { riskOf } from "./builders.ts";
import { replacementText } from "./replacement-text.ts";
import type { ReviewRule } from "./review-rule.ts";
import { deletionRule, pagedRule, settingRule } from "./traffic-builders.ts";

const GUIDE = "https://docs.aws.amazon.com/network-firewall/latest/developerguide";
const FIREWALL = ["aws_networkfirewall_firewall"];

/** Rules on AWS Network Firewall. */
export const networkFirewallRules: readonly ReviewRule[] = [
  pagedRule({
    id: "firewall-removed",
    types: FIREWALL,
    finds: "a firewall that is deleted or replaced",
    pages: [`${GUIDE}/firewall-deleting.html`],
    judge: (change) => {
      if (!change.isDestroyed) return [];
      const text = replacementText(change);
      if (change.was("delete_protection") === true) {
        const fix = "Fix: turn delete_protection off in an earlier apply.";
        return [riskOf("refused", `${text}, and AWS refuses it: delete protection is on. ${fix}`, "block")];
      }
      return [riskOf("cut", `${text}: routes through its endpoints lead nowhere.`)];
    },
  }),
  settingRule({
    id: "firewall-protection-off",
    types: FIREWALL,
    attributes: ["delete_protection", "firewall_policy_change_protection", "subnet_change_protection"],
    on: "turnsOff",
    risk: "disarmed",
    finds: "a firewall that may be deleted, or lose its policy or subnets, by mistake",
    text: (_, attributes) =>
      `${attributes.join(" and ")} is turned off: a mistake can take the firewall, its policy or its subnets.`,
    pages: [`${GUIDE}/firewall-settings.html`],
  }),
  settingRule({
    id: "firewall-leaves-zone",
    types: FIREWALL,
    attributes: ["subnet_mapping"],
    on: "drops",
    risk: "cut",
    finds: "a firewall that leaves a zone",
    text: "The firewall leaves a subnet: routes to its endpoint there lead nowhere.",
    pages: [`${GUIDE}/firewall-updating.html`],
    guards: [],
  }),
  settingRule({
    id: "firewall-policy-changes",
    types: [
      "aws_networkfirewall_firewall",
      "aws_networkfirewall_firewall_policy",
      "aws_networkfirewall_rule_group",
    ],
    attributes: ["firewall_policy_arn", "firewall_policy", "rule_group", "rules"],
    on: "changes",
    risk: "exposure",
    finds: "a firewall that passes or drops other traffic",
    text: (_, attributes) =>
      `The firewall passes or drops other traffic (${attributes.join(", ")}): the proof of reachability does not read its rules.`,
    pages: [`${GUIDE}/firewall-policies.html`],
    guards: [],
  }),
  deletionRule({
    id: "firewall-part-removed",
    types: [
      "aws_networkfirewall_firewall_policy",
      "aws_networkfirewall_rule_group",
      "aws_networkfirewall_tls_inspection_configuration",
    ],
    finds: "a policy or rule group that is removed while a firewall may use it",
    pages: [`${GUIDE}/firewall-policies.html`],
    consequences: [
      ["refused", "AWS refuses it while a firewall or policy uses it (InvalidOperationException)"],
    ],
    whenCreatedFirst: [["exposure", "firewalls use its successor before it goes", "note"]],
  }),
  deletionRule({
    id: "firewall-logs-removed",
    types: ["aws_networkfirewall_logging_configuration"],
    finds: "a firewall that no longer logs",
    pages: [`${GUIDE}/firewall-logging.html`],
    consequences: [["blind", "alerts and flows of the firewall are no longer logged"]],
  }),
];
