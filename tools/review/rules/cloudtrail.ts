import type { ReviewRule } from "./review-rule.ts";
import { deletionRule, settingRule } from "./traffic-builders.ts";

const GUIDE = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide";
const TRAIL = ["aws_cloudtrail"];

/** Rules on CloudTrail. */
export const cloudtrailRules: readonly ReviewRule[] = [
  deletionRule({
    id: "trail-removed",
    types: TRAIL,
    finds: "a trail that is deleted or replaced",
    pages: [`${GUIDE}/cloudtrail-delete-trails-console.html`],
    consequences: [["blind", "API calls are no longer delivered to its bucket"]],
  }),
  settingRule({
    id: "trail-off",
    types: TRAIL,
    attributes: [
      "enable_logging",
      "is_multi_region_trail",
      "is_organization_trail",
      "include_global_service_events",
    ],
    on: "turnsOff",
    risk: "blind",
    finds: "a trail that records less, or nothing",
    text: (_, attributes) =>
      `The trail records less (${attributes.join(", ")} off): API calls leave no record.`,
    pages: [`${GUIDE}/cloudtrail-concepts.html`],
  }),
  settingRule({
    id: "trail-validation-off",
    types: TRAIL,
    attributes: ["enable_log_file_validation"],
    on: "turnsOff",
    risk: "disarmed",
    finds: "a trail whose files may be altered unseen",
    text: "Log file validation is turned off: altered or deleted log files are not noticed.",
    pages: [`${GUIDE}/cloudtrail-log-file-validation-intro.html`],
  }),
  settingRule({
    id: "trail-delivers-less",
    types: TRAIL,
    attributes: ["cloud_watch_logs_group_arn", "sns_topic_name", "kms_key_id"],
    on: "unsets",
    risk: "blind",
    finds: "a trail without its log group, topic or key",
    text: (_, attributes) =>
      `The trail loses ${attributes.join(" and ")}: alarms on its log group see nothing, or its files are encrypted otherwise.`,
    pages: [`${GUIDE}/send-cloudtrail-events-to-cloudwatch-logs.html`],
    guards: [],
  }),
  settingRule({
    id: "trail-moves",
    types: TRAIL,
    attributes: ["s3_bucket_name", "s3_key_prefix"],
    on: "changes",
    risk: "blind",
    finds: "a trail that delivers to another place",
    text: (_, attributes) =>
      `The trail delivers to another place (${attributes.join(", ")}): what reads the old one sees nothing new.`,
    pages: [`${GUIDE}/get-and-view-cloudtrail-log-files.html`],
    guards: ["s3_key_prefix"],
  }),
  settingRule({
    id: "trail-events-narrower",
    types: [...TRAIL, "aws_cloudtrail_event_data_store"],
    attributes: ["event_selector", "advanced_event_selector", "insight_selector"],
    on: "drops",
    risk: "blind",
    finds: "a trail that records other events",
    text: (_, attributes) =>
      `The trail records other events (${attributes.join(", ")}): some leave no record.`,
    pages: [`${GUIDE}/logging-data-events-with-cloudtrail.html`],
  }),
  deletionRule({
    id: "event-data-store-removed",
    types: ["aws_cloudtrail_event_data_store"],
    finds: "a CloudTrail Lake event data store that is deleted",
    pages: [`${GUIDE}/query-event-data-store-delete.html`],
    consequences: [["loss", "its events go for good after seven days"]],
  }),
  settingRule({
    id: "event-data-store-weaker",
    types: ["aws_cloudtrail_event_data_store"],
    attributes: ["retention_period", "termination_protection_enabled", "suspend"],
    on: (change, attribute) =>
      change.lowers(attribute) ||
      (attribute === "suspend" ? change.turnsOn(attribute) : change.turnsOff(attribute)),
    risk: "disarmed",
    finds: "an event data store with less retention, protection or events",
    text: (_, attributes) => `The event data store keeps less, or may be deleted (${attributes.join(", ")}).`,
    pages: [`${GUIDE}/query-event-data-store.html`],
  }),
  deletionRule({
    id: "trail-administrator-removed",
    types: ["aws_cloudtrail_organization_delegated_admin_account"],
    finds: "a delegated administrator of CloudTrail that is removed",
    pages: [`${GUIDE}/cloudtrail-delegated-administrator.html`],
    consequences: [["blind", "the account can no longer read or manage the organization's trails"]],
  }),
];
