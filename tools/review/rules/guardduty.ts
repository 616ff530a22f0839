import { droppedElements, riskOf } from "./builders.ts";
import type { ReviewRule } from "./review-rule.ts";
import { becomesOneOf, deletionRule, leaves, pagedRule, settingRule } from "./traffic-builders.ts";

const GUIDE = "https://docs.aws.amazon.com/guardduty/latest/ug";

/** Rules on GuardDuty, and on other services that find threats: Security Hub, Inspector, Macie. */
export const guarddutyRules: readonly ReviewRule[] = [
  deletionRule({
    id: "detector-removed",
    types: ["aws_guardduty_detector"],
    finds: "a GuardDuty detector that is deleted or replaced",
    pages: [`${GUIDE}/guardduty_suspend-disable.html`],
    consequences: [["blind", "threats are no longer found, and all its findings and settings are deleted"]],
  }),
  settingRule({
    id: "detector-off",
    types: ["aws_guardduty_detector"],
    attributes: [
      "enable",
      "datasources.0.s3_logs.0.enable",
      "datasources.0.kubernetes.0.audit_logs.0.enable",
      "datasources.0.malware_protection.0.scan_ec2_instance_with_findings.0.ebs_volumes.0.enable",
    ],
    on: "turnsOff",
    risk: "blind",
    finds: "a detector, or a source of it, that is turned off",
    text: (_, attributes) =>
      `GuardDuty looks at less (${attributes.join(", ")} off): threats there are not found.`,
    pages: [`${GUIDE}/guardduty_suspend-disable.html`],
  }),
  settingRule({
    id: "detector-feature-off",
    types: [
      "aws_guardduty_detector_feature",
      "aws_guardduty_member_detector_feature",
      "aws_guardduty_organization_configuration_feature",
    ],
    attributes: ["status", "auto_enable"],
    on: (change, attribute) =>
      leaves(change, attribute, "ENABLED", "ALL", "NEW") &&
      becomesOneOf(change, attribute, "DISABLED", "NONE"),
    risk: "blind",
    finds: "a protection plan of GuardDuty that is turned off",
    text: "A protection plan is turned off: threats that it finds are not found.",
    pages: [`${GUIDE}/guardduty-features-activation-model.html`],
  }),
  settingRule({
    id: "detector-organization-narrower",
    types: ["aws_guardduty_organization_configuration"],
    attributes: ["auto_enable_organization_members", "auto_enable"],
    on: (change, attribute) =>
      attribute === "auto_enable" ? change.turnsOff(attribute) : becomesOneOf(change, attribute, "NONE"),
    risk: "blind",
    finds: "new accounts that GuardDuty does not look at",
    text: "New accounts of the organization are no longer looked at by GuardDuty.",
    pages: [`${GUIDE}/guardduty_organizations.html`],
  }),
  settingRule({
    id: "findings-later",
    types: ["aws_guardduty_detector", "aws_macie2_account"],
    attributes: ["finding_publishing_frequency"],
    on: (change, attribute) =>
      becomesOneOf(change, attribute, "SIX_HOURS") ||
      (leaves(change, attribute, "FIFTEEN_MINUTES") && becomesOneOf(change, attribute, "ONE_HOUR")),
    risk: "blind",
    level: "note",
    finds: "findings that are published later",
    text: "Repeated findings are published later.",
    pages: [`${GUIDE}/guardduty_findings_cloudwatch.html`],
  }),
  pagedRule({
    id: "findings-archived",
    types: ["aws_guardduty_filter"],
    guards: ["action"],
    finds: "a filter that archives findings as they come",
    pages: [`${GUIDE}/findings_suppression-rule.html`],
    judge: (change) =>
      change.isPresentAfter &&
      change.becomes("action") === "ARCHIVE" &&
      (change.changes("action") || change.changes("finding_criteria"))
        ? [riskOf("blind", "A suppression rule archives findings as they come: nobody is told of them.")]
        : [],
  }),
  deletionRule({
    id: "threat-detection-removed",
    types: [
      "aws_guardduty_detector_feature",
      "aws_guardduty_publishing_destination",
      "aws_guardduty_member",
      "aws_guardduty_invite_accepter",
      "aws_guardduty_organization_admin_account",
      "aws_guardduty_organization_configuration",
      "aws_guardduty_ipset",
      "aws_guardduty_threatintelset",
      "aws_guardduty_malware_protection_plan",
      "aws_securityhub_account",
      "aws_securityhub_standards_subscription",
      "aws_securityhub_finding_aggregator",
      "aws_securityhub_member",
      "aws_securityhub_product_subscription",
      "aws_securityhub_organization_admin_account",
      "aws_securityhub_organization_configuration",
      "aws_securityhub_configuration_policy",
      "aws_securityhub_configuration_policy_association",
      "aws_securityhub_action_target",
      "aws_securityhub_insight",
      "aws_inspector2_enabler",
      "aws_inspector2_member_association",
      "aws_inspector2_delegated_admin_account",
      "aws_inspector2_organization_configuration",
      "aws_macie2_account",
      "aws_macie2_classification_job",
      "aws_macie2_member",
      "aws_macie2_organization_admin_account",
      "aws_accessanalyzer_analyzer",
      "aws_fms_policy",
      "aws_fms_admin_account",
      "aws_detective_graph",
      "aws_detective_member",
      "aws_securitylake_data_lake",
      "aws_securitylake_aws_log_source",
      "aws_securitylake_subscriber",
    ],
    finds: "a service, member or standard that finds threats, and is turned off",
    pages: ["https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-disable.html"],
    consequences: [["blind", "what it finds is no longer found or reported"]],
  }),
  settingRule({
    id: "threat-detection-narrower",
    types: ["aws_inspector2_enabler", "aws_macie2_account", "aws_securityhub_organization_configuration"],
    attributes: ["resource_types", "account_ids", "status", "auto_enable"],
    on: (change, attribute) =>
      attribute === "status"
        ? becomesOneOf(change, attribute, "PAUSED")
        : change.turnsOff(attribute) || droppedElements(change, attribute).length > 0,
    risk: "blind",
    finds: "a service that looks at fewer accounts or resources",
    text: (_, attributes) => `Fewer accounts or resources are looked at (${attributes.join(", ")}).`,
    pages: ["https://docs.aws.amazon.com/inspector/latest/user/deactivating-best-practices.html"],
  }),
];
