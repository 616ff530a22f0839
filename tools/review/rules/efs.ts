import { attributeRule, destructionRule, fromTo, removalRule, riskOf } from "./builders.ts";
import { providerPage } from "./documentation.ts";
import { replacementText } from "./replacement-text.ts";
import type { ReviewRule } from "./review-rule.ts";

const GUIDE = "https://docs.aws.amazon.com/efs/latest/ug";
const FILE_SYSTEM = ["aws_efs_file_system"];
const PARENT = { types: FILE_SYSTEM, attribute: "file_system_id" };

/** Rules on EFS file systems, their mount targets, backups and copies. */
export const efsRules: readonly ReviewRule[] = [
  destructionRule({
    id: "efs-file-system-destroyed",
    types: FILE_SYSTEM,
    finds: "A file system is deleted or replaced with all its files",
    documentation: [`${GUIDE}/delete-efs-fs.html`, providerPage("aws_efs_file_system")],
    risks: (change) => [
      riskOf("loss", `${replacementText(change)}: all its files are gone.`),
      riskOf("name", `${replacementText(change)}: its ID and host name are gone for those who mount it.`),
    ],
  }),
  removalRule({
    id: "efs-mount-target-destroyed",
    types: ["aws_efs_mount_target"],
    finds: "A mount target is deleted or replaced: its zone can no longer reach the files",
    documentation: [`${GUIDE}/manage-fs-access-create-delete-mount-targets.html`],
    parent: PARENT,
    risk: "outage",
    text: "whoever mounts the file system through it hangs",
  }),
  removalRule({
    id: "efs-access-point-destroyed",
    types: ["aws_efs_access_point"],
    finds: "An access point is deleted or replaced",
    documentation: [`${GUIDE}/efs-access-points.html`],
    parent: PARENT,
    risk: "outage",
    text: "whoever mounts the file system by its ID fails",
  }),
  attributeRule({
    id: "efs-backup-off",
    types: ["aws_efs_backup_policy"],
    finds: "Automatic backups of a file system are turned off",
    documentation: [`${GUIDE}/awsbackup.html`],
    attributes: ["backup_policy.0.status"],
    on: (change, attribute) => change.was(attribute) === "ENABLED" && change.changes(attribute),
    risk: "blind",
    text: "Automatic backups are turned off.",
  }),
  removalRule({
    id: "efs-backup-policy-deleted",
    types: ["aws_efs_backup_policy"],
    finds: "The backup policy of a file system is deleted, and with it the automatic backups",
    documentation: [`${GUIDE}/awsbackup.html`, providerPage("aws_efs_backup_policy")],
    parent: PARENT,
    unlessReplaced: true,
    when: (change) => change.was("backup_policy.0.status") === "ENABLED",
    risk: "blind",
    text: "automatic backups end",
  }),
  removalRule({
    id: "efs-replication-deleted",
    types: ["aws_efs_replication_configuration"],
    finds: "A file system is no longer replicated",
    documentation: [`${GUIDE}/delete-replications.html`],
    parent: { types: FILE_SYSTEM, attribute: "source_file_system_id" },
    risk: "disarmed",
    text: "files are no longer replicated, and the copy becomes writable",
  }),
  attributeRule({
    id: "efs-overwrite-protection-off",
    types: FILE_SYSTEM,
    finds: "A file system may become the target of a replication, which overwrites it",
    documentation: [`${GUIDE}/replication-use-cases.html`, providerPage("aws_efs_file_system")],
    attributes: ["protection.0.replication_overwrite"],
    guards: [],
    on: (change, attribute) =>
      change.was(attribute) === "ENABLED" && change.becomes(attribute) === "DISABLED",
    risk: "disarmed",
    text: "Overwrite protection is turned off: a replication may replace all files.",
  }),
  attributeRule({
    id: "efs-throughput-lowered",
    types: FILE_SYSTEM,
    finds: "Throughput is lowered, or follows the stored size",
    documentation: [`${GUIDE}/performance.html`],
    attributes: ["provisioned_throughput_in_mibps", "throughput_mode"],
    on: (change, attribute) =>
      attribute === "throughput_mode"
        ? change.becomes(attribute) === "bursting" && change.changes(attribute)
        : change.lowers(attribute),
    risk: "thinner",
    text: (change, [attribute = ""]) =>
      `${attribute} changes ${fromTo(change, attribute)}; it cannot be changed again for a day.`,
  }),
  attributeRule({
    id: "efs-storage-class-changes",
    types: FILE_SYSTEM,
    finds: "Files move to colder storage earlier or later: other prices and latencies",
    documentation: [`${GUIDE}/lifecycle-management-efs.html`],
    attributes: ["lifecycle_policy"],
    on: "changes",
    risk: "cost",
    text: "The lifecycle policy changes: files move between storage classes, with other prices and latencies.",
  }),
  attributeRule({
    id: "efs-policy-check-off",
    types: ["aws_efs_file_system_policy"],
    finds: "AWS no longer checks that a new file system policy can be changed again",
    documentation: ["https://docs.aws.amazon.com/efs/latest/APIReference/API_PutFileSystemPolicy.html"],
    attributes: ["bypass_policy_lockout_safety_check"],
    on: "turnsOn",
    risk: "disarmed",
    text: "The lockout check is bypassed: a wrong policy locks its own author out.",
  }),
  removalRule({
    id: "efs-policy-deleted",
    types: ["aws_efs_file_system_policy"],
    finds: "A file system policy is deleted: whoever reaches a mount target has full access",
    documentation: [`${GUIDE}/iam-access-control-nfs-efs.html`],
    parent: PARENT,
    unlessReplaced: true,
    risk: "permission",
    text: "the default policy gives full access to every client that reaches a mount target",
  }),
];
