import type { Risk } from "../finding.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { attributeRule, destructionRule, fromTo, maintenanceRule, riskOf } from "./builders.ts";
import { providerPage } from "./documentation.ts";
import { replacementText } from "./replacement-text.ts";
import type { ReviewRule } from "./review-rule.ts";

const FILE_SYSTEMS = [
  "aws_fsx_lustre_file_system",
  "aws_fsx_ontap_file_system",
  "aws_fsx_openzfs_file_system",
  "aws_fsx_windows_file_system",
];
const FSX = "https://docs.aws.amazon.com/fsx/latest/APIReference";
const MSK = "https://docs.aws.amazon.com/msk/latest/developerguide";
const MQ = "https://docs.aws.amazon.com/amazon-mq/latest/developer-guide";
const COGNITO = "https://docs.aws.amazon.com/cognito/latest/developerguide";

/** Rules on other services that keep data: FSx, MSK, Amazon MQ, Cognito, Keyspaces and the like. */
export const storesRules: readonly ReviewRule[] = [
  destructionRule({
    id: "fsx-file-system-destroyed",
    types: FILE_SYSTEMS,
    finds: "An FSx file system is deleted or replaced: its files lost, or kept in a final backup",
    documentation: [`${FSX}/API_DeleteFileSystem.html`, providerPage("aws_fsx_windows_file_system")],
    risks: (change) => {
      const start = replacementText(change);
      // ONTAP takes no final backup of a file system, and Lustre none unless asked.
      const keepsBackup = change.was("skip_final_backup") === false;
      return keepsBackup
        ? [riskOf("outage", `${start}: its files are in the final backup alone, and a new one starts empty.`)]
        : [riskOf("loss", `${start} without a final backup: all its files are gone.`)];
    },
  }),
  attributeRule({
    id: "fsx-backups-reduced",
    types: FILE_SYSTEMS,
    finds: "Automatic backups of a file system are kept for less time, or end",
    documentation: [`${FSX}/API_UpdateFileSystem.html`],
    attributes: ["automatic_backup_retention_days"],
    on: "lowers",
    risk: "disarmed",
    text: (change, [attribute = ""]) => `Automatic backups are kept ${fromTo(change, attribute)} days.`,
  }),
  attributeRule({
    id: "fsx-final-backup-off",
    types: FILE_SYSTEMS,
    finds: "A deletion of a file system takes no final backup",
    documentation: [providerPage("aws_fsx_windows_file_system")],
    attributes: ["skip_final_backup"],
    on: "turnsOn",
    risk: "disarmed",
    text: "skip_final_backup is turned on: the next destroy or replacement loses all files.",
  }),
  attributeRule({
    id: "fsx-storage-shrinks",
    types: FILE_SYSTEMS,
    finds: "A file system is made smaller, which AWS refuses",
    documentation: [`${FSX}/API_UpdateFileSystem.html`],
    attributes: ["storage_capacity"],
    on: "lowers",
    risk: "refused",
    text: (change, [attribute = ""]) =>
      `The storage goes ${fromTo(change, attribute)} GiB: most file systems only grow.`,
  }),
  destructionRule({
    id: "broker-destroyed",
    types: ["aws_msk_cluster", "aws_msk_serverless_cluster", "aws_mq_broker"],
    finds: "A Kafka cluster or a message broker is deleted or replaced with its messages",
    documentation: [`${MSK}/msk-delete-cluster.html`, `${MQ}/amazon-mq-deleting-broker.html`],
    risks: (change) => [
      riskOf("loss", `${replacementText(change)}: the messages in it are gone.`),
      riskOf("name", `${replacementText(change)}: its endpoints are gone for those who use it.`),
    ],
  }),
  attributeRule({
    id: "msk-cluster-changes",
    types: ["aws_msk_cluster"],
    finds: "Brokers of a Kafka cluster restart one by one, or accept other clients",
    documentation: [`${MSK}/msk-update-broker-type.html`, providerPage("aws_msk_cluster")],
    attributes: [
      "kafka_version",
      "broker_node_group_info.0.instance_type",
      "client_authentication",
      "encryption_info.0.encryption_in_transit.0.client_broker",
      "configuration_info",
    ],
    on: "changes",
    risk: "outage",
    text: "The brokers restart one by one: topics without replicas are down, and clients may fail to log in.",
  }),
  attributeRule({
    id: "msk-brokers-removed",
    types: ["aws_msk_cluster"],
    finds: "Brokers are removed from a Kafka cluster",
    documentation: [`${MSK}/msk-remove-broker.html`],
    attributes: ["number_of_broker_nodes"],
    on: "lowers",
    risk: "refused",
    text: "Brokers are removed, and AWS refuses while they hold partitions.",
  }),
  maintenanceRule({
    id: "mq-broker-changes",
    types: ["aws_mq_broker"],
    finds: "A message broker restarts, at once or in its maintenance window",
    documentation: [`${MQ}/amazon-mq-rebooting-broker.html`, providerPage("aws_mq_broker")],
    attributes: ["engine_version", "host_instance_type", "configuration", "security_groups", "user"],
    guards: ["engine_version", "host_instance_type"],
    on: "changes",
    text: "The broker restarts",
  }),
  destructionRule({
    id: "cognito-pool-destroyed",
    types: ["aws_cognito_user_pool"],
    finds: "A user pool is deleted or replaced with its users",
    documentation: [
      `${COGNITO}/user-pool-settings-deletion-protection.html`,
      providerPage("aws_cognito_user_pool"),
    ],
    risks: userPoolRisks,
  }),
  attributeRule({
    id: "cognito-deletion-protection-off",
    types: ["aws_cognito_user_pool"],
    finds: "Deletion protection of a user pool is turned off",
    documentation: [`${COGNITO}/user-pool-settings-deletion-protection.html`],
    attributes: ["deletion_protection"],
    on: (change, attribute) => change.was(attribute) === "ACTIVE" && change.changes(attribute),
    risk: "disarmed",
    text: "Deletion protection is turned off: the next destroy or replacement deletes all users.",
  }),
  destructionRule({
    id: "store-destroyed",
    types: [
      "aws_keyspaces_table",
      "aws_keyspaces_keyspace",
      "aws_timestreamwrite_table",
      "aws_timestreamwrite_database",
      "aws_glacier_vault",
      "aws_codecommit_repository",
      "aws_lightsail_database",
      "aws_finspace_kx_database",
      "aws_prometheus_workspace",
      "aws_storagegateway_gateway",
      "aws_fsx_backup",
      "aws_fsx_openzfs_snapshot",
      "aws_fsx_openzfs_volume",
      "aws_memorydb_snapshot",
      "aws_redshiftserverless_snapshot",
      "aws_s3tables_table",
    ],
    finds: "Another store is deleted or replaced with its data",
    documentation: [providerPage("aws_keyspaces_table"), providerPage("aws_timestreamwrite_table")],
    risks: (change) => [riskOf("loss", `${replacementText(change)}: the data in it is gone.`)],
  }),
];

function userPoolRisks(change: PlannedResourceChange): Risk[] {
  const start = replacementText(change);
  if (change.was("deletion_protection") === "ACTIVE") {
    return [riskOf("refused", `${start}, and AWS refuses: deletion_protection is ACTIVE.`, "block")];
  }
  return [
    riskOf("loss", `${start}: its users and their passwords are gone, and cannot be restored.`),
    riskOf("name", `${start}: its ID, clients and issuer are gone for those who check its tokens.`),
  ];
}
