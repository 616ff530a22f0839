import type { JsonObject } from "../../../tools/reach/terraform/configuration/json.ts";
import { PRIVATE_NETWORK, PRIVATE_SUBNETS } from "./base-network.ts";
import { drop, type PairGroup, patched, type ResourcePatch, retag } from "./review-pair.ts";

const table = (name: string, settings: JsonObject): JsonObject => ({
  name,
  billing_mode: "PROVISIONED",
  read_capacity: 20,
  write_capacity: 20,
  hash_key: "id",
  attribute: [{ name: "id", type: "S" }],
  ...settings,
});

const byCustomer = {
  attribute: [
    { name: "id", type: "S" },
    { name: "customer", type: "S" },
  ],
  global_secondary_index: [
    {
      name: "customer",
      hash_key: "customer",
      projection_type: "ALL",
      read_capacity: 20,
      write_capacity: 20,
    },
  ],
};

const cache = (name: string, settings: JsonObject): JsonObject => ({
  replication_group_id: name,
  description: "Sessions.",
  engine: "redis",
  node_type: "cache.t4g.small",
  num_cache_clusters: 3,
  subnet_group_name: "${aws_elasticache_subnet_group.main.name}",
  security_group_ids: ["${aws_security_group.data.id}"],
  automatic_failover_enabled: true,
  multi_az_enabled: true,
  at_rest_encryption_enabled: true,
  transit_encryption_enabled: true,
  auth_token: "initial-token-0123456789",
  snapshot_retention_limit: 7,
  apply_immediately: false,
  ...settings,
});

const BASE: ResourcePatch = {
  ...PRIVATE_NETWORK,
  "aws_dynamodb_table.guarded": table("guarded", {
    ...byCustomer,
    deletion_protection_enabled: true,
    point_in_time_recovery: { enabled: true },
    stream_enabled: true,
    stream_view_type: "NEW_IMAGE",
  }),
  "aws_dynamodb_table.plain": table("plain", {}),
  "aws_dynamodb_table.expiring": table("expiring", { ttl: { enabled: true, attribute_name: "until" } }),
  "aws_elasticache_subnet_group.main": { name: "main", subnet_ids: PRIVATE_SUBNETS },
  "aws_elasticache_replication_group.calm": cache("calm", {}),
  "aws_elasticache_replication_group.prompt": cache("prompt", { apply_immediately: true }),
  "aws_elasticache_replication_group.single": cache("single", {
    num_cache_clusters: 2,
    automatic_failover_enabled: false,
    multi_az_enabled: false,
  }),
};

const GUARDED = "aws_dynamodb_table.guarded";
const PLAIN = "aws_dynamodb_table.plain";
const CALM = "aws_elasticache_replication_group.calm";
const PROMPT = "aws_elasticache_replication_group.prompt";
const SINGLE = "aws_elasticache_replication_group.single";

/** DynamoDB tables and ElastiCache. */
export const STORES_PAIRS: PairGroup = {
  name: "stores",
  base: BASE,
  pairs: [
    {
      id: "dynamodb-key",
      expects: { class: "loss", level: "block", address: PLAIN },
      dangerous: patched({ [PLAIN]: { hash_key: "key", attribute: [{ name: "key", type: "S" }] } }),
      harmless: patched({ [PLAIN]: byCustomer }),
    },
    {
      id: "dynamodb-deleted",
      expects: { class: "loss", level: "block", address: PLAIN },
      dangerous: drop(PLAIN),
      harmless: retag(PLAIN),
    },
    {
      id: "dynamodb-deleted-though-protected",
      expects: { class: "refused", level: "block", address: GUARDED },
      dangerous: drop(GUARDED),
      harmless: retag(GUARDED),
    },
    {
      id: "dynamodb-protection-off",
      expects: { class: "disarmed", level: "ask", address: GUARDED },
      dangerous: patched({ [GUARDED]: { deletion_protection_enabled: false } }),
      harmless: patched({ [PLAIN]: { deletion_protection_enabled: true } }),
    },
    {
      id: "dynamodb-recovery-off",
      expects: { class: "disarmed", level: "ask", address: GUARDED },
      dangerous: patched({ [GUARDED]: { point_in_time_recovery: { enabled: false } } }),
      harmless: patched({ [PLAIN]: { point_in_time_recovery: { enabled: true } } }),
    },
    {
      id: "dynamodb-rows-expire",
      expects: { class: "loss", level: "ask", address: PLAIN },
      dangerous: patched({ [PLAIN]: { ttl: { enabled: true, attribute_name: "created" } } }),
      harmless: patched({ "aws_dynamodb_table.expiring": { ttl: { enabled: false } } }),
    },
    {
      id: "dynamodb-capacity",
      expects: { class: "thinner", level: "note", address: PLAIN },
      dangerous: patched({ [PLAIN]: { read_capacity: 5 } }),
      harmless: patched({ [PLAIN]: { read_capacity: 40 } }),
    },
    {
      id: "dynamodb-index-removed",
      expects: { class: ["outage", "cut", "loss"], level: "ask", address: GUARDED },
      dangerous: patched({
        [GUARDED]: { attribute: [{ name: "id", type: "S" }], global_secondary_index: null },
      }),
      harmless: patched({ [PLAIN]: byCustomer }),
    },
    {
      id: "dynamodb-stream-off",
      expects: { class: ["outage", "cut", "name", "blind"], level: "ask", address: GUARDED },
      dangerous: patched({ [GUARDED]: { stream_enabled: false, stream_view_type: null } }),
      harmless: patched({ [PLAIN]: { stream_enabled: true, stream_view_type: "KEYS_ONLY" } }),
    },
    {
      id: "elasticache-encryption",
      expects: { class: ["loss", "name", "outage"], level: "ask", address: CALM },
      dangerous: patched({ [CALM]: { at_rest_encryption_enabled: false } }),
      harmless: retag(CALM),
    },
    {
      id: "elasticache-deleted",
      expects: { class: ["loss", "outage", "name"], level: "ask", address: CALM },
      dangerous: drop(CALM),
      harmless: patched({ [CALM]: { description: "Sessions and carts." } }),
    },
    {
      id: "elasticache-node-type-at-once",
      expects: { class: "outage", level: "ask", address: PROMPT },
      dangerous: patched({ [PROMPT]: { node_type: "cache.t4g.medium" } }),
      harmless: patched({ [CALM]: { node_type: "cache.t4g.medium" } }),
    },
    {
      id: "elasticache-fewer-nodes",
      expects: { class: "thinner", level: "note", address: CALM },
      dangerous: patched({ [CALM]: { num_cache_clusters: 2 } }),
      harmless: patched({ [CALM]: { num_cache_clusters: 4 } }),
    },
    {
      id: "elasticache-failover-off",
      expects: { class: "thinner", level: "note", address: CALM },
      dangerous: patched({ [CALM]: { automatic_failover_enabled: false, multi_az_enabled: false } }),
      harmless: patched({ [SINGLE]: { automatic_failover_enabled: true, multi_az_enabled: true } }),
    },
    {
      id: "elasticache-snapshots-off",
      expects: { class: ["disarmed", "loss", "blind"], level: "ask", address: CALM },
      dangerous: patched({ [CALM]: { snapshot_retention_limit: 0 } }),
      harmless: patched({ [CALM]: { snapshot_retention_limit: 14 } }),
    },
    {
      id: "elasticache-token-set",
      expects: { class: ["outage", "cut"], level: "ask", address: PROMPT },
      dangerous: patched({
        [PROMPT]: { auth_token: "another-token-0123456789", auth_token_update_strategy: "SET" },
      }),
      harmless: patched({
        [PROMPT]: { auth_token: "another-token-0123456789", auth_token_update_strategy: "ROTATE" },
      }),
    },
  ],
};
