import { formatList } from "../../reach/analysis/lint/words.ts";
import { attributeRule, destructionRule, removalRule, riskOf } from "./builders.ts";
import { providerPage } from "./documentation.ts";
import { replacementText } from "./replacement-text.ts";
import type { ReviewRule } from "./review-rule.ts";

const GUIDE = "https://docs.aws.amazon.com/sns/latest/dg";
const TOPIC = ["aws_sns_topic"];
const SUBSCRIPTION = ["aws_sns_topic_subscription"];
const PROTOCOLS = ["application", "firehose", "http", "lambda", "sqs"];

/** Rules on SNS topics and subscriptions. */
export const snsRules: readonly ReviewRule[] = [
  destructionRule({
    id: "sns-topic-destroyed",
    types: TOPIC,
    finds: "A topic is deleted or replaced with its subscriptions",
    documentation: [`${GUIDE}/sns-delete-subscription-topic.html`, providerPage("aws_sns_topic")],
    risks: (change) => {
      const start = replacementText(change);
      return [
        riskOf("name", `${start}: its subscriptions go with it, and publishers to its ARN fail.`),
        ...(change.isReplaced ? [] : [riskOf("outage", `${start}: nothing is delivered any more.`)]),
      ];
    },
  }),
  removalRule({
    id: "sns-subscription-deleted",
    types: SUBSCRIPTION,
    finds: "A subscription is deleted: its endpoint gets nothing",
    documentation: [`${GUIDE}/sns-delete-subscription-topic.html`],
    parent: { types: TOPIC, attribute: "topic_arn" },
    unlessReplaced: true,
    risk: "blind",
    text: "its endpoint is no longer notified",
  }),
  destructionRule({
    id: "sns-subscription-replaced",
    types: SUBSCRIPTION,
    finds: "A subscription is replaced: some endpoints must be confirmed again",
    documentation: [`${GUIDE}/SendMessageToHttp.prepare.html`, providerPage("aws_sns_topic_subscription")],
    risks: (change) => {
      if (!change.isReplaced) return [];
      const isConfirmed = /^(email|email-json|http|https)$/.test(String(change.becomes("protocol")));
      const text = `${replacementText(change)}: messages are lost meanwhile`;
      return isConfirmed
        ? [riskOf("blind", `${text}, and nothing is delivered until somebody confirms the new one.`)]
        : [riskOf("later", `${text}.`)];
    },
  }),
  attributeRule({
    id: "sns-filter-changes",
    types: SUBSCRIPTION,
    finds: "A subscription gets other messages",
    documentation: [`${GUIDE}/sns-subscription-filter-policies.html`],
    attributes: ["filter_policy", "filter_policy_scope"],
    on: "changes",
    when: (change) => (change.becomes("filter_policy") ?? "") !== "",
    risk: "blind",
    text: "The filter policy changes: messages that it does not match are no longer delivered.",
  }),
  attributeRule({
    id: "sns-message-form-changes",
    types: [...SUBSCRIPTION, ...TOPIC],
    finds: "Subscribers get messages in another form, or with another signature",
    documentation: [`${GUIDE}/sns-large-payload-raw-message-delivery.html`],
    attributes: ["raw_message_delivery", "signature_version"],
    on: (change, attribute) => change.changes(attribute) && isFormChange(attribute, change.was(attribute)),
    risk: "outage",
    text: (_, attributes) => `${formatList(attributes)} changes: subscribers that read the old form fail.`,
  }),
  attributeRule({
    id: "sns-dead-letters-off",
    types: SUBSCRIPTION,
    finds: "Messages that cannot be delivered are no longer kept",
    documentation: [`${GUIDE}/sns-dead-letter-queues.html`],
    attributes: ["redrive_policy"],
    on: "unsets",
    risk: "disarmed",
    text: "Messages that cannot be delivered are no longer kept in a dead-letter queue.",
  }),
  attributeRule({
    id: "sns-key-changes",
    types: TOPIC,
    finds: "Messages are encrypted with another key, which publishers need",
    documentation: [`${GUIDE}/sns-key-management.html`],
    attributes: ["kms_master_key_id"],
    on: (change, attribute) => change.was(attribute) !== undefined && change.changes(attribute),
    risk: "outage",
    text: "Messages are encrypted with another key, or none: publishers without permission for it fail, such as alarms.",
  }),
  attributeRule({
    id: "sns-key-added",
    types: TOPIC,
    finds: "Messages are encrypted with a key, which publishers need",
    documentation: [`${GUIDE}/sns-key-management.html`],
    attributes: ["kms_master_key_id"],
    on: (change, attribute) => change.was(attribute) === undefined && change.changes(attribute),
    risk: "later",
    text: "Messages are encrypted with a KMS key: alarms and services that publish need permission for it.",
  }),
  attributeRule({
    id: "sns-delivery-logs-off",
    types: TOPIC,
    finds: "Failed deliveries are no longer logged",
    documentation: [`${GUIDE}/sns-topic-attributes.html`],
    attributes: PROTOCOLS.map((protocol) => `${protocol}_failure_feedback_role_arn`),
    on: "unsets",
    risk: "blind",
    level: "note",
    text: (_, attributes) => `Failed deliveries are no longer logged: ${formatList(attributes)} is unset.`,
  }),
  attributeRule({
    id: "sns-archive-off",
    types: TOPIC,
    finds: "Messages of a topic are no longer archived, or for less time",
    documentation: [`${GUIDE}/message-archiving-and-replay-topic-owner.html`],
    attributes: ["archive_policy"],
    on: "unsets",
    risk: "loss",
    level: "ask",
    text: "The archive of the topic is turned off: archived messages can no longer be replayed.",
  }),
  attributeRule({
    id: "sns-deduplication-off",
    types: TOPIC,
    finds: "Publishers must give a deduplication ID",
    documentation: [`${GUIDE}/fifo-message-dedup.html`],
    attributes: ["content_based_deduplication"],
    on: "turnsOff",
    risk: "outage",
    text: "Content-based deduplication is turned off: messages without a deduplication ID are refused.",
  }),
];

/** A signature version that is not set is 1, and a delivery that is not raw is the default. */
function isFormChange(attribute: string, before: unknown): boolean {
  return attribute === "raw_message_delivery" || before !== undefined;
}
