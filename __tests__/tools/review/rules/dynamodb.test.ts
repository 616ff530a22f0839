import { dynamodbRules } from "../../../../tools/review/rules/dynamodb.ts";
import { describeRules } from "../../../support/review-rules.ts";

const deleted = { actions: ["delete"] };
const recovery = (enabled: boolean, days = 35) => ({
  point_in_time_recovery: [{ enabled, recovery_period_in_days: days }],
});
const ttl = (enabled: boolean, name = "expires") => ({ ttl: [{ enabled, attribute_name: name }] });
const index = (name: string, more: object = {}) => ({
  name,
  hash_key: "owner",
  projection_type: "ALL",
  non_key_attributes: [],
  ...more,
});
const sse = (key: string) => ({ server_side_encryption: [{ enabled: true, kms_key_arn: key }] });

describeRules(dynamodbRules, {
  "dynamodb-table-destroyed": [
    {
      dangerous: {
        actions: ["delete", "create"],
        before: { ...recovery(true) },
        replacePaths: [["hash_key"]],
      },
      risks: [["loss", "block"]],
      harmless: { before: { ...recovery(true) } },
    },
    {
      dangerous: { ...deleted, before: { deletion_protection_enabled: true } },
      risks: [["refused", "block"]],
      harmless: { before: { deletion_protection_enabled: true } },
    },
  ],
  "dynamodb-replica-deleted": [
    {
      dangerous: { ...deleted, before: { global_table_arn: "arn:t" } },
      risks: [["outage", "ask"]],
      harmless: {
        ...deleted,
        before: { global_table_arn: "arn:t" },
        beside: [{ type: "aws_dynamodb_table", ...deleted, before: { arn: "arn:t" } }],
      },
    },
  ],
  "dynamodb-replica-removed": [
    {
      dangerous: {
        before: { replica: [{ region_name: "eu-west-1" }, { region_name: "us-east-1" }] },
        after: { replica: [{ region_name: "us-east-1" }] },
      },
      risks: [["outage", "ask"]],
      harmless: {
        before: { replica: [{ region_name: "eu-west-1" }, { region_name: "us-east-1" }] },
        after: { replica: [{ region_name: "us-east-1" }, { region_name: "eu-west-1" }] },
      },
    },
  ],
  "dynamodb-deletion-protection-off": [
    {
      dangerous: {
        before: { deletion_protection_enabled: true },
        after: { deletion_protection_enabled: false },
      },
      risks: [["disarmed", "ask"]],
      harmless: {
        before: { deletion_protection_enabled: false },
        after: { deletion_protection_enabled: true },
      },
    },
  ],
  "dynamodb-point-in-time-recovery-off": [
    {
      dangerous: { before: recovery(true), after: recovery(false) },
      risks: [["disarmed", "ask"]],
      harmless: { before: recovery(false), after: recovery(true) },
    },
    {
      dangerous: {
        type: "aws_dynamodb_table_replica",
        before: { point_in_time_recovery: true },
        after: { point_in_time_recovery: false },
      },
      risks: [["disarmed", "ask"]],
      harmless: { type: "aws_dynamodb_table_replica", before: { point_in_time_recovery: true } },
    },
  ],
  "dynamodb-recovery-period-lowered": [
    {
      dangerous: { before: recovery(true, 35), after: recovery(true, 7) },
      risks: [["disarmed", "ask"]],
      harmless: { before: recovery(true, 7), after: recovery(true, 35) },
    },
  ],
  "dynamodb-time-to-live-on": [
    {
      dangerous: { before: ttl(false), after: ttl(true) },
      risks: [["loss", "ask"]],
      harmless: { before: ttl(true), after: ttl(false) },
    },
    {
      dangerous: { before: ttl(true), after: ttl(true, "created") },
      risks: [["loss", "ask"]],
      harmless: { before: ttl(true), after: ttl(true) },
    },
  ],
  "dynamodb-index-removed": [
    {
      dangerous: {
        before: { global_secondary_index: [index("a"), index("b")] },
        after: { global_secondary_index: [index("b")] },
      },
      risks: [["outage", "ask"]],
      harmless: {
        before: { global_secondary_index: [index("a"), index("b")] },
        after: { global_secondary_index: [index("b"), index("a")] },
      },
    },
    {
      dangerous: {
        before: { global_secondary_index: [index("a")] },
        after: { global_secondary_index: [index("a", { range_key: "date" })] },
      },
      risks: [["outage", "ask"]],
      harmless: {
        before: { global_secondary_index: [index("a")] },
        after: { global_secondary_index: [index("a", { read_capacity: 5 })] },
      },
    },
  ],
  "dynamodb-stream-changes": [
    {
      dangerous: { before: { stream_enabled: true }, after: { stream_enabled: false } },
      risks: [["outage", "ask"]],
      harmless: { before: { stream_enabled: false }, after: { stream_enabled: true } },
    },
    {
      dangerous: {
        before: { stream_enabled: true, stream_view_type: "NEW_IMAGE" },
        after: { stream_enabled: true, stream_view_type: "KEYS_ONLY" },
      },
      risks: [["outage", "ask"]],
      harmless: {
        before: { stream_enabled: false, stream_view_type: "" },
        after: { stream_enabled: true, stream_view_type: "KEYS_ONLY" },
      },
    },
  ],
  "dynamodb-kinesis-stream-ended": [
    { dangerous: deleted, risks: [["blind", "ask"]], harmless: { actions: ["create"] } },
  ],
  "dynamodb-key-changes": [
    {
      dangerous: { before: sse("arn:a"), after: sse("arn:b") },
      risks: [["outage", "ask"]],
      harmless: { before: sse("arn:a"), after: sse("arn:a") },
    },
    {
      dangerous: { before: sse("arn:a"), after: { server_side_encryption: [] } },
      risks: [["outage", "ask"]],
      harmless: {
        before: { server_side_encryption: [] },
        after: { server_side_encryption: [{ enabled: false }] },
      },
    },
  ],
  "dynamodb-capacity-lowered": [
    {
      dangerous: { before: { read_capacity: 10 }, after: { read_capacity: 5 } },
      risks: [["thinner", "note"]],
      harmless: {
        before: { read_capacity: 10 },
        after: { read_capacity: 0, billing_mode: "PAY_PER_REQUEST" },
      },
    },
    {
      dangerous: { before: { billing_mode: "PAY_PER_REQUEST" }, after: { billing_mode: "PROVISIONED" } },
      risks: [["thinner", "note"]],
      harmless: { before: { billing_mode: "PROVISIONED" }, after: { billing_mode: "PAY_PER_REQUEST" } },
    },
  ],
  "dynamodb-billing-changes": [
    {
      dangerous: { before: { billing_mode: "PROVISIONED" }, after: { billing_mode: "PAY_PER_REQUEST" } },
      risks: [["cost", "note"]],
      harmless: { before: { billing_mode: "PAY_PER_REQUEST" }, after: { billing_mode: "PROVISIONED" } },
    },
  ],
});
