import { formatList } from "../../reach/analysis/lint/words.ts";
import type { Risk } from "../finding.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { attributeRule, destructionRule, fromTo, maintenanceRule, riskOf } from "./builders.ts";
import { providerPage } from "./documentation.ts";
import { replacementText } from "./replacement-text.ts";
import type { ReviewRule } from "./review-rule.ts";

const GUIDE = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg";
const MODIFYING =
  "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ModifyReplicationGroup.html";
const GROUP = ["aws_elasticache_replication_group"];
const NODES = [...GROUP, "aws_elasticache_cluster"];
const CACHES = [...NODES, "aws_elasticache_serverless_cache", "aws_memorydb_cluster"];

/** Rules on ElastiCache and MemoryDB. */
export const elasticacheRules: readonly ReviewRule[] = [
  destructionRule({
    id: "elasticache-destroyed",
    types: CACHES,
    finds: "A cache is deleted or replaced: its data lost, or kept in a final snapshot",
    documentation: [
      "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_DeleteReplicationGroup.html",
      providerPage("aws_elasticache_replication_group"),
    ],
    risks: cacheRisks,
  }),
  maintenanceRule({
    id: "elasticache-node-type-changes",
    types: NODES,
    finds: "The node type changes: connections drop while nodes are replaced",
    documentation: [`${GUIDE}/Scaling.RedisReplGrps.html`],
    attributes: ["node_type"],
    on: "changes",
    text: (change) =>
      `The node type changes ${fromTo(change, "node_type")}: connections to the old nodes drop`,
  }),
  maintenanceRule({
    id: "elasticache-engine-changes",
    types: NODES,
    finds: "The engine or its version changes in place",
    documentation: [`${GUIDE}/VersionManagement.HowTo.html`],
    attributes: ["engine_version", "engine"],
    on: "changes",
    text: (change, [attribute = ""]) =>
      `${attribute} changes ${fromTo(change, attribute)}: nodes fail over or restart`,
  }),
  attributeRule({
    id: "memorydb-engine-changes",
    types: ["aws_memorydb_cluster"],
    finds: "The engine version or node type of a MemoryDB cluster changes",
    documentation: ["https://docs.aws.amazon.com/memorydb/latest/devguide/clusters.modify.html"],
    attributes: ["engine_version", "node_type"],
    on: "changes",
    risk: "outage",
    text: (change, [attribute = ""]) =>
      `${attribute} changes ${fromTo(change, attribute)}: shards fail over at once.`,
  }),
  attributeRule({
    id: "elasticache-fewer-nodes",
    types: CACHES,
    finds: "Nodes, replicas or shards are removed, or the limit of a serverless cache falls",
    documentation: [`${GUIDE}/Replication.Redis.Groups.html`],
    attributes: [
      "num_cache_clusters",
      "replicas_per_node_group",
      "num_node_groups",
      "num_cache_nodes",
      "num_replicas_per_shard",
      "num_shards",
      "cache_usage_limits.0.data_storage.0.maximum",
      "cache_usage_limits.0.ecpu_per_second.0.maximum",
    ],
    on: "lowers",
    risk: "thinner",
    text: (change, attributes) => {
      const changed = attributes.map((name) => `${name.replace(/\.\d+/g, "")} ${fromTo(change, name)}`);
      return `Less capacity or redundancy: ${formatList(changed)}.`;
    },
  }),
  attributeRule({
    id: "elasticache-failover-needs-replica",
    types: GROUP,
    finds: "Automatic failover stays on with a single node, which AWS refuses",
    documentation: [`${GUIDE}/AutoFailover.html`, MODIFYING],
    attributes: ["num_cache_clusters"],
    on: "lowers",
    when: (change) =>
      Number(change.becomes("num_cache_clusters")) < 2 &&
      change.becomes("automatic_failover_enabled") === true,
    risk: "refused",
    level: "block",
    text: "Automatic failover needs two nodes, and AWS refuses to leave one (InvalidReplicationGroupState).",
  }),
  attributeRule({
    id: "elasticache-failover-off",
    types: [...NODES, "aws_elasticache_global_replication_group"],
    finds: "Automatic failover or Multi-AZ is turned off",
    documentation: [`${GUIDE}/AutoFailover.html`],
    attributes: ["automatic_failover_enabled", "multi_az_enabled", "az_mode"],
    on: (change, attribute) =>
      attribute === "az_mode"
        ? change.was(attribute) === "cross-az" && change.changes(attribute)
        : change.turnsOff(attribute),
    risk: "thinner",
    text: (_, attributes) =>
      `Nothing takes over if a node or zone fails: ${formatList(attributes)} is turned off.`,
  }),
  attributeRule({
    id: "elasticache-snapshots-reduced",
    types: CACHES,
    finds: "Automatic snapshots are kept for less time, or are turned off",
    documentation: [`${GUIDE}/backups-automatic.html`],
    attributes: ["snapshot_retention_limit"],
    on: (change, attribute) =>
      change.lowers(attribute) || (Number(change.was(attribute) ?? 0) > 0 && hasNoValue(change, attribute)),
    risk: "disarmed",
    text: (change) =>
      Number(change.becomes("snapshot_retention_limit") ?? 0) === 0
        ? "Automatic snapshots are turned off: a cache that is lost stays empty."
        : `Automatic snapshots are kept for less time: ${fromTo(change, "snapshot_retention_limit")} days.`,
  }),
  attributeRule({
    id: "elasticache-final-snapshot-off",
    types: [...NODES, "aws_memorydb_cluster"],
    finds: "A deletion of a cache takes no final snapshot",
    documentation: [providerPage("aws_elasticache_replication_group")],
    attributes: ["final_snapshot_identifier", "final_snapshot_name"],
    on: "unsets",
    risk: "disarmed",
    text: "No final snapshot is taken: the next destroy or replacement loses all data.",
  }),
  {
    id: "elasticache-token-changes",
    types: GROUP,
    guards: ["auth_token_update_strategy"],
    finds: "The AUTH token changes: by its strategy, clients with the old one fail",
    documentation: [`${GUIDE}/auth.html`],
    judge: (change) => (change.isUpdated && change.changes("auth_token") ? tokenRisks(change) : []),
  },
  attributeRule({
    id: "elasticache-transit-encryption-changes",
    types: GROUP,
    finds: "TLS is turned on, off or required: clients that connect otherwise fail",
    documentation: [`${GUIDE}/in-transit-encryption-enable.html`],
    attributes: ["transit_encryption_enabled", "transit_encryption_mode"],
    on: (change, attribute) =>
      attribute === "transit_encryption_mode"
        ? change.was(attribute) === "preferred" && change.becomes(attribute) === "required"
        : change.changes(attribute) && change.becomes("transit_encryption_mode") !== "preferred",
    risk: "outage",
    text: (change) =>
      change.becomes("transit_encryption_enabled") === true
        ? "TLS is required: clients that connect without it fail."
        : "TLS is turned off: clients that connect with it fail, and the data travels in clear text.",
  }),
  attributeRule({
    id: "elasticache-cluster-mode-changes",
    types: GROUP,
    finds: "Cluster mode is turned on: clients need another endpoint and protocol",
    documentation: [`${GUIDE}/modify-cluster-mode.html`],
    attributes: ["cluster_mode"],
    on: (change, attribute) => change.was(attribute) !== undefined && change.changes(attribute),
    risk: "name",
    text: (change) =>
      `Cluster mode changes ${fromTo(change, "cluster_mode")}: clients need the configuration endpoint.`,
  }),
  attributeRule({
    id: "elasticache-parameter-group-changes",
    types: [...NODES, "aws_memorydb_cluster"],
    finds: "Another parameter group is used: static parameters wait for a reboot",
    documentation: [`${GUIDE}/ParameterGroups.html`],
    attributes: ["parameter_group_name"],
    on: "changes",
    risk: "later",
    text: "Another parameter group is used: some settings take effect only when the nodes restart.",
  }),
  attributeRule({
    id: "elasticache-pending-modifications-run",
    types: NODES,
    finds: "apply_immediately is turned on: modifications that waited for the window run too",
    documentation: [MODIFYING],
    attributes: ["apply_immediately"],
    on: "turnsOn",
    risk: "outage",
    text: "apply_immediately is turned on: every modification that waits for the maintenance window runs now too.",
  }),
  attributeRule({
    id: "elasticache-logs-off",
    types: [...NODES, "aws_memorydb_cluster"],
    finds: "A log or the notifications of a cache end",
    documentation: [`${GUIDE}/Log_Delivery.html`],
    attributes: ["log_delivery_configuration", "notification_topic_arn", "sns_topic_arn"],
    on: (change, attribute) =>
      attribute === "log_delivery_configuration"
        ? hasFewer(change, attribute)
        : change.was(attribute) !== undefined && change.changes(attribute),
    risk: "blind",
    text: (_, attributes) => `Less is told of the cache: ${formatList(attributes)} changes.`,
  }),
];

function cacheRisks(change: PlannedResourceChange): Risk[] {
  const start = replacementText(change);
  const member =
    change.type === "aws_elasticache_cluster" && change.was("replication_group_id") !== undefined;
  if (member) return [riskOf("thinner", `${start}: the replication group has one node less.`)];
  const name = riskOf("name", `${start}: its endpoint is gone for those who connect to it.`);
  if (change.was("engine") === "memcached") {
    return [
      riskOf("outage", `${start}: all keys are gone, and whoever reads them goes to their source.`),
      name,
    ];
  }
  const keepsSnapshot = ["final_snapshot_identifier", "final_snapshot_name"].some((attribute) =>
    change.was(attribute),
  );
  return keepsSnapshot
    ? [
        riskOf("outage", `${start}: the data is in the final snapshot alone, and a new cache starts empty.`),
        name,
      ]
    : [riskOf("loss", `${start} without a final snapshot: all its data is gone.`), name];
}

function tokenRisks(change: PlannedResourceChange): Risk[] {
  const strategy = change.becomes("auth_token_update_strategy");
  if (strategy === "SET" || strategy === "DELETE") {
    return [
      riskOf("outage", `The AUTH token changes by ${strategy}: clients that still send the old one fail.`),
    ];
  }
  return [riskOf("later", "The AUTH token is rotated: the old one works beside it until it is set.")];
}

function hasNoValue(change: PlannedResourceChange, attribute: string): boolean {
  return !change.isUnknown(attribute) && change.becomes(attribute) === undefined;
}

function hasFewer(change: PlannedResourceChange, attribute: string): boolean {
  const count = (value: unknown): number => (Array.isArray(value) ? value.length : 0);
  return !change.isUnknown(attribute) && count(change.becomes(attribute)) < count(change.was(attribute));
}
