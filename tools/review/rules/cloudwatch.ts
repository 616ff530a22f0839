import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { fromTo } from "./builders.ts";
import type { ReviewRule } from "./review-rule.ts";
import { becomesOneOf, deletionRule, leaves, settingRule } from "./traffic-builders.ts";

const GUIDE = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring";
const LOGS = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs";
const ALARMS = ["aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"];
const METRIC_ALARM = ["aws_cloudwatch_metric_alarm"];

/** Rules on alarms, dashboards and what feeds them; log groups have a file of their own. */
export const cloudwatchRules: readonly ReviewRule[] = [
  deletionRule({
    id: "alarm-removed",
    types: ALARMS,
    finds: "an alarm that is deleted or replaced",
    pages: [`${GUIDE}/Edit-CloudWatch-Alarm.html`],
    consequences: [
      [
        "blind",
        "nobody is told, and its history goes; composite alarms and scaling that name it see nothing",
      ],
    ],
    whenCreatedFirst: [["blind", "its successor watches before it goes", "note"]],
  }),
  settingRule({
    id: "alarm-actions-off",
    types: ALARMS,
    attributes: ["actions_enabled"],
    on: "turnsOff",
    risk: "blind",
    finds: "an alarm that does nothing when it fires",
    text: "The alarm's actions are turned off: it changes its state, and nobody is told.",
    pages: [`${GUIDE}/alarm-actions.html`],
  }),
  settingRule({
    id: "alarm-actions-removed",
    types: ALARMS,
    attributes: ["alarm_actions"],
    on: "drops",
    risk: "blind",
    finds: "an alarm that tells somebody less",
    text: "An action is taken off the alarm: who got it is no longer told.",
    pages: [`${GUIDE}/alarm-actions.html`],
    guards: [],
  }),
  settingRule({
    id: "alarm-recovery-actions-removed",
    types: ALARMS,
    attributes: ["ok_actions", "insufficient_data_actions"],
    on: "drops",
    risk: "blind",
    level: "note",
    finds: "an alarm that no longer tells that it recovers, or sees no data",
    text: (_, attributes) =>
      `Nobody is told when the alarm recovers or sees no data (${attributes.join(", ")}).`,
    guards: [],
  }),
  settingRule({
    id: "alarm-looser",
    types: METRIC_ALARM,
    attributes: ["threshold", "period", "evaluation_periods", "datapoints_to_alarm"],
    on: (change, attribute) =>
      attribute === "threshold" ? isLooserThreshold(change) : change.raises(attribute),
    risk: "blind",
    finds: "an alarm that fires later, or only for worse",
    text: (change, attributes) =>
      `The alarm fires later, or only for worse: ${attributes.map((name) => `${name} goes ${fromTo(change, name)}`).join(", ")}.`,
    pages: [`${GUIDE}/CloudWatch_Alarms.html`],
  }),
  settingRule({
    id: "alarm-watches-otherwise",
    types: METRIC_ALARM,
    attributes: [
      "comparison_operator",
      "metric_name",
      "namespace",
      "statistic",
      "extended_statistic",
      "dimensions",
      "metric_query",
      "unit",
    ],
    on: "changes",
    risk: "blind",
    finds: "an alarm on another metric, or on the other side of it",
    text: (_, attributes) =>
      `The alarm watches something else (${attributes.join(", ")}): what it watched is no longer watched.`,
    pages: [`${GUIDE}/CloudWatch_Alarms.html`],
    guards: ["comparison_operator", "metric_name", "namespace", "statistic"],
  }),
  settingRule({
    id: "alarm-ignores-silence",
    types: METRIC_ALARM,
    attributes: ["treat_missing_data"],
    on: (change, attribute) =>
      leaves(change, attribute, "breaching") ||
      (becomesOneOf(change, attribute, "notBreaching", "ignore") && change.was(attribute) !== "notBreaching"),
    risk: "blind",
    finds: "an alarm that takes missing data as good",
    text: (change) =>
      `Missing data no longer raises the alarm: treat_missing_data goes ${fromTo(change, "treat_missing_data")}.`,
    pages: [`${GUIDE}/alarms-and-missing-data.html`],
  }),
  settingRule({
    id: "composite-alarm-changes",
    types: ["aws_cloudwatch_composite_alarm"],
    attributes: ["alarm_rule", "actions_suppressor"],
    on: "changes",
    risk: "blind",
    finds: "a composite alarm with another rule, or that may be suppressed",
    text: (_, attributes) => `The composite alarm fires otherwise (${attributes.join(", ")}).`,
    pages: [`${GUIDE}/Create_Composite_Alarm.html`],
  }),
  deletionRule({
    id: "dashboard-removed",
    types: ["aws_cloudwatch_dashboard"],
    finds: "a dashboard that is deleted or replaced",
    pages: [`${GUIDE}/CloudWatch_Dashboards.html`],
    consequences: [["blind", "links to it lead nowhere, and no alarm depends on it", "note"]],
  }),
  deletionRule({
    id: "log-signal-removed",
    types: [
      "aws_cloudwatch_log_metric_filter",
      "aws_cloudwatch_log_subscription_filter",
      "aws_cloudwatch_log_anomaly_detector",
      "aws_cloudwatch_metric_stream",
      "aws_cloudwatch_contributor_insight_rule",
      "aws_cloudwatch_contributor_managed_insight_rule",
      "aws_cloudwatch_log_delivery",
      "aws_cloudwatch_log_delivery_source",
      "aws_cloudwatch_log_delivery_destination",
      "aws_cloudwatch_log_delivery_destination_policy",
      "aws_cloudwatch_log_destination",
      "aws_cloudwatch_log_resource_policy",
      "aws_cloudwatch_log_account_policy",
      "aws_synthetics_canary",
      "aws_rum_app_monitor",
      "aws_oam_link",
      "aws_oam_sink",
      "aws_xray_sampling_rule",
      "aws_internetmonitor_monitor",
      "aws_networkmonitor_monitor",
      "aws_networkmonitor_probe",
    ],
    finds: "a filter, stream, delivery or canary that is removed",
    pages: [`${LOGS}/MonitoringLogData.html`],
    consequences: [["blind", "logs or metrics no longer arrive by it, and alarms on them see nothing"]],
    whenCreatedFirst: [["blind", "its successor delivers before it goes", "note"]],
  }),
  settingRule({
    id: "log-signal-changes",
    types: ["aws_cloudwatch_log_metric_filter", "aws_cloudwatch_log_subscription_filter"],
    attributes: ["pattern", "filter_pattern", "metric_transformation"],
    on: "changes",
    risk: "blind",
    finds: "a filter that counts, or delivers, other log events",
    text: (_, attributes) =>
      `The filter takes other log events (${attributes.join(", ")}): alarms on them may see nothing.`,
    pages: [`${LOGS}/FilterAndPatternSyntax.html`],
  }),
  settingRule({
    id: "log-metrics-narrower",
    types: ["aws_cloudwatch_metric_stream"],
    attributes: ["include_filter"],
    on: "drops",
    risk: "blind",
    finds: "metrics that a stream no longer delivers",
    text: "Metrics are taken out of the stream: what they feed sees nothing.",
    pages: [`${GUIDE}/CloudWatch-Metric-Streams.html`],
  }),
  settingRule({
    id: "canary-off",
    types: ["aws_synthetics_canary"],
    attributes: ["start_canary"],
    on: "turnsOff",
    risk: "blind",
    finds: "a canary that is stopped",
    text: "The canary is stopped: nobody tries the endpoint any more.",
    pages: [`${GUIDE}/CloudWatch_Synthetics_Canaries.html`],
  }),
  deletionRule({
    id: "log-masking-removed",
    types: ["aws_cloudwatch_log_data_protection_policy"],
    finds: "a policy that masks personal data in logs, and is removed",
    pages: [`${LOGS}/mask-sensitive-log-data.html`],
    consequences: [["disarmed", "personal data in logs is readable from then on"]],
  }),
  deletionRule({
    id: "subscription-removed",
    types: ["aws_sns_topic_subscription"],
    finds: "a topic's subscription that is removed",
    pages: ["https://docs.aws.amazon.com/sns/latest/api/API_Unsubscribe.html"],
    consequences: [
      ["blind", "its endpoint gets no messages, such as alarms, and an e-mail address must confirm anew"],
    ],
  }),
  settingRule({
    id: "subscription-narrower",
    types: ["aws_sns_topic_subscription"],
    attributes: ["filter_policy", "filter_policy_scope", "redrive_policy"],
    on: (change, attribute) =>
      attribute === "redrive_policy"
        ? change.was(attribute) !== undefined && change.changes(attribute) && !change.becomes(attribute)
        : change.changes(attribute) && Boolean(change.becomes(attribute)),
    risk: "blind",
    finds: "a subscription that gets other messages, or loses those that fail",
    text: (_, attributes) =>
      `The subscription gets other messages, or loses those that fail (${attributes.join(", ")}).`,
    pages: ["https://docs.aws.amazon.com/sns/latest/dg/sns-message-filtering.html"],
    guards: ["filter_policy_scope"],
  }),
];

function isLooserThreshold(change: PlannedResourceChange): boolean {
  const operator = change.becomes("comparison_operator") ?? change.was("comparison_operator");
  return typeof operator === "string" && operator.startsWith("Less")
    ? change.lowers("threshold")
    : change.raises("threshold");
}
