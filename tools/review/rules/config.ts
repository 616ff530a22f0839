import type { ReviewRule } from "./review-rule.ts";
import { deletionRule, settingRule } from "./traffic-builders.ts";

const GUIDE = "https://docs.aws.amazon.com/config/latest/developerguide";

/** Rules on AWS Config. */
export const configRules: readonly ReviewRule[] = [
  deletionRule({
    id: "configuration-recorder-removed",
    types: [
      "aws_config_configuration_recorder",
      "aws_config_configuration_recorder_status",
      "aws_config_delivery_channel",
    ],
    finds: "the configuration recorder, or its delivery, that is removed",
    pages: [`${GUIDE}/stop-start-recorder.html`],
    consequences: [["blind", "changes of resources are no longer recorded, and rules judge nothing"]],
  }),
  settingRule({
    id: "configuration-recorder-off",
    types: ["aws_config_configuration_recorder_status"],
    attributes: ["is_enabled"],
    on: "turnsOff",
    risk: "blind",
    finds: "a configuration recorder that is stopped",
    text: "The configuration recorder is stopped: changes of resources are no longer recorded.",
    pages: [`${GUIDE}/stop-start-recorder.html`],
  }),
  settingRule({
    id: "configuration-recorder-narrower",
    types: ["aws_config_configuration_recorder"],
    attributes: [
      "recording_group.0.all_supported",
      "recording_group.0.include_global_resource_types",
      "recording_group.0.resource_types",
      "recording_group.0.exclusion_by_resource_types",
      "recording_mode.0.recording_frequency",
    ],
    on: (change, attribute) =>
      attribute.endsWith("all_supported") || attribute.endsWith("global_resource_types")
        ? change.turnsOff(attribute)
        : change.changes(attribute) &&
          change.becomes("recording_mode.0.recording_frequency") !== "CONTINUOUS",
    risk: "blind",
    finds: "a configuration recorder that records fewer types, or less often",
    text: (_, attributes) =>
      `The recorder records fewer types, or less often (${attributes.map((name) => name.split(".").at(-1)).join(", ")}).`,
    pages: [`${GUIDE}/select-resources.html`],
  }),
  settingRule({
    id: "configuration-delivery-changes",
    types: ["aws_config_delivery_channel"],
    attributes: ["s3_bucket_name", "s3_key_prefix", "sns_topic_arn"],
    on: "changes",
    risk: "blind",
    finds: "configuration history that is delivered elsewhere",
    text: (_, attributes) =>
      `Configuration history is delivered elsewhere (${attributes.join(", ")}): what reads the old place sees nothing new.`,
    pages: [`${GUIDE}/manage-delivery-channel.html`],
    guards: [],
  }),
  deletionRule({
    id: "config-rule-removed",
    types: [
      "aws_config_config_rule",
      "aws_config_organization_managed_rule",
      "aws_config_organization_custom_rule",
      "aws_config_organization_custom_policy_rule",
      "aws_config_conformance_pack",
      "aws_config_organization_conformance_pack",
      "aws_config_remediation_configuration",
      "aws_config_configuration_aggregator",
      "aws_config_aggregate_authorization",
    ],
    finds: "a rule, pack, remediation or aggregator of AWS Config that is removed",
    pages: ["https://docs.aws.amazon.com/config/latest/APIReference/API_DeleteConfigRule.html"],
    consequences: [
      ["blind", "what it judged or gathered is no longer judged or gathered, and its results go"],
    ],
  }),
  settingRule({
    id: "config-rule-changes",
    types: ["aws_config_config_rule"],
    attributes: ["input_parameters", "scope", "source"],
    on: "changes",
    risk: "blind",
    level: "note",
    finds: "a rule of AWS Config that judges otherwise",
    text: (_, attributes) => `The rule judges otherwise (${attributes.join(", ")}): what it found may pass.`,
    pages: [`${GUIDE}/evaluate-config_manage-rules.html`],
    guards: [],
  }),
  deletionRule({
    id: "configuration-retention-removed",
    types: ["aws_config_retention_configuration"],
    finds: "a retention of configuration history that is removed",
    pages: [`${GUIDE}/delete-config-data-with-retention-period.html`],
    consequences: [["disarmed", "history is kept for the default of seven years"]],
  }),
  settingRule({
    id: "configuration-retention-shorter",
    types: ["aws_config_retention_configuration"],
    attributes: ["retention_period_in_days"],
    on: "lowers",
    risk: "loss",
    finds: "configuration history that is deleted sooner",
    text: "Configuration history that is older than the new period is deleted.",
    pages: [`${GUIDE}/delete-config-data-with-retention-period.html`],
  }),
];
