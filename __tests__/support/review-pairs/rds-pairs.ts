import type { JsonObject } from "../../../tools/reach/terraform/configuration/json.ts";
import { PRIVATE_NETWORK, PRIVATE_SUBNETS } from "./base-network.ts";
import { drop, type PairGroup, patched, retag } from "./review-pair.ts";

const instance = (identifier: string, settings: JsonObject): JsonObject => ({
  identifier,
  engine: "postgres",
  engine_version: "16.4",
  instance_class: "db.t4g.medium",
  allocated_storage: 100,
  storage_type: "gp3",
  username: "app",
  password: "initial-password-1",
  db_subnet_group_name: "${aws_db_subnet_group.main.name}",
  vpc_security_group_ids: ["${aws_security_group.data.id}"],
  backup_retention_period: 7,
  ...settings,
});

const snapshotted = (identifier: string) => ({
  skip_final_snapshot: false,
  final_snapshot_identifier: `${identifier}-final`,
});

const BASE = {
  ...PRIVATE_NETWORK,
  "aws_db_subnet_group.main": { name: "main", subnet_ids: PRIVATE_SUBNETS },
  "aws_db_parameter_group.main": {
    name: "main",
    family: "postgres16",
    parameter: [
      { name: "log_min_duration_statement", value: "500", apply_method: "immediate" },
      { name: "max_connections", value: "200", apply_method: "pending-reboot" },
    ],
  },
  "aws_db_instance.guarded": instance("guarded", {
    ...snapshotted("guarded"),
    deletion_protection: true,
    multi_az: true,
    parameter_group_name: "${aws_db_parameter_group.main.name}",
    enabled_cloudwatch_logs_exports: ["postgresql"],
  }),
  "aws_db_instance.kept": instance("kept", snapshotted("kept")),
  "aws_db_instance.retained": instance("retained", {
    ...snapshotted("retained"),
    delete_automated_backups: false,
  }),
  "aws_db_instance.skipped": instance("skipped", { skip_final_snapshot: true }),
  "aws_db_instance.prompt": instance("prompt", { ...snapshotted("prompt"), apply_immediately: true }),
  "aws_rds_cluster.orders": {
    cluster_identifier: "orders",
    engine: "aurora-postgresql",
    master_username: "app",
    master_password: "initial-password-1",
    db_subnet_group_name: "${aws_db_subnet_group.main.name}",
    vpc_security_group_ids: ["${aws_security_group.data.id}"],
    skip_final_snapshot: true,
    backup_retention_period: 7,
  },
  "aws_rds_cluster_instance.one": clusterInstance("one"),
  "aws_rds_cluster_instance.two": clusterInstance("two"),
};

function clusterInstance(name: string): JsonObject {
  return {
    identifier: `orders-${name}`,
    cluster_identifier: "${aws_rds_cluster.orders.id}",
    engine: "aurora-postgresql",
    instance_class: "db.r6g.large",
  };
}

/** Databases: RDS instances with each kind of guard, and an Aurora cluster. */
export const RDS_PAIRS: PairGroup = {
  name: "rds",
  base: BASE,
  pairs: [
    {
      id: "rds-storage-shrinks",
      expects: { class: "refused", level: "block", address: "aws_db_instance.kept" },
      dangerous: patched({ "aws_db_instance.kept": { allocated_storage: 50 } }),
      harmless: patched({ "aws_db_instance.kept": { allocated_storage: 200 } }),
    },
    {
      id: "rds-replaced-without-snapshot",
      expects: { class: "loss", level: "block", address: "aws_db_instance.skipped" },
      dangerous: patched({ "aws_db_instance.skipped": { storage_encrypted: true } }),
      harmless: retag("aws_db_instance.skipped"),
    },
    {
      id: "rds-deleted-without-snapshot",
      expects: { class: "loss", level: "block", address: "aws_db_instance.skipped" },
      dangerous: drop("aws_db_instance.skipped"),
      harmless: patched({ "aws_db_instance.skipped": { copy_tags_to_snapshot: true } }),
    },
    {
      id: "rds-deleted-with-snapshot",
      expects: { class: ["name", "outage", "loss"], level: "ask", address: "aws_db_instance.kept" },
      dangerous: drop("aws_db_instance.kept"),
      harmless: retag("aws_db_instance.kept"),
    },
    {
      id: "rds-replaced-with-snapshot",
      expects: { class: ["name", "outage", "loss"], level: "ask", address: "aws_db_instance.kept" },
      dangerous: patched({ "aws_db_instance.kept": { username: "owner" } }),
      harmless: patched({ "aws_db_instance.kept": { max_allocated_storage: 500 } }),
    },
    {
      id: "rds-deleted-though-protected",
      expects: { class: "refused", level: "block", address: "aws_db_instance.guarded" },
      dangerous: drop("aws_db_instance.guarded"),
      harmless: retag("aws_db_instance.guarded"),
    },
    {
      id: "rds-protection-off",
      expects: { class: "disarmed", level: "ask", address: "aws_db_instance.guarded" },
      dangerous: patched({ "aws_db_instance.guarded": { deletion_protection: false } }),
      harmless: patched({ "aws_db_instance.kept": { deletion_protection: true } }),
    },
    {
      id: "rds-final-snapshot-off",
      expects: { class: "disarmed", level: "ask", address: "aws_db_instance.kept" },
      dangerous: patched({ "aws_db_instance.kept": { skip_final_snapshot: true } }),
      harmless: patched({ "aws_db_instance.skipped": snapshotted("skipped") }),
    },
    {
      id: "rds-identifier",
      expects: { class: ["name", "outage"], level: "ask", address: "aws_db_instance.kept" },
      dangerous: patched({ "aws_db_instance.kept": { identifier: "renamed" } }),
      harmless: patched({ "aws_db_instance.kept": { final_snapshot_identifier: "renamed" } }),
    },
    {
      id: "rds-port",
      expects: { class: "outage", level: "ask", address: "aws_db_instance.kept" },
      dangerous: patched({ "aws_db_instance.kept": { port: 5433 } }),
      harmless: patched({ "aws_db_instance.kept": { copy_tags_to_snapshot: true } }),
    },
    {
      id: "rds-class-at-once",
      expects: { class: "outage", level: "ask", address: "aws_db_instance.prompt" },
      dangerous: patched({ "aws_db_instance.prompt": { instance_class: "db.t4g.large" } }),
      harmless: patched({ "aws_db_instance.kept": { instance_class: "db.t4g.large" } }),
    },
    {
      id: "rds-class-later",
      expects: { class: "later", level: "note", address: "aws_db_instance.kept" },
      dangerous: patched({ "aws_db_instance.kept": { instance_class: "db.t4g.large" } }),
      harmless: patched({ "aws_db_instance.kept": { max_allocated_storage: 500 } }),
    },
    {
      id: "rds-major-version-at-once",
      expects: { class: "outage", level: "ask", address: "aws_db_instance.prompt" },
      dangerous: patched({
        "aws_db_instance.prompt": { engine_version: "17.2", allow_major_version_upgrade: true },
      }),
      harmless: patched({ "aws_db_instance.prompt": { allow_major_version_upgrade: true } }),
    },
    {
      id: "rds-standby-off",
      expects: { class: "thinner", level: "note", address: "aws_db_instance.guarded" },
      dangerous: patched({ "aws_db_instance.guarded": { multi_az: false } }),
      harmless: patched({ "aws_db_instance.kept": { multi_az: true } }),
    },
    {
      id: "rds-backups-off",
      expects: { class: ["loss", "disarmed", "blind"], level: "ask", address: "aws_db_instance.guarded" },
      dangerous: patched({ "aws_db_instance.guarded": { backup_retention_period: 0 } }),
      harmless: patched({ "aws_db_instance.guarded": { backup_retention_period: 14 } }),
    },
    {
      id: "rds-backups-shorter",
      expects: { class: ["loss", "disarmed"], level: "ask", address: "aws_db_instance.kept" },
      dangerous: patched({ "aws_db_instance.kept": { backup_retention_period: 1 } }),
      harmless: patched({ "aws_db_instance.kept": { backup_retention_period: 35 } }),
    },
    {
      id: "rds-automated-backups-go-with-it",
      expects: { class: "disarmed", level: "ask", address: "aws_db_instance.retained" },
      dangerous: patched({ "aws_db_instance.retained": { delete_automated_backups: true } }),
      harmless: patched({ "aws_db_instance.kept": { delete_automated_backups: false } }),
    },
    {
      id: "rds-password",
      expects: { class: ["outage", "name", "cut"], level: "ask", address: "aws_db_instance.kept" },
      dangerous: patched({ "aws_db_instance.kept": { password: "another-password-2" } }),
      harmless: retag("aws_db_instance.kept"),
    },
    {
      id: "rds-static-parameter",
      expects: { class: ["later", "outage"], level: "note", address: "aws_db_instance.guarded" },
      dangerous: patched({ "aws_db_instance.guarded": { parameter_group_name: "default.postgres16" } }),
      harmless: patched({
        "aws_db_parameter_group.main": {
          parameter: [
            { name: "log_min_duration_statement", value: "250", apply_method: "immediate" },
            { name: "max_connections", value: "200", apply_method: "pending-reboot" },
          ],
        },
      }),
    },
    {
      id: "rds-log-exports-off",
      expects: { class: "blind", level: "ask", address: "aws_db_instance.guarded" },
      dangerous: patched({ "aws_db_instance.guarded": { enabled_cloudwatch_logs_exports: [] } }),
      harmless: patched({
        "aws_db_instance.guarded": { enabled_cloudwatch_logs_exports: ["postgresql", "upgrade"] },
      }),
    },
    {
      id: "aurora-deleted-without-snapshot",
      expects: { class: "loss", level: "block", address: "aws_rds_cluster.orders" },
      dangerous: drop(
        "aws_rds_cluster.orders",
        "aws_rds_cluster_instance.one",
        "aws_rds_cluster_instance.two",
      ),
      harmless: patched({ "aws_rds_cluster.orders": { copy_tags_to_snapshot: true } }),
    },
    {
      id: "aurora-without-instances",
      expects: {
        class: ["outage", "loss", "thinner"],
        level: "ask",
        address: "aws_rds_cluster_instance.one",
      },
      dangerous: drop("aws_rds_cluster_instance.one", "aws_rds_cluster_instance.two"),
      harmless: {
        ...drop("aws_rds_cluster_instance.two"),
        state: { drifted: { "aws_rds_cluster_instance.two": { writer: false } } },
      },
    },
    {
      id: "aurora-backups-shorter",
      expects: { class: ["loss", "disarmed"], level: "ask", address: "aws_rds_cluster.orders" },
      dangerous: patched({ "aws_rds_cluster.orders": { backup_retention_period: 1 } }),
      harmless: patched({ "aws_rds_cluster.orders": { backup_retention_period: 14 } }),
    },
  ],
};
