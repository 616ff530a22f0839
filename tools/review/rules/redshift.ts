import { formatList } from "../../reach/analysis/lint/words.ts";
import { attributeRule, destructionRule, fromTo, removalRule, riskOf } from "./builders.ts";
import { providerPage } from "./documentation.ts";
import { finalSnapshotRisks } from "./final-snapshot.ts";
import { replacementText } from "./replacement-text.ts";
import type { ReviewRule } from "./review-rule.ts";

const GUIDE = "https://docs.aws.amazon.com/redshift/latest/mgmt";
const MODIFYING = "https://docs.aws.amazon.com/redshift/latest/APIReference/API_ModifyCluster.html";
const CLUSTER = ["aws_redshift_cluster"];
const PARENT = { types: CLUSTER, attribute: "cluster_identifier" };

/** Rules on Redshift. */
export const redshiftRules: readonly ReviewRule[] = [
  destructionRule({
    id: "redshift-cluster-destroyed",
    types: CLUSTER,
    finds: "A cluster is deleted or replaced: its data lost, or kept in a snapshot",
    documentation: [`${GUIDE}/rs-mgmt-shutdown-delete-cluster.html`, providerPage("aws_redshift_cluster")],
    risks: (change) => finalSnapshotRisks(change, "cluster"),
  }),
  destructionRule({
    id: "redshift-namespace-destroyed",
    types: ["aws_redshiftserverless_namespace", "aws_redshift_cluster_snapshot"],
    finds: "A serverless namespace or a snapshot is deleted or replaced with its data",
    documentation: [`${GUIDE}/serverless-workgroup-namespace.html`],
    risks: (change) => [riskOf("loss", `${replacementText(change)}: its data is gone.`)],
  }),
  removalRule({
    id: "redshift-workgroup-destroyed",
    types: ["aws_redshiftserverless_workgroup"],
    finds: "A serverless workgroup is deleted or replaced: its endpoint goes, its data stays",
    documentation: [`${GUIDE}/serverless-workgroup-namespace.html`],
    risk: "outage",
    text: "its endpoint is gone, while the namespace keeps the data",
  }),
  attributeRule({
    id: "redshift-final-snapshot-off",
    types: CLUSTER,
    finds: "A deletion takes no final snapshot",
    documentation: [providerPage("aws_redshift_cluster")],
    attributes: ["skip_final_snapshot"],
    on: "turnsOn",
    risk: "disarmed",
    text: "skip_final_snapshot is turned on: the next destroy or replacement loses all data.",
  }),
  {
    id: "redshift-snapshots-reduced",
    types: CLUSTER,
    guards: ["automated_snapshot_retention_period"],
    finds: "Automated snapshots are kept for less time, or are turned off and deleted",
    documentation: [`${GUIDE}/working-with-snapshots.html`],
    judge: (change) => {
      const attribute = "automated_snapshot_retention_period";
      if (!change.isUpdated || !change.lowers(attribute)) return [];
      return change.becomes(attribute) === 0
        ? [riskOf("loss", "Automated snapshots are turned off, and all of them are deleted.")]
        : [riskOf("disarmed", `Automated snapshots are kept ${fromTo(change, attribute)} days.`)];
    },
  },
  attributeRule({
    id: "redshift-copies-off",
    types: CLUSTER,
    finds: "Snapshots are no longer copied to another Region",
    documentation: [`${GUIDE}/cross-region-snapshot-copy.html`],
    attributes: ["snapshot_copy"],
    on: "unsets",
    risk: "disarmed",
    text: "Snapshots are no longer copied to another Region.",
  }),
  removalRule({
    id: "redshift-copy-deleted",
    types: ["aws_redshift_snapshot_copy", "aws_redshift_snapshot_schedule_association"],
    finds: "Snapshots are no longer taken by a schedule, or copied to another Region",
    documentation: [`${GUIDE}/cross-region-snapshot-copy.html`],
    parent: PARENT,
    unlessReplaced: true,
    risk: "blind",
    text: "snapshots are no longer taken by the schedule, or copied to another Region",
  }),
  attributeRule({
    id: "redshift-resizes",
    types: CLUSTER,
    finds: "A cluster is resized, re-encrypted or moved: it is read-only or down meanwhile",
    documentation: [`${GUIDE}/resizing-cluster.html`, MODIFYING],
    attributes: [
      "node_type",
      "cluster_type",
      "number_of_nodes",
      "encrypted",
      "kms_key_id",
      "availability_zone",
      "port",
      "enhanced_vpc_routing",
      "multi_az",
    ],
    on: (change, attribute) =>
      attribute === "kms_key_id" || attribute === "availability_zone"
        ? change.was(attribute) !== undefined && change.changes(attribute)
        : change.changes(attribute),
    risk: "outage",
    text: (_, attributes) =>
      `Changing ${formatList(attributes)} makes the cluster unavailable or read-only meanwhile.`,
  }),
  attributeRule({
    id: "redshift-thinner",
    types: CLUSTER,
    finds: "A cluster has fewer nodes, or no standby zone",
    documentation: [`${GUIDE}/managing-cluster-multi-az.html`],
    attributes: ["number_of_nodes", "multi_az", "availability_zone_relocation_enabled"],
    on: (change, attribute) =>
      attribute === "number_of_nodes" ? change.lowers(attribute) : change.turnsOff(attribute),
    risk: "thinner",
    text: (_, attributes) => `Less capacity or redundancy: ${formatList(attributes)} is reduced.`,
  }),
  attributeRule({
    id: "redshift-publicly-accessible",
    types: [...CLUSTER, "aws_redshiftserverless_workgroup"],
    finds: "A cluster gets a public IP address",
    documentation: [MODIFYING],
    attributes: ["publicly_accessible"],
    on: "turnsOn",
    judgesReplacements: true,
    risk: "exposure",
    text: "publicly_accessible is turned on: the cluster gets a public IP address.",
  }),
  attributeRule({
    id: "redshift-credentials-change",
    types: [...CLUSTER, "aws_redshiftserverless_namespace"],
    finds: "The administrator's password changes, or moves to or from Secrets Manager",
    documentation: [`${GUIDE}/redshift-secrets-manager-integration.html`],
    attributes: [
      "master_password",
      "master_password_wo_version",
      "manage_master_password",
      "admin_user_password",
      "admin_user_password_wo_version",
      "manage_admin_password",
    ],
    on: "changes",
    risk: "outage",
    text: "The administrator's password changes: clients that still have the old one cannot connect.",
  }),
  removalRule({
    id: "redshift-audit-logs-off",
    types: ["aws_redshift_logging"],
    finds: "Audit logs of a cluster end",
    documentation: [`${GUIDE}/db-auditing.html`],
    parent: PARENT,
    unlessReplaced: true,
    risk: "blind",
    text: "connections and queries are no longer logged",
  }),
  attributeRule({
    id: "redshift-audit-logs-reduced",
    types: [...CLUSTER, "aws_redshift_logging", "aws_redshiftserverless_namespace"],
    finds: "Fewer audit logs of a cluster are written",
    documentation: [`${GUIDE}/db-auditing.html`],
    attributes: ["logging.0.enable", "log_exports"],
    on: (change, attribute) =>
      attribute === "log_exports"
        ? countOf(change.becomes(attribute)) < countOf(change.was(attribute)) && change.changes(attribute)
        : change.turnsOff(attribute),
    risk: "blind",
    text: "Fewer connections or queries are logged.",
  }),
];

function countOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}
