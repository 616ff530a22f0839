import { elasticacheRules } from "../../../../tools/review/rules/elasticache.ts";
import { describeRules, type RuleExample } from "../../../support/review-rules.ts";
import { oneWay, unlikeCreation, unlikeTags } from "../../../support/rule-examples.ts";

function maintained(before: object, after: object): RuleExample[] {
  return [
    unlikeTags(before, { ...after, apply_immediately: true }, ["outage", "ask"]),
    unlikeTags(before, after, ["later", "note"]),
  ];
}

const failover = { automatic_failover_enabled: true };
const token = (value: string, strategy: string) => ({
  auth_token: value,
  auth_token_update_strategy: strategy,
});

describeRules(elasticacheRules, {
  "elasticache-destroyed": [
    unlikeCreation({ engine: "redis" }, ["loss", "block"], ["name", "ask"]),
    unlikeCreation(
      { engine: "redis", final_snapshot_identifier: "last" },
      ["outage", "ask"],
      ["name", "ask"],
    ),
    {
      dangerous: {
        type: "aws_elasticache_cluster",
        actions: ["delete"],
        before: { engine: "memcached" },
      },
      risks: [
        ["outage", "ask"],
        ["name", "ask"],
      ],
      harmless: {
        type: "aws_elasticache_cluster",
        actions: ["delete"],
        before: { engine: "redis", replication_group_id: "g" },
      },
      harmlessRisks: [["thinner", "note"]],
    },
    {
      dangerous: {
        type: "aws_memorydb_cluster",
        actions: ["delete"],
        before: { final_snapshot_name: null },
      },
      risks: [
        ["loss", "block"],
        ["name", "ask"],
      ],
      harmless: { type: "aws_memorydb_cluster", before: { final_snapshot_name: null } },
    },
  ],
  "elasticache-node-type-changes": maintained(
    { node_type: "cache.t4g.small" },
    { node_type: "cache.m7g.large" },
  ),
  "elasticache-engine-changes": maintained({ engine_version: "7.0" }, { engine_version: "7.1" }),
  "memorydb-engine-changes": [
    unlikeTags({ node_type: "db.t4g.small" }, { node_type: "db.r7g.large" }, ["outage", "ask"]),
  ],
  "elasticache-fewer-nodes": [
    oneWay({ num_cache_clusters: 3 }, { num_cache_clusters: 2 }, ["thinner", "note"]),
    oneWay(
      { cache_usage_limits: [{ data_storage: [{ maximum: 10 }] }] },
      { cache_usage_limits: [{ data_storage: [{ maximum: 5 }] }] },
      ["thinner", "note"],
    ),
  ],
  "elasticache-failover-needs-replica": [
    {
      dangerous: {
        before: { ...failover, num_cache_clusters: 2 },
        after: { ...failover, num_cache_clusters: 1 },
      },
      risks: [["refused", "block"]],
      harmless: {
        before: { ...failover, num_cache_clusters: 2 },
        after: { automatic_failover_enabled: false, num_cache_clusters: 1 },
      },
    },
  ],
  "elasticache-failover-off": [
    oneWay(failover, { automatic_failover_enabled: false }, ["thinner", "note"]),
    oneWay({ az_mode: "cross-az" }, { az_mode: "single-az" }, ["thinner", "note"]),
  ],
  "elasticache-snapshots-reduced": [
    oneWay({ snapshot_retention_limit: 7 }, { snapshot_retention_limit: 0 }, ["disarmed", "ask"]),
    oneWay({ snapshot_retention_limit: 7 }, { snapshot_retention_limit: null }, ["disarmed", "ask"]),
  ],
  "elasticache-final-snapshot-off": [
    oneWay({ final_snapshot_identifier: "last" }, { final_snapshot_identifier: null }, ["disarmed", "ask"]),
  ],
  "elasticache-token-changes": [
    {
      dangerous: { before: token("a", "ROTATE"), after: token("b", "SET") },
      risks: [["outage", "ask"]],
      harmless: { before: token("a", "ROTATE"), after: token("b", "ROTATE") },
      harmlessRisks: [["later", "note"]],
    },
  ],
  "elasticache-transit-encryption-changes": [
    oneWay({ transit_encryption_mode: "preferred" }, { transit_encryption_mode: "required" }, [
      "outage",
      "ask",
    ]),
    {
      dangerous: {
        before: { transit_encryption_enabled: false },
        after: { transit_encryption_enabled: true, transit_encryption_mode: "required" },
      },
      risks: [["outage", "ask"]],
      harmless: {
        before: { transit_encryption_enabled: false },
        after: { transit_encryption_enabled: true, transit_encryption_mode: "preferred" },
      },
    },
  ],
  "elasticache-cluster-mode-changes": [
    unlikeTags({ cluster_mode: "disabled" }, { cluster_mode: "compatible" }, ["name", "ask"]),
  ],
  "elasticache-parameter-group-changes": [
    unlikeTags({ parameter_group_name: "a" }, { parameter_group_name: "b" }, ["later", "note"]),
  ],
  "elasticache-pending-modifications-run": [
    oneWay({ apply_immediately: false }, { apply_immediately: true }, ["outage", "ask"]),
  ],
  "elasticache-logs-off": [
    oneWay(
      { log_delivery_configuration: [{ log_type: "slow-log" }, { log_type: "engine-log" }] },
      { log_delivery_configuration: [{ log_type: "slow-log" }] },
      ["blind", "ask"],
    ),
    oneWay({ notification_topic_arn: "arn:t" }, { notification_topic_arn: null }, ["blind", "ask"]),
  ],
});
