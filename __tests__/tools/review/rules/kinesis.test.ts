import { kinesisRules } from "../../../../tools/review/rules/kinesis.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { oneWay, unlessWith, unlikeCreation, unlikeTags } from "../../../support/rule-examples.ts";

const mode = (name: string) => ({ stream_mode_details: [{ stream_mode: name }] });

describeRules(kinesisRules, {
  "kinesis-stream-destroyed": [unlikeCreation({}, ["loss", "block"], ["outage", "ask"])],
  "kinesis-retention-lowered": [oneWay({ retention_period: 168 }, { retention_period: 24 }, ["loss", "ask"])],
  "kinesis-capacity-lowered": [
    oneWay({ shard_count: 4 }, { shard_count: 2 }, ["thinner", "note"]),
    oneWay(mode("ON_DEMAND"), mode("PROVISIONED"), ["thinner", "note"]),
  ],
  "kinesis-encryption-off": [
    oneWay({ encryption_type: "KMS" }, { encryption_type: "NONE" }, ["disarmed", "ask"]),
  ],
  "kinesis-key-changes": [
    unlikeTags({ encryption_type: "KMS", kms_key_id: "a" }, { encryption_type: "KMS", kms_key_id: "b" }, [
      "outage",
      "ask",
    ]),
  ],
  "kinesis-deletes-with-consumers": [
    oneWay({ enforce_consumer_deletion: false }, { enforce_consumer_deletion: true }, ["disarmed", "ask"]),
  ],
  "kinesis-metrics-off": [
    oneWay({ shard_level_metrics: ["a", "b"] }, { shard_level_metrics: ["b"] }, ["blind", "note"]),
  ],
  "kinesis-consumer-destroyed": [
    unlessWith({ type: "aws_kinesis_stream", before: { arn: "arn:s" } }, { stream_arn: "arn:s" }, [
      "outage",
      "ask",
    ]),
  ],
  "firehose-stream-destroyed": [unlikeCreation({}, ["blind", "ask"])],
});
