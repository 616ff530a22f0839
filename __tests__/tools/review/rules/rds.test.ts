import { rdsRules } from "../../../../tools/review/rules/rds.ts";
import { describeRules } from "../../../support/review-rules.ts";

const kept = {
  deletion_protection: false,
  skip_final_snapshot: false,
  final_snapshot_identifier: "shop-final",
};
const lost = { ...kept, skip_final_snapshot: true };
const deleted = { actions: ["delete"] };
const replaced = { actions: ["delete", "create"], replacePaths: [["engine"]] };
const subnetGroup = { type: "aws_db_subnet_group", before: { id: "shop", name: "shop" } };
const user = {
  type: "aws_db_instance",
  name: "db",
  actions: ["no-op"],
  before: { db_subnet_group_name: "shop" },
};

describeRules(rdsRules, {
  "rds-instance-destroyed": [
    {
      dangerous: { ...deleted, before: lost },
      risks: [["loss", "block"]],
      harmless: { before: lost, after: { ...lost, tags: { a: "b" } } },
    },
    {
      dangerous: { ...replaced, before: lost, after: kept },
      risks: [["loss", "block"]],
      harmless: { actions: ["create"], after: kept },
    },
    {
      dangerous: { ...replaced, before: kept },
      risks: [
        ["outage", "ask"],
        ["name", "ask"],
      ],
      harmless: { before: kept, after: kept },
    },
    {
      dangerous: { ...deleted, before: { ...lost, deletion_protection: true } },
      risks: [["refused", "block"]],
      harmless: { before: { ...lost, deletion_protection: true } },
    },
    {
      dangerous: { ...deleted, before: { skip_final_snapshot: false, final_snapshot_identifier: null } },
      risks: [["refused", "block"]],
      harmless: { before: { skip_final_snapshot: false, final_snapshot_identifier: null } },
    },
    {
      dangerous: { ...deleted, before: lost, deposed: "ab12cd34" },
      risks: [["loss", "block"]],
      harmless: { before: lost },
    },
    {
      dangerous: { ...deleted, before: { ...lost, replicate_source_db: "shop" } },
      risks: [
        ["name", "ask"],
        ["thinner", "note"],
      ],
      harmless: { before: { ...lost, replicate_source_db: "shop" } },
    },
    {
      dangerous: { ...deleted, before: { ...kept, replicate_source_db: "shop" } },
      risks: [["refused", "block"]],
      harmless: { before: { ...kept, replicate_source_db: "shop" } },
    },
    {
      dangerous: { actions: ["create", "read", "delete"], before: lost },
      risks: [["loss", "block"]],
      harmless: { actions: ["forget"], before: lost },
    },
  ],
  "rds-cluster-destroyed": [
    { dangerous: { ...deleted, before: lost }, risks: [["loss", "block"]], harmless: { before: lost } },
    {
      dangerous: { type: "aws_neptune_cluster", ...replaced, before: lost },
      risks: [["loss", "block"]],
      harmless: { type: "aws_neptune_cluster", before: lost },
    },
  ],
  "rds-global-cluster-destroyed": [
    {
      dangerous: { ...deleted, before: { deletion_protection: false } },
      risks: [["disarmed", "ask"]],
      harmless: { before: { deletion_protection: false } },
    },
    {
      dangerous: { ...deleted, before: { deletion_protection: true } },
      risks: [["refused", "block"]],
      harmless: { before: { deletion_protection: true } },
    },
  ],
  "rds-deletion-protection-off": [
    {
      dangerous: { before: { deletion_protection: true }, after: { deletion_protection: false } },
      risks: [["disarmed", "ask"]],
      harmless: { before: { deletion_protection: false }, after: { deletion_protection: true } },
    },
    {
      dangerous: { before: { deletion_protection: true }, after: { deletion_protection: null } },
      risks: [["disarmed", "ask"]],
      harmless: { before: { deletion_protection: false }, after: { deletion_protection: null } },
    },
  ],
  "rds-final-snapshot-off": [
    {
      dangerous: { before: { skip_final_snapshot: false }, after: { skip_final_snapshot: true } },
      risks: [["disarmed", "ask"]],
      harmless: { before: { skip_final_snapshot: true }, after: { skip_final_snapshot: false } },
    },
    {
      dangerous: { before: { delete_automated_backups: false }, after: { delete_automated_backups: true } },
      risks: [["disarmed", "ask"]],
      harmless: { before: { delete_automated_backups: true }, after: { delete_automated_backups: false } },
    },
  ],
  "rds-backup-retention-lowered": [
    {
      dangerous: { before: { backup_retention_period: 30 }, after: { backup_retention_period: 7 } },
      risks: [["disarmed", "ask"]],
      harmless: { before: { backup_retention_period: 7 }, after: { backup_retention_period: 30 } },
    },
    {
      dangerous: {
        before: { backup_retention_period: 7 },
        after: { backup_retention_period: 0, apply_immediately: true },
      },
      risks: [
        ["loss", "block"],
        ["outage", "ask"],
      ],
      harmless: {
        before: { backup_retention_period: 7 },
        after: { backup_retention_period: 7, apply_immediately: true },
      },
    },
    {
      dangerous: { before: { backup_retention_period: 7 }, after: { backup_retention_period: 0 } },
      risks: [
        ["loss", "block"],
        ["later", "note"],
      ],
      harmless: { before: { backup_retention_period: 0 }, after: { backup_retention_period: 7 } },
      harmlessRisks: [["later", "note"]],
    },
  ],
  "rds-backtrack-window-lowered": [
    {
      dangerous: { before: { backtrack_window: 86400 }, after: { backtrack_window: 3600 } },
      risks: [["disarmed", "ask"]],
      harmless: { before: { backtrack_window: 3600 }, after: { backtrack_window: 86400 } },
    },
    {
      dangerous: { before: { backtrack_window: 3600 }, after: { backtrack_window: null } },
      risks: [["disarmed", "ask"]],
      harmless: { before: { backtrack_window: null }, after: { backtrack_window: 3600 } },
    },
  ],
  "rds-snapshot-deleted": [
    { dangerous: deleted, risks: [["loss", "block"]], harmless: { actions: ["create"] } },
  ],
  "rds-snapshot-shared": [
    {
      dangerous: { before: { shared_accounts: [] }, after: { shared_accounts: ["all"] } },
      risks: [["public", "block"]],
      harmless: { before: { shared_accounts: ["all"] }, after: { shared_accounts: [] } },
    },
    {
      dangerous: { actions: ["create"], after: { shared_accounts: ["123456789012"] } },
      risks: [["permission", "ask"]],
      harmless: { actions: ["create"], after: { shared_accounts: [] } },
    },
  ],
  "rds-backup-replication-ended": [
    {
      dangerous: { ...deleted, before: { source_db_instance_arn: "arn:db" } },
      risks: [["blind", "ask"]],
      harmless: {
        ...deleted,
        before: { source_db_instance_arn: "arn:db" },
        beside: [{ type: "aws_db_instance", ...deleted, before: { arn: "arn:db" } }],
      },
    },
  ],
  "rds-replica-promoted": [
    {
      dangerous: { before: { replicate_source_db: "shop" }, after: { replicate_source_db: null } },
      risks: [["outage", "ask"]],
      harmless: { before: { replicate_source_db: null }, after: { replicate_source_db: "" } },
    },
  ],
  "rds-global-cluster-left": [
    {
      dangerous: {
        before: { global_cluster_identifier: "world" },
        after: { global_cluster_identifier: null },
      },
      risks: [["disarmed", "ask"]],
      harmless: {
        before: { global_cluster_identifier: null },
        after: { global_cluster_identifier: "world" },
      },
    },
  ],
  "rds-group-in-use": [
    {
      dangerous: { ...subnetGroup, ...replaced, beside: [user] },
      risks: [["refused", "block"]],
      harmless: { ...subnetGroup, actions: ["create", "delete"], beside: [user] },
    },
    {
      dangerous: { ...subnetGroup, ...deleted, beside: [user] },
      risks: [["refused", "block"]],
      harmless: {
        ...subnetGroup,
        ...deleted,
        beside: [{ ...user, actions: ["update"], after: { db_subnet_group_name: "new" } }],
      },
    },
  ],
  "rds-subnet-group-shrinks": [
    {
      dangerous: { before: { subnet_ids: ["a", "b"] }, after: { subnet_ids: ["a"] } },
      risks: [["refused", "ask"]],
      harmless: { before: { subnet_ids: ["a", "b"] }, after: { subnet_ids: ["c", "b", "a"] } },
    },
  ],
});
