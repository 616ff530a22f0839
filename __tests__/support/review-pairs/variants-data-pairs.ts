import type { JsonObject } from "../../../tools/reach/terraform/configuration/json.ts";
import { PRIVATE_NETWORK, PRIVATE_SUBNETS } from "./base-network.ts";
import { drop, type PairGroup, patched, policy, type ResourcePatch, retag } from "./review-pair.ts";

const database = (identifier: string, more: JsonObject): JsonObject => ({
  identifier,
  engine: "postgres",
  engine_version: "16.4",
  instance_class: "db.m6g.large",
  allocated_storage: 100,
  storage_type: "gp3",
  username: "app",
  password: "initial-password-1",
  db_subnet_group_name: "${aws_db_subnet_group.main.name}",
  vpc_security_group_ids: ["${aws_security_group.data.id}"],
  backup_retention_period: 7,
  skip_final_snapshot: false,
  final_snapshot_identifier: `${identifier}-final`,
  iam_database_authentication_enabled: true,
  monitoring_interval: 60,
  monitoring_role_arn: "${aws_iam_role.monitoring.arn}",
  performance_insights_enabled: true,
  maintenance_window: "sun:03:00-sun:04:00",
  backup_window: "01:00-02:00",
  ca_cert_identifier: "rds-ca-rsa2048-g1",
  ...more,
});

const trust = (service: string) =>
  policy({ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" });

const bucket = "${aws_s3_bucket.main.id}";

const encryption = (rule: JsonObject): JsonObject => ({
  bucket,
  rule: [{ apply_server_side_encryption_by_default: [rule] }],
});

const clusterInstance = (name: string): JsonObject => ({
  identifier: name,
  cluster_identifier: "${aws_rds_cluster.orders.id}",
  engine: "aurora-postgresql",
  instance_class: "db.r6g.large",
});

const BASE: ResourcePatch = {
  ...PRIVATE_NETWORK,
  "aws_db_subnet_group.main": { name: "main", subnet_ids: PRIVATE_SUBNETS },
  "aws_db_subnet_group.other": { name: "other", subnet_ids: PRIVATE_SUBNETS },
  "aws_iam_role.monitoring": {
    name: "monitoring",
    assume_role_policy: trust("monitoring.rds.amazonaws.com"),
  },
  "aws_db_instance.calm": database("calm", {}),
  "aws_db_instance.prompt": database("prompt", { apply_immediately: true }),
  "aws_db_instance.replica": {
    identifier: "replica",
    replicate_source_db: "${aws_db_instance.calm.identifier}",
    instance_class: "db.m6g.large",
    skip_final_snapshot: true,
  },
  "aws_rds_cluster.orders": {
    cluster_identifier: "orders",
    engine: "aurora-postgresql",
    engine_version: "15.4",
    master_username: "app",
    master_password: "initial-password-1",
    db_subnet_group_name: "${aws_db_subnet_group.main.name}",
    vpc_security_group_ids: ["${aws_security_group.data.id}"],
    skip_final_snapshot: false,
    final_snapshot_identifier: "orders-final",
    deletion_protection: true,
    enabled_cloudwatch_logs_exports: ["postgresql"],
    apply_immediately: true,
    allow_major_version_upgrade: true,
  },
  "aws_rds_cluster_instance.one": clusterInstance("one"),
  "aws_rds_cluster_instance.two": clusterInstance("two"),
  "aws_kms_key.main": { description: "Of the data." },
  "aws_s3_bucket.main": { bucket: "pairs-main" },
  "aws_s3_bucket.copy": { bucket: "pairs-copy" },
  "aws_s3_bucket_versioning.main": { bucket, versioning_configuration: { status: "Enabled" } },
  "aws_s3_bucket_versioning.copy": {
    bucket: "${aws_s3_bucket.copy.id}",
    versioning_configuration: { status: "Enabled" },
  },
  "aws_s3_bucket_server_side_encryption_configuration.main": encryption({
    sse_algorithm: "aws:kms",
    kms_master_key_id: "${aws_kms_key.main.arn}",
  }),
  "aws_iam_role.replication": { name: "replication", assume_role_policy: trust("s3.amazonaws.com") },
  "aws_s3_bucket_replication_configuration.main": {
    bucket,
    role: "${aws_iam_role.replication.arn}",
    rule: [{ id: "all", status: "Enabled", destination: { bucket: "${aws_s3_bucket.copy.arn}" } }],
    depends_on: ["aws_s3_bucket_versioning.main", "aws_s3_bucket_versioning.copy"],
  },
  "aws_s3_bucket_public_access_block.main": {
    bucket,
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  },
  "aws_s3_bucket_policy.main": {
    bucket,
    policy: policy({
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: ["arn:aws:s3:::pairs-main", "arn:aws:s3:::pairs-main/*"],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    }),
  },
  "aws_s3_bucket_notification.main": {
    bucket,
    queue: [{ queue_arn: "${aws_sqs_queue.jobs.arn}", events: ["s3:ObjectCreated:*"] }],
  },
  "aws_sqs_queue.jobs": { name: "jobs" },
  "aws_sqs_queue.ordered": { name: "ordered.fifo", fifo_queue: true },
  "aws_elasticache_subnet_group.main": { name: "main", subnet_ids: PRIVATE_SUBNETS },
  "aws_elasticache_cluster.memory": {
    cluster_id: "memory",
    engine: "memcached",
    engine_version: "1.6.22",
    node_type: "cache.t4g.small",
    num_cache_nodes: 3,
    az_mode: "cross-az",
    subnet_group_name: "${aws_elasticache_subnet_group.main.name}",
  },
  "aws_secretsmanager_secret.main": { name: "main", kms_key_id: "${aws_kms_key.main.arn}" },
  "aws_secretsmanager_secret_version.main": {
    secret_id: "${aws_secretsmanager_secret.main.id}",
    secret_string: "initial-secret-1",
  },
};

const CALM = "aws_db_instance.calm";
const PROMPT = "aws_db_instance.prompt";
const ORDERS = "aws_rds_cluster.orders";

/** Changes of databases, buckets and queues that are easily taken for harmless. */
export const VARIANTS_DATA_PAIRS: PairGroup = {
  name: "variants-data",
  base: BASE,
  pairs: [
    {
      id: "variant-database-network",
      expects: { class: ["outage", "later"], level: "note", address: CALM },
      dangerous: patched({ [CALM]: { db_subnet_group_name: "${aws_db_subnet_group.other.name}" } }),
      harmless: patched({ [CALM]: { copy_tags_to_snapshot: true } }),
    },
    {
      id: "variant-storage-type-at-once",
      expects: { class: "outage", level: "ask", address: PROMPT },
      dangerous: patched({ [PROMPT]: { storage_type: "io1", iops: 3000 } }),
      harmless: patched({ [PROMPT]: { max_allocated_storage: 200 } }),
    },
    {
      id: "variant-certificate-authority-at-once",
      expects: { class: ["outage", "later"], level: "note", address: PROMPT },
      dangerous: patched({ [PROMPT]: { ca_cert_identifier: "rds-ca-rsa4096-g1" } }),
      harmless: retag(PROMPT),
    },
    {
      id: "variant-iam-sign-in-off",
      expects: { class: ["blind", "outage", "cut", "disarmed"], level: "ask", address: CALM },
      dangerous: patched({ [CALM]: { iam_database_authentication_enabled: false } }),
      harmless: retag(CALM),
    },
    {
      id: "variant-monitoring-off",
      expects: { class: "blind", level: "ask", address: CALM },
      dangerous: patched({ [CALM]: { monitoring_interval: 0, monitoring_role_arn: null } }),
      harmless: patched({ [CALM]: { monitoring_interval: 30 } }),
    },
    {
      id: "variant-insights-off",
      expects: { class: "blind", level: "ask", address: CALM },
      dangerous: patched({ [CALM]: { performance_insights_enabled: false } }),
      harmless: patched({ [CALM]: { performance_insights_retention_period: 731 } }),
    },
    {
      id: "variant-database-public",
      expects: { class: "exposure", level: "note", address: CALM },
      dangerous: patched({ [CALM]: { publicly_accessible: true } }),
      harmless: retag(CALM),
    },
    {
      id: "variant-replica-deleted",
      expects: { class: ["name", "thinner", "outage"], level: "ask", address: "aws_db_instance.replica" },
      dangerous: drop("aws_db_instance.replica"),
      harmless: retag("aws_db_instance.replica"),
    },
    {
      id: "variant-replica-promoted",
      expects: { class: ["outage", "thinner", "loss"], level: "ask", address: "aws_db_instance.replica" },
      dangerous: patched({ "aws_db_instance.replica": { replicate_source_db: null } }),
      harmless: retag("aws_db_instance.replica"),
    },
    {
      id: "variant-reader-deleted",
      expects: {
        class: ["thinner", "outage", "name"],
        level: "note",
        address: "aws_rds_cluster_instance.two",
      },
      dangerous: drop("aws_rds_cluster_instance.two"),
      harmless: patched({ "aws_rds_cluster_instance.three": clusterInstance("three") }),
    },
    {
      id: "variant-cluster-major-version",
      expects: { class: "outage", level: "ask", address: ORDERS },
      dangerous: patched({ [ORDERS]: { engine_version: "16.4" } }),
      harmless: patched({ [ORDERS]: { copy_tags_to_snapshot: true } }),
    },
    {
      id: "variant-cluster-protection-off",
      expects: { class: "disarmed", level: "ask", address: ORDERS },
      dangerous: patched({ [ORDERS]: { deletion_protection: false } }),
      harmless: patched({ [ORDERS]: { backup_retention_period: 14 } }),
    },
    {
      id: "variant-cluster-renamed",
      expects: { class: ["refused", "name", "loss"], level: "ask", address: ORDERS },
      dangerous: patched({ [ORDERS]: { cluster_identifier: "purchases" } }),
      harmless: retag(ORDERS),
    },
    {
      id: "variant-bucket-key",
      expects: {
        class: ["disarmed", "cosmetic", "outage"],
        level: "note",
        address: "aws_s3_bucket_server_side_encryption_configuration.main",
      },
      dangerous: patched({
        "aws_s3_bucket_server_side_encryption_configuration.main": encryption({ sse_algorithm: "AES256" }),
      }),
      harmless: retag("aws_s3_bucket.main"),
    },
    {
      id: "variant-replication-deleted",
      expects: {
        class: ["thinner", "blind", "disarmed"],
        level: "note",
        address: "aws_s3_bucket_replication_configuration.main",
      },
      dangerous: drop("aws_s3_bucket_replication_configuration.main"),
      harmless: retag("aws_s3_bucket.copy"),
    },
    {
      id: "variant-access-block-deleted",
      expects: {
        class: ["public", "disarmed"],
        level: "ask",
        address: "aws_s3_bucket_public_access_block.main",
      },
      dangerous: drop("aws_s3_bucket_public_access_block.main"),
      harmless: retag("aws_s3_bucket.main"),
    },
    {
      id: "variant-bucket-policy-deleted",
      expects: {
        class: ["permission", "disarmed", "cut"],
        level: "ask",
        address: "aws_s3_bucket_policy.main",
      },
      dangerous: drop("aws_s3_bucket_policy.main"),
      harmless: patched({
        "aws_s3_bucket_policy.main": {
          policy: policy({
            Sid: "OnlyTls",
            Effect: "Deny",
            Principal: { AWS: "*" },
            Action: ["s3:*"],
            Resource: ["arn:aws:s3:::pairs-main/*", "arn:aws:s3:::pairs-main"],
            Condition: { Bool: { "aws:SecureTransport": ["false"] } },
          }),
        },
      }),
    },
    {
      id: "variant-notification-deleted",
      expects: {
        class: ["outage", "cut", "blind"],
        level: "ask",
        address: "aws_s3_bucket_notification.main",
      },
      dangerous: drop("aws_s3_bucket_notification.main"),
      harmless: retag("aws_s3_bucket.main"),
    },
    {
      id: "variant-queue-in-another-order",
      expects: { class: "loss", level: "ask", address: "aws_sqs_queue.ordered" },
      dangerous: patched({ "aws_sqs_queue.ordered": { name: "ordered", fifo_queue: null } }),
      harmless: patched({ "aws_sqs_queue.ordered": { content_based_deduplication: true } }),
    },
    {
      id: "variant-cache-nodes",
      expects: { class: ["thinner", "loss"], level: "note", address: "aws_elasticache_cluster.memory" },
      dangerous: patched({ "aws_elasticache_cluster.memory": { num_cache_nodes: 2 } }),
      harmless: retag("aws_elasticache_cluster.memory"),
    },
    {
      id: "variant-secret-value",
      expects: {
        class: ["outage", "later", "loss"],
        level: "note",
        address: "aws_secretsmanager_secret_version.main",
      },
      dangerous: patched({ "aws_secretsmanager_secret_version.main": { secret_string: "another-secret-2" } }),
      harmless: retag("aws_secretsmanager_secret.main"),
    },
    {
      id: "variant-key-forgotten",
      expects: { class: "disarmed", level: "ask", address: "aws_kms_key.main" },
      dangerous: {
        ...patched({
          "aws_kms_key.main": null,
          "aws_s3_bucket_server_side_encryption_configuration.main": encryption({ sse_algorithm: "AES256" }),
          "aws_secretsmanager_secret.main": { kms_key_id: "aws/secretsmanager" },
        }),
        blocks: { removed: [{ from: "aws_kms_key.main", lifecycle: { destroy: false } }] },
      },
      harmless: retag("aws_kms_key.main"),
    },
  ],
};
