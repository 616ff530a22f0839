import { snsRules } from "../../../../tools/review/rules/sns.ts";
import { describeRules } from "../../../support/review-rules.ts";
import { oneWay, unlessWith, unlikeCreation, unlikeTags } from "../../../support/rule-examples.ts";

const replaced = { actions: ["delete", "create"] };
const topic = { type: "aws_sns_topic", before: { arn: "arn:t" } };

describeRules(snsRules, {
  "sns-topic-destroyed": [
    unlikeCreation({}, ["name", "ask"], ["outage", "ask"]),
    {
      dangerous: { ...replaced, before: { name: "a" }, after: { name: "b" } },
      risks: [["name", "ask"]],
      harmless: { before: { name: "a" }, after: { name: "a", display_name: "b" } },
    },
  ],
  "sns-subscription-deleted": [unlessWith(topic, { topic_arn: "arn:t" }, ["blind", "ask"])],
  "sns-subscription-replaced": [
    {
      dangerous: { ...replaced, before: { protocol: "email" } },
      risks: [["blind", "ask"]],
      harmless: { ...replaced, before: { protocol: "sqs" } },
      harmlessRisks: [["later", "note"]],
    },
  ],
  "sns-filter-changes": [oneWay({ filter_policy: null }, { filter_policy: "{}" }, ["blind", "ask"])],
  "sns-message-form-changes": [
    unlikeTags({ raw_message_delivery: false }, { raw_message_delivery: true }, ["outage", "ask"]),
    unlikeTags({ signature_version: 1 }, { signature_version: 2 }, ["outage", "ask"]),
  ],
  "sns-dead-letters-off": [oneWay({ redrive_policy: "{}" }, { redrive_policy: null }, ["disarmed", "ask"])],
  "sns-key-changes": [unlikeTags({ kms_master_key_id: "a" }, { kms_master_key_id: "b" }, ["outage", "ask"])],
  "sns-key-added": [oneWay({ kms_master_key_id: null }, { kms_master_key_id: "b" }, ["later", "note"])],
  "sns-delivery-logs-off": [
    oneWay({ sqs_failure_feedback_role_arn: "arn:r" }, { sqs_failure_feedback_role_arn: null }, [
      "blind",
      "note",
    ]),
  ],
  "sns-archive-off": [oneWay({ archive_policy: "{}" }, { archive_policy: null }, ["loss", "ask"])],
  "sns-deduplication-off": [
    oneWay({ content_based_deduplication: true }, { content_based_deduplication: false }, ["outage", "ask"]),
  ],
});
