import { PRIVATE_NETWORK, PRIVATE_SUBNETS } from "./base-network.ts";
import { drop, type PairGroup, patched, type ResourcePatch, retag } from "./review-pair.ts";

const BASE: ResourcePatch = {
  ...PRIVATE_NETWORK,
  "aws_docdb_cluster.main": {
    cluster_identifier: "documents",
    master_username: "app",
    master_password: "initial-password-1",
    skip_final_snapshot: true,
    backup_retention_period: 7,
  },
  "aws_neptune_cluster.main": {
    cluster_identifier: "graph",
    engine: "neptune",
    skip_final_snapshot: true,
    backup_retention_period: 7,
  },
  "aws_redshift_cluster.main": {
    cluster_identifier: "warehouse",
    node_type: "ra3.large",
    master_username: "app",
    master_password: "Initial-password-1",
    skip_final_snapshot: true,
    automated_snapshot_retention_period: 7,
  },
  "aws_opensearch_domain.main": {
    domain_name: "search",
    engine_version: "OpenSearch_2.11",
    cluster_config: { instance_type: "t3.small.search", instance_count: 2 },
    ebs_options: { ebs_enabled: true, volume_size: 20 },
  },
  "aws_memorydb_subnet_group.main": { name: "main", subnet_ids: PRIVATE_SUBNETS },
  "aws_memorydb_cluster.main": {
    name: "main",
    acl_name: "open-access",
    node_type: "db.t4g.small",
    subnet_group_name: "${aws_memorydb_subnet_group.main.name}",
    snapshot_retention_limit: 7,
  },
  "aws_kinesis_stream.main": { name: "events", shard_count: 2, retention_period: 168 },
  "aws_cognito_user_pool.main": { name: "customers", deletion_protection: "INACTIVE" },
  "aws_cognito_user_pool.guarded": { name: "staff", deletion_protection: "ACTIVE" },
  "aws_gamelift_alias.main": {
    name: "fleet",
    routing_strategy: { type: "TERMINAL", message: "Closed." },
  },
};

const USERS = "aws_cognito_user_pool.main";
const STAFF = "aws_cognito_user_pool.guarded";
const STREAM = "aws_kinesis_stream.main";
const SEARCH = "aws_opensearch_domain.main";

/** Data in other services, and a type that no rule names. */
export const OTHERS_PAIRS: PairGroup = {
  name: "others",
  base: BASE,
  pairs: [
    {
      id: "documentdb-deleted",
      expects: { class: "loss", level: "block", address: "aws_docdb_cluster.main" },
      dangerous: drop("aws_docdb_cluster.main"),
      harmless: retag("aws_docdb_cluster.main"),
    },
    {
      id: "neptune-deleted",
      expects: { class: "loss", level: "block", address: "aws_neptune_cluster.main" },
      dangerous: drop("aws_neptune_cluster.main"),
      harmless: retag("aws_neptune_cluster.main"),
    },
    {
      id: "redshift-deleted",
      expects: { class: "loss", level: "block", address: "aws_redshift_cluster.main" },
      dangerous: drop("aws_redshift_cluster.main"),
      harmless: retag("aws_redshift_cluster.main"),
    },
    {
      id: "opensearch-deleted",
      expects: { class: "loss", level: "block", address: SEARCH },
      dangerous: drop(SEARCH),
      harmless: retag(SEARCH),
    },
    {
      id: "memorydb-deleted",
      expects: { class: ["loss", "outage", "name"], level: "ask", address: "aws_memorydb_cluster.main" },
      dangerous: drop("aws_memorydb_cluster.main"),
      harmless: patched({ "aws_memorydb_cluster.main": { snapshot_retention_limit: 14 } }),
    },
    {
      id: "kinesis-deleted",
      expects: { class: "loss", level: "ask", address: STREAM },
      dangerous: drop(STREAM),
      harmless: patched({ [STREAM]: { shard_count: 4 } }),
    },
    {
      id: "kinesis-retention",
      expects: { class: "loss", level: "ask", address: STREAM },
      dangerous: patched({ [STREAM]: { retention_period: 24 } }),
      harmless: patched({ [STREAM]: { retention_period: 336 } }),
    },
    {
      id: "cognito-deleted",
      expects: { class: "loss", level: "ask", address: USERS },
      dangerous: drop(USERS),
      harmless: retag(USERS),
    },
    {
      id: "cognito-protection-off",
      expects: { class: "disarmed", level: "ask", address: STAFF },
      dangerous: patched({ [STAFF]: { deletion_protection: "INACTIVE" } }),
      harmless: patched({ [USERS]: { deletion_protection: "ACTIVE" } }),
    },
    {
      id: "unknown-type-deleted",
      expects: {
        class: ["loss", "outage", "name", "unknown"],
        level: "ask",
        address: "aws_gamelift_alias.main",
      },
      dangerous: drop("aws_gamelift_alias.main"),
      harmless: retag("aws_gamelift_alias.main"),
    },
  ],
};
