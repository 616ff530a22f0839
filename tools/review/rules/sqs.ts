import { attributeRule, destructionRule, fromTo, removalRule, riskOf } from "./builders.ts";
import { providerPage } from "./documentation.ts";
import { replacementText } from "./replacement-text.ts";
import type { ReviewRule } from "./review-rule.ts";

const GUIDE = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide";
const SETTING =
  "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html";
const QUEUE = ["aws_sqs_queue"];

/** Rules on SQS queues. */
export const sqsRules: readonly ReviewRule[] = [
  destructionRule({
    id: "sqs-queue-destroyed",
    types: QUEUE,
    finds: "A queue is deleted or replaced with its messages",
    documentation: [`${GUIDE}/step-delete-queue.html`, providerPage("aws_sqs_queue")],
    risks: (change) => {
      const start = replacementText(change);
      return [
        riskOf("loss", `${start}: the messages in it are gone.`),
        riskOf("outage", `${start}: whoever sends to it fails, for a minute even if another gets its name.`),
      ];
    },
  }),
  attributeRule({
    id: "sqs-retention-lowered",
    types: QUEUE,
    finds: "Messages are kept for less time: older ones are deleted",
    documentation: [SETTING],
    attributes: ["message_retention_seconds"],
    on: "lowers",
    risk: "loss",
    level: "ask",
    text: (change, [attribute = ""]) =>
      `Messages are kept for less time, ${fromTo(change, attribute)} seconds: older ones in the queue are deleted.`,
  }),
  attributeRule({
    id: "sqs-dead-letters-off",
    types: QUEUE,
    finds: "Messages that fail no longer go to a dead-letter queue",
    documentation: [`${GUIDE}/sqs-dead-letter-queues.html`],
    attributes: ["redrive_policy"],
    on: "unsets",
    risk: "disarmed",
    text: "Messages that fail are no longer kept in a dead-letter queue: they are tried until they expire.",
  }),
  removalRule({
    id: "sqs-redrive-policy-deleted",
    types: ["aws_sqs_queue_redrive_policy"],
    finds: "The dead-letter queue of a queue is no longer used",
    documentation: [`${GUIDE}/sqs-dead-letter-queues.html`],
    parent: { types: QUEUE, attribute: "queue_url" },
    unlessReplaced: true,
    risk: "disarmed",
    text: "messages that fail are no longer kept in a dead-letter queue",
  }),
  attributeRule({
    id: "sqs-visibility-lowered",
    types: QUEUE,
    finds: "A message that is being worked on is delivered again sooner",
    documentation: [`${GUIDE}/sqs-visibility-timeout.html`],
    attributes: ["visibility_timeout_seconds"],
    on: "lowers",
    risk: "later",
    text: (change, [attribute = ""]) =>
      `The visibility timeout goes ${fromTo(change, attribute)} seconds: slow consumers get messages twice.`,
  }),
  attributeRule({
    id: "sqs-message-size-lowered",
    types: QUEUE,
    finds: "Larger messages are refused",
    documentation: [SETTING],
    attributes: ["max_message_size"],
    on: "lowers",
    risk: "outage",
    text: (change, [attribute = ""]) =>
      `The largest message goes ${fromTo(change, attribute)} bytes: senders of larger ones fail.`,
  }),
  attributeRule({
    id: "sqs-deduplication-off",
    types: QUEUE,
    finds: "Senders must give a deduplication ID",
    documentation: [`${GUIDE}/FIFO-queues-exactly-once-processing.html`],
    attributes: ["content_based_deduplication"],
    on: "turnsOff",
    risk: "outage",
    text: "Content-based deduplication is turned off: messages without a deduplication ID are refused.",
  }),
  attributeRule({
    id: "sqs-key-changes",
    types: QUEUE,
    finds: "Messages are encrypted with another key, which senders and consumers need",
    documentation: [`${GUIDE}/sqs-key-management.html`],
    attributes: ["kms_master_key_id"],
    on: (change, attribute) => change.was(attribute) !== undefined && change.changes(attribute),
    risk: "outage",
    text: "Messages are encrypted with another key, or none: senders and consumers without permission for it fail.",
  }),
  attributeRule({
    id: "sqs-encryption-off",
    types: QUEUE,
    finds: "Messages are no longer encrypted",
    documentation: [`${GUIDE}/sqs-server-side-encryption.html`],
    attributes: ["sqs_managed_sse_enabled"],
    on: "turnsOff",
    when: (change) =>
      change.becomes("kms_master_key_id") === undefined && !change.isUnknown("kms_master_key_id"),
    risk: "disarmed",
    text: "Server-side encryption is turned off: new messages are stored in clear.",
  }),
];
