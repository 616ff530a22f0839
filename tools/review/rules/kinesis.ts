import { attributeRule, destructionRule, fromTo, removalRule, riskOf } from "./builders.ts";
import { providerPage } from "./documentation.ts";
import { replacementText } from "./replacement-text.ts";
import type { ReviewRule } from "./review-rule.ts";

const GUIDE = "https://docs.aws.amazon.com/streams/latest/dev";
const STREAM = ["aws_kinesis_stream"];

/** Rules on Kinesis data streams and Data Firehose. */
export const kinesisRules: readonly ReviewRule[] = [
  destructionRule({
    id: "kinesis-stream-destroyed",
    types: [...STREAM, "aws_kinesis_video_stream"],
    finds: "A stream is deleted or replaced with its records",
    documentation: [
      "https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DeleteStream.html",
      providerPage("aws_kinesis_stream"),
    ],
    risks: (change) => [
      riskOf("loss", `${replacementText(change)}: the records in it are gone.`),
      riskOf("outage", `${replacementText(change)}: whoever writes to it or reads from it fails.`),
    ],
  }),
  attributeRule({
    id: "kinesis-retention-lowered",
    types: STREAM,
    finds: "Records are kept for less time: older ones are gone at once",
    documentation: [`${GUIDE}/kinesis-extended-retention.html`],
    attributes: ["retention_period"],
    on: "lowers",
    risk: "loss",
    level: "ask",
    text: (change) =>
      `Records are kept ${fromTo(change, "retention_period")} hours: older ones cannot be read any more.`,
  }),
  attributeRule({
    id: "kinesis-capacity-lowered",
    types: STREAM,
    finds: "A stream has fewer shards, or no longer scales by itself",
    documentation: [`${GUIDE}/how-do-i-size-a-stream.html`],
    attributes: ["shard_count", "stream_mode_details.0.stream_mode"],
    on: (change, attribute) =>
      attribute === "shard_count"
        ? change.lowers(attribute) && change.becomes("stream_mode_details.0.stream_mode") !== "ON_DEMAND"
        : change.was(attribute) === "ON_DEMAND" && change.changes(attribute),
    risk: "thinner",
    text: "The stream takes fewer records: writes beyond its shards are throttled.",
  }),
  attributeRule({
    id: "kinesis-encryption-off",
    types: STREAM,
    finds: "Records are no longer encrypted",
    documentation: [`${GUIDE}/server-side-encryption.html`],
    attributes: ["encryption_type"],
    on: (change, attribute) => change.was(attribute) === "KMS" && change.changes(attribute),
    risk: "disarmed",
    text: "Server-side encryption is turned off: new records are stored in clear.",
  }),
  attributeRule({
    id: "kinesis-key-changes",
    types: STREAM,
    finds: "Records are encrypted with another key, which writers and readers need",
    documentation: [`${GUIDE}/permissions-user-key-KMS.html`],
    attributes: ["kms_key_id"],
    on: (change, attribute) => change.was(attribute) !== undefined && change.changes(attribute),
    when: (change) => change.becomes("encryption_type") !== "NONE",
    risk: "outage",
    text: "Records are encrypted with another key: writers and readers without permission for it fail.",
  }),
  attributeRule({
    id: "kinesis-deletes-with-consumers",
    types: STREAM,
    finds: "A destroy deletes a stream even while consumers are registered",
    documentation: [providerPage("aws_kinesis_stream")],
    attributes: ["enforce_consumer_deletion"],
    on: "turnsOn",
    risk: "disarmed",
    text: "enforce_consumer_deletion is turned on: registered consumers no longer stop a deletion.",
  }),
  attributeRule({
    id: "kinesis-metrics-off",
    types: STREAM,
    finds: "Shards have fewer metrics",
    documentation: [`${GUIDE}/monitoring-with-cloudwatch.html`],
    attributes: ["shard_level_metrics"],
    on: "drops",
    risk: "blind",
    level: "note",
    text: "Shards have fewer metrics: alarms on them see nothing any more.",
  }),
  removalRule({
    id: "kinesis-consumer-destroyed",
    types: ["aws_kinesis_stream_consumer"],
    finds: "A registered consumer is deleted or replaced",
    documentation: [
      "https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DeregisterStreamConsumer.html",
    ],
    parent: { types: STREAM, attribute: "stream_arn" },
    risk: "outage",
    text: "whoever reads with enhanced fan-out by its ARN fails",
  }),
  destructionRule({
    id: "firehose-stream-destroyed",
    types: ["aws_kinesis_firehose_delivery_stream"],
    finds: "A delivery stream is deleted or replaced",
    documentation: ["https://docs.aws.amazon.com/firehose/latest/APIReference/API_DeleteDeliveryStream.html"],
    risks: (change) => [
      riskOf(
        "blind",
        `${replacementText(change)}: logs and records that go through it are lost meanwhile, or for good.`,
      ),
    ],
  }),
];
