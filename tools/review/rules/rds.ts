import type { Risk } from "../finding.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { attributeRule, destructionRule, droppedElements, removalRule, riskOf } from "./builders.ts";
import { providerPage } from "./documentation.ts";
import { finalSnapshotRisks } from "./final-snapshot.ts";
import { groupInUseRule } from "./group-in-use.ts";
import { replacementText } from "./replacement-text.ts";
import type { ReviewRule } from "./review-rule.ts";

const MODIFYING = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.DBInstance.Modifying.html";
const DELETING = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html";
const BACKUPS =
  "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html";
const SNAPSHOTS = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ShareSnapshot.html";
const REPLICAS = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.html";
const GROUPS = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithParamGroups.html";

const CLUSTERS = ["aws_rds_cluster", "aws_docdb_cluster", "aws_neptune_cluster"];
const GLOBAL_CLUSTERS = ["aws_rds_global_cluster", "aws_docdb_global_cluster", "aws_neptune_global_cluster"];

/** Rules on the data and backups of RDS, Aurora, DocumentDB and Neptune databases. */
export const rdsRules: readonly ReviewRule[] = [
  destructionRule({
    id: "rds-instance-destroyed",
    types: ["aws_db_instance"],
    finds: "A DB instance is deleted or replaced: its data lost, kept in a snapshot, or protected",
    documentation: [DELETING, providerPage("aws_db_instance")],
    risks: (change) => {
      const isReplica = change.was("replicate_source_db") !== undefined;
      return isReplica && change.was("deletion_protection") !== true
        ? replicaRisks(change)
        : finalSnapshotRisks(change, "DB instance");
    },
  }),
  destructionRule({
    id: "rds-cluster-destroyed",
    types: CLUSTERS,
    finds: "A DB cluster is deleted or replaced: its data lost, kept in a snapshot, or protected",
    documentation: [
      "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_DeleteCluster.html",
      providerPage("aws_rds_cluster"),
    ],
    risks: (change) => finalSnapshotRisks(change, "DB cluster"),
  }),
  destructionRule({
    id: "rds-global-cluster-destroyed",
    types: GLOBAL_CLUSTERS,
    finds: "A global cluster is deleted or replaced: replication to other Regions ends",
    documentation: [
      "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-detaching.html",
      providerPage("aws_rds_global_cluster"),
    ],
    risks: (change) => {
      const start = replacementText(change);
      return change.was("deletion_protection") === true
        ? [riskOf("refused", `${start}, and AWS refuses: deletion_protection is on.`, "block")]
        : [riskOf("disarmed", `${start}: its clusters no longer replicate to other Regions.`)];
    },
  }),
  attributeRule({
    id: "rds-deletion-protection-off",
    types: ["aws_db_instance", ...CLUSTERS, ...GLOBAL_CLUSTERS],
    finds: "Deletion protection is turned off",
    documentation: [DELETING],
    attributes: ["deletion_protection"],
    on: "turnsOff",
    risk: "disarmed",
    text: "deletion_protection is turned off: the next destroy or replacement deletes the database.",
  }),
  attributeRule({
    id: "rds-final-snapshot-off",
    types: ["aws_db_instance", ...CLUSTERS],
    finds: "A deletion takes no final snapshot, or takes the automated backups along",
    documentation: [DELETING, BACKUPS],
    attributes: ["skip_final_snapshot", "delete_automated_backups"],
    on: "turnsOn",
    risk: "disarmed",
    text: (_, attributes) =>
      attributes.includes("skip_final_snapshot")
        ? "skip_final_snapshot is turned on: the next destroy or replacement loses all data."
        : "delete_automated_backups is turned on: the next destroy deletes the automated backups too.",
  }),
  {
    id: "rds-backup-retention-lowered",
    types: ["aws_db_instance", ...CLUSTERS],
    guards: ["backup_retention_period"],
    finds: "Automated backups are kept for less time, or are turned off and deleted",
    documentation: [BACKUPS, MODIFYING],
    judge: (change) => (change.isUpdated ? backupRetentionRisks(change) : []),
  },
  attributeRule({
    id: "rds-backtrack-window-lowered",
    types: ["aws_rds_cluster"],
    finds: "Aurora can be rewound over less time, or no longer",
    documentation: [
      "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Managing.Backtrack.html",
    ],
    attributes: ["backtrack_window"],
    on: (change, attribute) =>
      change.lowers(attribute) ||
      (change.was(attribute) !== undefined && change.changes(attribute) && !change.raises(attribute)),
    risk: "disarmed",
    text: "backtrack_window is lowered: changes before the new window can no longer be undone.",
  }),
  destructionRule({
    id: "rds-snapshot-deleted",
    types: [
      "aws_db_snapshot",
      "aws_db_snapshot_copy",
      "aws_db_cluster_snapshot",
      "aws_rds_cluster_snapshot_copy",
      "aws_docdb_cluster_snapshot",
      "aws_neptune_cluster_snapshot",
    ],
    finds: "A snapshot is deleted or replaced",
    documentation: ["https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteSnapshot.html"],
    risks: (change) => [
      riskOf(
        "loss",
        `${replacementText(change)}: the backup of that time is gone, and cannot be taken again.`,
      ),
    ],
  }),
  {
    id: "rds-snapshot-shared",
    types: [
      "aws_db_snapshot",
      "aws_db_snapshot_copy",
      "aws_db_cluster_snapshot",
      "aws_rds_cluster_snapshot_copy",
    ],
    guards: ["shared_accounts"],
    finds: "A snapshot becomes readable for another account, or for everybody",
    documentation: [SNAPSHOTS],
    judge: (change) => (change.isPresentAfter ? sharedAccountRisks(change) : []),
  },
  removalRule({
    id: "rds-backup-replication-ended",
    types: ["aws_db_instance_automated_backups_replication"],
    finds: "Automated backups are no longer replicated to another Region",
    documentation: ["https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReplicateBackups.html"],
    parent: { types: ["aws_db_instance"], attribute: "source_db_instance_arn" },
    risk: "blind",
    text: "automated backups of the database are no longer replicated to another Region",
  }),
  attributeRule({
    id: "rds-replica-promoted",
    types: ["aws_db_instance", "aws_rds_cluster", "aws_neptune_cluster"],
    finds: "A read replica becomes a database of its own",
    documentation: [REPLICAS],
    attributes: ["replicate_source_db", "replication_source_identifier"],
    on: "unsets",
    risk: "outage",
    text: "The read replica is promoted: it restarts, and never follows its source again.",
  }),
  attributeRule({
    id: "rds-global-cluster-left",
    types: CLUSTERS,
    finds: "A cluster leaves its global cluster",
    documentation: [
      "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-detaching.html",
    ],
    attributes: ["global_cluster_identifier"],
    on: (change, attribute) => change.was(attribute) !== undefined && change.changes(attribute),
    risk: "disarmed",
    text: "The cluster leaves its global cluster: replication between the Regions ends.",
  }),
  groupInUseRule({
    id: "rds-group-in-use",
    types: [
      "aws_db_parameter_group",
      "aws_rds_cluster_parameter_group",
      "aws_docdb_cluster_parameter_group",
      "aws_neptune_cluster_parameter_group",
      "aws_neptune_parameter_group",
      "aws_db_option_group",
      "aws_db_subnet_group",
      "aws_docdb_subnet_group",
      "aws_neptune_subnet_group",
    ],
    finds: "A parameter, option or subnet group is deleted while a database still uses it",
    documentation: [
      GROUPS,
      "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBSubnetGroup.html",
    ],
    users: ["aws_db_", "aws_rds_", "aws_docdb_", "aws_neptune_"],
    attributes: [
      "parameter_group_name",
      "db_cluster_parameter_group_name",
      "db_parameter_group_name",
      "neptune_cluster_parameter_group_name",
      "neptune_parameter_group_name",
      "option_group_name",
      "db_subnet_group_name",
      "neptune_subnet_group_name",
    ],
  }),
  attributeRule({
    id: "rds-subnet-group-shrinks",
    types: ["aws_db_subnet_group", "aws_docdb_subnet_group", "aws_neptune_subnet_group"],
    finds: "A subnet leaves a DB subnet group",
    documentation: ["https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBSubnetGroup.html"],
    attributes: ["subnet_ids"],
    on: "drops",
    risk: "refused",
    text: (change) =>
      `${droppedElements(change, "subnet_ids").length} subnets leave the group: AWS refuses with ` +
      "SubnetAlreadyInUse while a database has an interface in one.",
  }),
];

function replicaRisks(change: PlannedResourceChange): Risk[] {
  const start = replacementText(change);
  if (change.was("skip_final_snapshot") !== true) {
    const text = `${start}, and is refused: a read replica takes no final snapshot, so skip_final_snapshot must be set by an earlier apply.`;
    return [riskOf("refused", text, "block")];
  }
  return [
    riskOf("name", `${start}: the read replica's endpoint is gone for those who read from it.`),
    riskOf("thinner", `${start}: one read replica less; the data stays in its source.`),
  ];
}

function backupRetentionRisks(change: PlannedResourceChange): Risk[] {
  const attribute = "backup_retention_period";
  const from = Number(change.was(attribute) ?? 0);
  const to = Number(change.becomes(attribute) ?? 0);
  if (change.isUnknown(attribute) || from === to) return [];
  const risks: Risk[] = [];
  if (to === 0) {
    risks.push(
      riskOf(
        "loss",
        "Automated backups are turned off: all of them are deleted, with point-in-time recovery.",
      ),
    );
  } else if (to < from) {
    const text = `Automated backups are kept for ${to} days rather than ${from}: older ones are deleted.`;
    risks.push(riskOf("disarmed", text));
  }
  // DocumentDB and Neptune keep at least one day, and Aurora's storage makes the backups.
  if (change.type !== "aws_db_instance" || (from !== 0 && to !== 0)) return risks;
  const text = "The DB instance restarts, since automated backups are turned on or off";
  return change.becomes("apply_immediately") === true
    ? [...risks, riskOf("outage", `${text}: at once, since apply_immediately is set.`)]
    : [...risks, riskOf("later", `${text}: in the next maintenance window.`)];
}

function sharedAccountRisks(change: PlannedResourceChange): Risk[] {
  if (!change.changes("shared_accounts")) return [];
  const before = [change.was("shared_accounts") ?? []].flat();
  const added = [change.becomes("shared_accounts") ?? []]
    .flat()
    .filter((account) => !before.includes(account));
  if (added.includes("all")) return [riskOf("public", "Every AWS account may restore the snapshot.")];
  if (added.length === 0) return [];
  return [riskOf("permission", `${added.length} more AWS accounts may restore the snapshot.`)];
}
