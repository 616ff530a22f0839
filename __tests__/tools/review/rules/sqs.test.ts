import { sqsRules } from "../../../../tools/review/rules/sqs.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { oneWay, unlessWith, unlikeCreation, unlikeTags } from "../../../support/rule-examples.ts";

describeRules(sqsRules, {
  "sqs-queue-destroyed": [
    unlikeCreation({}, ["loss", "block"], ["outage", "ask"]),
    {
      dangerous: { actions: ["delete", "create"], before: {}, replacePaths: [["fifo_queue"]] },
      risks: [
        ["loss", "block"],
        ["outage", "ask"],
      ],
      harmless: { before: {}, after: { delay_seconds: 5 } },
    },
  ],
  "sqs-retention-lowered": [
    oneWay({ message_retention_seconds: 345600 }, { message_retention_seconds: 60 }, ["loss", "ask"]),
  ],
  "sqs-dead-letters-off": [oneWay({ redrive_policy: "{}" }, { redrive_policy: "" }, ["disarmed", "ask"])],
  "sqs-redrive-policy-deleted": [
    unlessWith({ type: "aws_sqs_queue", before: { url: "https://q" } }, { queue_url: "https://q" }, [
      "disarmed",
      "ask",
    ]),
  ],
  "sqs-visibility-lowered": [
    oneWay({ visibility_timeout_seconds: 300 }, { visibility_timeout_seconds: 30 }, ["later", "note"]),
  ],
  "sqs-message-size-lowered": [
    oneWay({ max_message_size: 262144 }, { max_message_size: 1024 }, ["outage", "ask"]),
  ],
  "sqs-deduplication-off": [
    oneWay({ content_based_deduplication: true }, { content_based_deduplication: false }, ["outage", "ask"]),
  ],
  "sqs-key-changes": [
    unlikeTags({ kms_master_key_id: "a" }, { kms_master_key_id: "b" }, ["outage", "ask"]),
    oneWay({ kms_master_key_id: "a" }, { kms_master_key_id: null }, ["outage", "ask"]),
  ],
  "sqs-encryption-off": [
    {
      dangerous: { before: { sqs_managed_sse_enabled: true }, after: { sqs_managed_sse_enabled: false } },
      risks: [["disarmed", "ask"]],
      harmless: {
        before: { sqs_managed_sse_enabled: true },
        after: { sqs_managed_sse_enabled: false, kms_master_key_id: "a" },
      },
    },
  ],
});
