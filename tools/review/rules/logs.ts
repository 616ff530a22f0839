import type { Risk } from "../finding.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { attributeRule, destructionRule, removalRule, riskOf } from "./builders.ts";
import { providerPage } from "./documentation.ts";
import { replacementText } from "./replacement-text.ts";
import type { ReviewRule } from "./review-rule.ts";

const GUIDE = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs";
const RETENTION =
  "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html";
const GROUP = ["aws_cloudwatch_log_group"];
const PARENT = { types: GROUP, attribute: "log_group_name" };
const SUBSCRIPTION = ["aws_cloudwatch_log_subscription_filter"];

/** Rules on CloudWatch Logs. */
export const logsRules: readonly ReviewRule[] = [
  destructionRule({
    id: "logs-group-destroyed",
    types: GROUP,
    finds: "A log group is deleted or replaced with all its events",
    documentation: [
      `${GUIDE}/Working-with-log-groups-and-streams.html`,
      providerPage("aws_cloudwatch_log_group"),
    ],
    risks: (change) => {
      const start = replacementText(change);
      return change.was("skip_destroy") === true
        ? [
            riskOf(
              "disarmed",
              `${start} in the state alone, since skip_destroy was set: the group stays in AWS.`,
              "note",
            ),
          ]
        : [riskOf("loss", `${start}: all its events are gone.`)];
    },
  }),
  {
    id: "logs-retention-lowered",
    types: GROUP,
    guards: ["retention_in_days"],
    finds: "Log events are kept for less time: older ones are deleted",
    documentation: [RETENTION],
    judge: (change) => (change.isUpdated ? retentionRisks(change) : []),
  },
  attributeRule({
    id: "logs-skip-destroy-off",
    types: GROUP,
    finds: "A destroy deletes the log group in AWS too",
    documentation: [providerPage("aws_cloudwatch_log_group")],
    attributes: ["skip_destroy"],
    on: "turnsOff",
    risk: "disarmed",
    text: "skip_destroy is turned off: the next destroy or replacement deletes all events.",
  }),
  attributeRule({
    id: "logs-key-changes",
    types: GROUP,
    finds: "New log events are encrypted with another key, or with none of the customer's",
    documentation: [`${GUIDE}/encrypt-log-data-kms.html`],
    attributes: ["kms_key_id"],
    on: (change, attribute) => change.was(attribute) !== undefined && change.changes(attribute),
    risk: "later",
    text: "New events are encrypted with another key: the old one is still needed to read the earlier ones.",
  }),
  removalRule({
    id: "logs-stream-destroyed",
    types: ["aws_cloudwatch_log_stream"],
    finds: "A log stream is deleted or replaced with its events",
    documentation: [`${GUIDE}/Working-with-log-groups-and-streams.html`],
    parent: PARENT,
    risk: "loss",
    text: "its events are gone",
  }),
  removalRule({
    id: "logs-metric-filter-deleted",
    types: ["aws_cloudwatch_log_metric_filter"],
    finds: "A metric is no longer made of log events: alarms on it see nothing",
    documentation: [`${GUIDE}/MonitoringLogData.html`],
    unlessReplaced: true,
    risk: "blind",
    text: "alarms on its metric see nothing any more",
  }),
  attributeRule({
    id: "logs-metric-filter-changes",
    types: ["aws_cloudwatch_log_metric_filter"],
    finds: "Other log events count in a metric, or another metric counts them",
    documentation: [`${GUIDE}/FilterAndPatternSyntax.html`],
    attributes: ["pattern", "metric_transformation"],
    on: "changes",
    risk: "blind",
    text: "Other events count in the metric, or it has another name: alarms on it may see nothing.",
  }),
  removalRule({
    id: "logs-subscription-deleted",
    types: SUBSCRIPTION,
    finds: "Log events no longer go to a stream, function or account",
    documentation: [`${GUIDE}/Subscriptions.html`],
    parent: PARENT,
    when: (change) => !change.isReplaced || change.changes("destination_arn"),
    risk: "blind",
    text: "events no longer reach its destination",
  }),
  attributeRule({
    id: "logs-subscription-filter-changes",
    types: SUBSCRIPTION,
    finds: "Other log events go to a subscription",
    documentation: [`${GUIDE}/FilterAndPatternSyntax.html`],
    attributes: ["filter_pattern"],
    on: "changes",
    when: (change) => (change.becomes("filter_pattern") ?? "") !== "",
    risk: "blind",
    text: "The filter pattern changes: events that it does not match no longer reach the destination.",
  }),
  removalRule({
    id: "logs-destination-deleted",
    types: ["aws_cloudwatch_log_destination"],
    finds: "Log events of other accounts are no longer received",
    documentation: [`${GUIDE}/CrossAccountSubscriptions.html`],
    risk: "blind",
    text: "events of other accounts are no longer received",
  }),
  removalRule({
    id: "logs-delivery-deleted",
    types: [
      "aws_cloudwatch_log_delivery",
      "aws_cloudwatch_log_delivery_source",
      "aws_cloudwatch_log_delivery_destination",
    ],
    finds: "Logs of a service are no longer delivered",
    documentation: [`${GUIDE}/AWS-logs-and-resource-policy.html`],
    risk: "blind",
    text: "logs of its service are not delivered meanwhile, or any more",
  }),
  removalRule({
    id: "logs-resource-policy-deleted",
    types: ["aws_cloudwatch_log_resource_policy"],
    finds: "Services can no longer write logs",
    documentation: [`${GUIDE}/AWS-logs-and-resource-policy.html`],
    risk: "blind",
    text: "services that write by it, such as Route 53, no longer can",
  }),
  removalRule({
    id: "logs-masking-deleted",
    types: ["aws_cloudwatch_log_data_protection_policy"],
    finds: "Sensitive data in log events is no longer masked",
    documentation: [`${GUIDE}/mask-sensitive-log-data.html`],
    parent: PARENT,
    unlessReplaced: true,
    risk: "permission",
    text: "sensitive data in new events is readable to all who may read the group",
  }),
  removalRule({
    id: "logs-account-policy-deleted",
    types: ["aws_cloudwatch_log_account_policy"],
    finds: "A policy of all log groups of the account is deleted",
    documentation: [
      "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutAccountPolicy.html",
    ],
    unlessReplaced: true,
    risk: "blind",
    text: "its subscription or masking no longer covers the account's log groups",
  }),
];

/** A retention of 0 days keeps events for ever, which is more than any number. */
function retentionRisks(change: PlannedResourceChange): Risk[] {
  const attribute = "retention_in_days";
  if (change.isUnknown(attribute)) return [];
  const before = Number(change.was(attribute) ?? 0) || Number.POSITIVE_INFINITY;
  const after = Number(change.becomes(attribute) ?? 0) || Number.POSITIVE_INFINITY;
  if (after >= before) return [];
  const from = Number.isFinite(before) ? `${before} days` : "ever";
  return [
    riskOf(
      "loss",
      `Events are kept for ${after} days, not for ${from}: older ones are deleted within 72 hours.`,
    ),
  ];
}
