import type { Risk } from "../finding.ts";
import { isSameMeaning, type PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { blockChanges, removedBlocks, valueIn } from "./blocks.ts";
import { attributeRule, destructionRule, fromTo, removalRule, riskOf } from "./builders.ts";
import { providerPage } from "./documentation.ts";
import { replacementText } from "./replacement-text.ts";
import type { ReviewRule } from "./review-rule.ts";

const GUIDE = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide";
const TABLE = ["aws_dynamodb_table"];

/** Rules on DynamoDB tables. */
export const dynamodbRules: readonly ReviewRule[] = [
  destructionRule({
    id: "dynamodb-table-destroyed",
    types: TABLE,
    finds: "A table is deleted or replaced with all its items",
    documentation: [`${GUIDE}/WorkingWithTables.Basics.html`, providerPage("aws_dynamodb_table")],
    risks: (change) => {
      const start = replacementText(change);
      if (change.was("deletion_protection_enabled") === true) {
        return [riskOf("refused", `${start}, and AWS refuses: deletion protection is on.`, "block")];
      }
      const rest =
        change.was("point_in_time_recovery.0.enabled") === true
          ? "; AWS keeps a system backup for 35 days, which restores to another table"
          : "";
      return [riskOf("loss", `${start}: all its items are gone${rest}.`)];
    },
  }),
  removalRule({
    id: "dynamodb-replica-deleted",
    types: ["aws_dynamodb_table_replica", "aws_dynamodb_global_table"],
    finds: "A replica of a table, or its replication, is deleted",
    documentation: [`${GUIDE}/GlobalTables.html`],
    parent: { types: TABLE, attribute: "global_table_arn" },
    risk: "outage",
    text: "whoever reads or writes the table in that Region fails",
  }),
  {
    id: "dynamodb-replica-removed",
    types: TABLE,
    finds: "A table is deleted in one of its Regions",
    documentation: [`${GUIDE}/GlobalTables.html`],
    judge: (change) => {
      const regions = change.isUpdated ? removedBlocks(change, "replica", "region_name") : [];
      if (regions.length === 0) return [];
      const text = `The table is deleted in ${regions.map(({ key }) => key).join(", ")}: whoever uses it there fails.`;
      return [riskOf("outage", text)];
    },
  },
  attributeRule({
    id: "dynamodb-deletion-protection-off",
    types: ["aws_dynamodb_table", "aws_dynamodb_table_replica"],
    finds: "Deletion protection is turned off",
    documentation: [`${GUIDE}/WorkingWithTables.Basics.html`],
    attributes: ["deletion_protection_enabled"],
    on: "turnsOff",
    risk: "disarmed",
    text: "Deletion protection is turned off: the next destroy or replacement deletes all items.",
  }),
  attributeRule({
    id: "dynamodb-point-in-time-recovery-off",
    types: ["aws_dynamodb_table", "aws_dynamodb_table_replica"],
    finds: "Point-in-time recovery is turned off",
    documentation: [`${GUIDE}/PointInTimeRecovery_Howitworks.html`],
    attributes: ["point_in_time_recovery.0.enabled", "point_in_time_recovery"],
    guards: ["point_in_time_recovery.0.enabled"],
    on: "turnsOff",
    judgesReplacements: true,
    risk: "disarmed",
    text: "Point-in-time recovery is turned off: earlier states of the table cannot be restored.",
  }),
  attributeRule({
    id: "dynamodb-recovery-period-lowered",
    types: TABLE,
    finds: "Point-in-time recovery reaches back over fewer days",
    documentation: [`${GUIDE}/PointInTimeRecovery_Howitworks.html`],
    attributes: ["point_in_time_recovery.0.recovery_period_in_days"],
    guards: [],
    on: "lowers",
    risk: "disarmed",
    text: (change, [attribute = ""]) => `The recovery period goes ${fromTo(change, attribute)} days.`,
  }),
  {
    id: "dynamodb-time-to-live-on",
    types: TABLE,
    guards: ["ttl.0.enabled", "ttl.0.attribute_name"],
    finds: "Time to live is turned on, or reads another attribute: items with an earlier time are deleted",
    documentation: [`${GUIDE}/TTL.html`],
    judge: (change) => {
      const isOn = change.becomes("ttl.0.enabled") === true;
      const wasOn = change.was("ttl.0.enabled") === true;
      if (!change.isUpdated || !isOn || (wasOn && !change.changes("ttl.0.attribute_name"))) return [];
      return [
        riskOf(
          "loss",
          "Time to live is on for another attribute: items whose time is past are deleted.",
          "ask",
        ),
      ];
    },
  },
  {
    id: "dynamodb-index-removed",
    types: TABLE,
    finds: "A global secondary index is deleted or built anew: queries of it fail",
    documentation: [`${GUIDE}/GSI.OnlineOps.html`],
    judge: (change) => (change.isUpdated ? indexRisks(change) : []),
  },
  attributeRule({
    id: "dynamodb-stream-changes",
    types: TABLE,
    finds: "A table's stream is turned off, or replaced by one of another view",
    documentation: [`${GUIDE}/Streams.html`],
    attributes: ["stream_enabled", "stream_view_type"],
    on: (change, attribute) =>
      attribute === "stream_enabled"
        ? change.turnsOff(attribute)
        : change.was("stream_enabled") === true && change.changes(attribute),
    risk: "outage",
    text: "The stream ends, and a new one has another ARN: its consumers miss what changes meanwhile.",
  }),
  removalRule({
    id: "dynamodb-kinesis-stream-ended",
    types: ["aws_dynamodb_kinesis_streaming_destination"],
    finds: "Changes of a table no longer go to a Kinesis stream",
    documentation: [`${GUIDE}/kds.html`],
    parent: { types: TABLE, attribute: "table_name" },
    risk: "blind",
    text: "changes of the table no longer go to the Kinesis stream",
  }),
  attributeRule({
    id: "dynamodb-key-changes",
    types: TABLE,
    finds: "A table is encrypted with another key, or with none of the customer's",
    documentation: [`${GUIDE}/EncryptionAtRest.html`],
    attributes: ["server_side_encryption.0.kms_key_arn", "server_side_encryption.0.enabled"],
    guards: ["server_side_encryption.0.enabled"],
    on: (change, attribute) =>
      attribute.endsWith("enabled")
        ? change.turnsOff(attribute)
        : change.was(attribute) !== undefined && change.changes(attribute),
    risk: "outage",
    text: "The table is encrypted with another key: who may not use the new one can no longer read.",
  }),
  attributeRule({
    id: "dynamodb-capacity-lowered",
    types: TABLE,
    finds: "Provisioned or maximum capacity is lowered, or becomes provisioned: requests may be throttled",
    documentation: [`${GUIDE}/provisioned-capacity-mode.html`],
    attributes: [
      "read_capacity",
      "write_capacity",
      "on_demand_throughput.0.max_read_request_units",
      "on_demand_throughput.0.max_write_request_units",
      "billing_mode",
    ],
    guards: ["billing_mode", "read_capacity", "write_capacity"],
    on: (change, attribute) =>
      attribute === "billing_mode"
        ? change.was(attribute) === "PAY_PER_REQUEST" && change.becomes(attribute) === "PROVISIONED"
        : // Capacity is 0 while it is on demand.
          change.lowers(attribute) && change.becomes("billing_mode") !== "PAY_PER_REQUEST",
    risk: "thinner",
    text: "Capacity is lowered: requests beyond it are throttled.",
  }),
  attributeRule({
    id: "dynamodb-billing-changes",
    types: TABLE,
    finds: "A table is billed on demand, or in another table class",
    documentation: [`${GUIDE}/WorkingWithTables.tableclasses.html`],
    attributes: ["billing_mode", "table_class"],
    on: (change, attribute) =>
      change.changes(attribute) &&
      !(attribute === "billing_mode" && change.becomes(attribute) === "PROVISIONED"),
    risk: "cost",
    text: (change, [attribute = ""]) =>
      `${attribute} changes ${fromTo(change, attribute)}, with other prices.`,
  }),
];

/** A change of an index's key or projection deletes the index, and builds another. */
function indexRisks(change: PlannedResourceChange): Risk[] {
  const gone = blockChanges(change, "global_secondary_index", "name").filter(
    ({ before, after }) =>
      before !== undefined &&
      ["hash_key", "range_key", "projection_type", "non_key_attributes"].some(
        (name) => !isSameMeaning(valueIn(before, name), valueIn(after, name)),
      ),
  );
  if (gone.length === 0) return [];
  const text = `${gone.map(({ key }) => key).join(", ")} is deleted, or built anew: queries of the index fail.`;
  return [riskOf("outage", text)];
}
