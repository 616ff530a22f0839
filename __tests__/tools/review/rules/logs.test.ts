import { logsRules } from "../../../../tools/review/rules/logs.ts";
import { describeRules } from "../../../support/review-rules.ts";
import {
  oneWay,
  unlessWith,
  unlikeCreation,
  unlikeReplacement,
  unlikeTags,
} from "../../../support/rule-examples.ts";

const group = { type: "aws_cloudwatch_log_group", before: { name: "/app" } };
const inGroup = { log_group_name: "/app" };
const replaced = { actions: ["delete", "create"] };

describeRules(logsRules, {
  "logs-group-destroyed": [
    {
      dangerous: { actions: ["delete"], before: { skip_destroy: false } },
      risks: [["loss", "block"]],
      harmless: { actions: ["delete"], before: { skip_destroy: true } },
      harmlessRisks: [["disarmed", "note"]],
    },
    {
      dangerous: { ...replaced, before: { name: "/a" }, after: { name: "/b" } },
      risks: [["loss", "block"]],
      harmless: { before: { name: "/a" }, after: { name: "/a", tags: { a: "b" } } },
    },
  ],
  "logs-retention-lowered": [
    oneWay({ retention_in_days: 90 }, { retention_in_days: 30 }, ["loss", "block"]),
    oneWay({ retention_in_days: 0 }, { retention_in_days: 30 }, ["loss", "block"]),
    oneWay({ retention_in_days: null }, { retention_in_days: 30 }, ["loss", "block"]),
  ],
  "logs-skip-destroy-off": [oneWay({ skip_destroy: true }, { skip_destroy: false }, ["disarmed", "ask"])],
  "logs-key-changes": [unlikeTags({ kms_key_id: "a" }, { kms_key_id: "b" }, ["later", "note"])],
  "logs-stream-destroyed": [unlessWith(group, inGroup, ["loss", "block"])],
  "logs-metric-filter-deleted": [unlikeReplacement({}, ["blind", "ask"])],
  "logs-metric-filter-changes": [unlikeTags({ pattern: "ERROR" }, { pattern: "FATAL" }, ["blind", "ask"])],
  "logs-subscription-deleted": [
    unlessWith(group, inGroup, ["blind", "ask"]),
    {
      dangerous: { ...replaced, before: { destination_arn: "a" }, after: { destination_arn: "b" } },
      risks: [["blind", "ask"]],
      harmless: { ...replaced, before: { destination_arn: "a", name: "x" }, after: { destination_arn: "a" } },
    },
  ],
  "logs-subscription-filter-changes": [
    oneWay({ filter_pattern: "" }, { filter_pattern: "ERROR" }, ["blind", "ask"]),
  ],
  "logs-destination-deleted": [unlikeCreation({}, ["blind", "ask"])],
  "logs-delivery-deleted": [unlikeCreation({}, ["blind", "ask"])],
  "logs-resource-policy-deleted": [unlikeCreation({}, ["blind", "ask"])],
  "logs-masking-deleted": [unlessWith(group, inGroup, ["permission", "ask"])],
  "logs-account-policy-deleted": [unlikeReplacement({}, ["blind", "ask"])],
});
