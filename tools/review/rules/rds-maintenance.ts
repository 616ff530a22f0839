import { parseWeeklyWindow, weekMinute, windowsOverlap } from "../../../aws/maintenance-windows.ts";
import { formatList } from "../../reach/analysis/lint/words.ts";
import type { Risk } from "../finding.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { attributeRule, fromTo, maintenanceRule, riskOf } from "./builders.ts";
import { providerPage } from "./documentation.ts";
import { compareEngineVersions } from "./engine-version.ts";
import type { ReviewRule, RuleContext } from "./review-rule.ts";

const MODIFYING = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.DBInstance.Modifying.html";
const UPGRADING =
  "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html";
const STORAGE = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.StorageTypes.html";

const INSTANCES = [
  "aws_db_instance",
  "aws_rds_cluster_instance",
  "aws_docdb_cluster_instance",
  "aws_neptune_cluster_instance",
];
const CLUSTERS = ["aws_rds_cluster", "aws_docdb_cluster", "aws_neptune_cluster"];
const DATABASES = [...INSTANCES, ...CLUSTERS];

/** Rules on modifications of databases that interrupt them, at once or in a maintenance window. */
export const rdsMaintenanceRules: readonly ReviewRule[] = [
  {
    id: "rds-engine-version-changes",
    types: [...DATABASES, "aws_rds_global_cluster", "aws_docdb_global_cluster", "aws_neptune_global_cluster"],
    guards: ["engine_version", "apply_immediately", "allow_major_version_upgrade"],
    finds: "An engine is upgraded, for good if the major version rises; a downgrade is refused",
    documentation: [UPGRADING, MODIFYING],
    judge: (change) => (change.isUpdated && change.changes("engine_version") ? versionRisks(change) : []),
  },
  {
    id: "rds-identifier-changes",
    types: ["aws_db_instance"],
    guards: ["identifier"],
    finds: "A DB instance is renamed: an outage, and another endpoint",
    documentation: [
      "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_RenameInstance.html",
      MODIFYING,
    ],
    judge: (change) => (change.isUpdated && change.changes("identifier") ? renameRisks(change) : []),
  },
  attributeRule({
    id: "rds-port-changes",
    types: [...INSTANCES, ...CLUSTERS],
    finds: "A database changes its port: it restarts at once, and clients know the old one",
    documentation: [MODIFYING],
    attributes: ["port"],
    on: "changes",
    risk: "outage",
    text: (change) =>
      `The port changes ${fromTo(change, "port")}: the database restarts at once, whatever ` +
      "apply_immediately says, and clients still connect to the old port.",
  }),
  attributeRule({
    id: "rds-storage-shrinks",
    types: ["aws_db_instance", "aws_rds_cluster"],
    finds: "Storage is lowered, which AWS refuses",
    documentation: [MODIFYING],
    attributes: ["allocated_storage"],
    on: "lowers",
    risk: "refused",
    level: "block",
    text: (change) =>
      `Storage goes ${fromTo(change, "allocated_storage")} GiB, and AWS refuses: it can only grow ` +
      "(InvalidParameterCombination).",
  }),
  maintenanceRule({
    id: "rds-instance-class-changes",
    types: DATABASES,
    finds: "The instance class changes: the database restarts",
    documentation: [MODIFYING],
    attributes: ["instance_class", "db_cluster_instance_class"],
    on: "changes",
    text: (change, [attribute = ""]) =>
      `The instance class changes ${fromTo(change, attribute)}, with downtime`,
  }),
  maintenanceRule({
    id: "rds-subnet-group-changes",
    types: ["aws_db_instance"],
    finds: "A DB instance moves to another subnet group: an outage",
    documentation: [MODIFYING],
    attributes: ["db_subnet_group_name"],
    on: "changes",
    text: "The DB instance moves to other subnets, with downtime and other addresses",
  }),
  maintenanceRule({
    id: "rds-storage-type-changes",
    types: ["aws_db_instance"],
    finds: "The storage type changes: a short outage, and six hours without another storage change",
    documentation: [MODIFYING, STORAGE],
    attributes: ["storage_type"],
    on: "changes",
    text: (change) =>
      `The storage type changes ${fromTo(change, "storage_type")}, with a short outage for some types; ` +
      "storage cannot be changed again for six hours",
  }),
  attributeRule({
    id: "rds-cluster-storage-type-changes",
    types: CLUSTERS,
    finds: "A cluster's storage configuration changes: other prices, and no way back for 30 days",
    documentation: [
      "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Overview.StorageReliability.html",
    ],
    attributes: ["storage_type"],
    on: "changes",
    risk: "cost",
    text: (change) =>
      `The storage configuration changes ${fromTo(change, "storage_type")}, with other prices.`,
  }),
  maintenanceRule({
    id: "rds-restarting-setting-changes",
    types: DATABASES,
    finds: "Another setting changes with downtime: licence, directory, network type, log volume, …",
    documentation: [MODIFYING],
    attributes: [
      "license_model",
      "domain",
      "domain_fqdn",
      "domain_ou",
      "domain_auth_secret_arn",
      "domain_iam_role_name",
      "network_type",
      "dedicated_log_volume",
      "replica_mode",
      "multi_tenant",
    ],
    on: "changes",
    text: (_, attributes) => `Changing ${formatList(attributes)} interrupts the database`,
  }),
  maintenanceRule({
    id: "rds-certificate-authority-changes",
    types: DATABASES,
    finds: "The CA of the server certificate changes: a restart, and clients must trust the new CA",
    documentation: [
      "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html",
      MODIFYING,
    ],
    attributes: ["ca_cert_identifier", "ca_certificate_identifier"],
    on: "changes",
    text: (change, [attribute = ""]) =>
      `The certificate authority changes ${fromTo(change, attribute)}: clients that verify it must trust ` +
      "the new one, and the database may restart",
  }),
  attributeRule({
    id: "rds-parameter-group-changes",
    types: DATABASES,
    finds: "Another parameter group is used: it takes effect at a reboot by hand",
    documentation: [
      "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithParamGroups.html",
    ],
    attributes: [
      "parameter_group_name",
      "db_parameter_group_name",
      "db_cluster_parameter_group_name",
      "neptune_parameter_group_name",
      "neptune_cluster_parameter_group_name",
    ],
    on: "changes",
    risk: "later",
    text: "Another parameter group is used: its settings take effect only when somebody reboots the database.",
  }),
  attributeRule({
    id: "rds-pending-modifications-run",
    types: DATABASES,
    finds: "apply_immediately is turned on: modifications that waited for the window run too",
    documentation: [MODIFYING],
    attributes: ["apply_immediately"],
    on: "turnsOn",
    risk: "outage",
    text: "apply_immediately is turned on: every modification that waits for the maintenance window runs now too.",
  }),
  {
    id: "rds-maintenance-window-changes",
    types: DATABASES,
    guards: ["maintenance_window", "preferred_maintenance_window"],
    finds: "The maintenance window moves, perhaps to now: what is pending runs in it",
    documentation: [MODIFYING],
    judge: (change, context) => (change.isUpdated ? windowRisks(change, context) : []),
  },
  attributeRule({
    id: "rds-credentials-change",
    types: DATABASES,
    finds: "The master password changes, or moves to or from Secrets Manager",
    documentation: [
      "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html",
      providerPage("aws_db_instance"),
    ],
    attributes: [
      "password",
      "password_wo_version",
      "master_password",
      "master_password_wo_version",
      "manage_master_user_password",
    ],
    on: "changes",
    risk: "outage",
    text: "The master password changes: clients that still have the old one cannot open connections.",
  }),
];

function versionRisks(change: PlannedResourceChange): Risk[] {
  const before = String(change.was("engine_version_actual") ?? change.was("engine_version") ?? "");
  const engine = String(change.was("engine") ?? "");
  const compared = compareEngineVersions(engine, before, String(change.becomes("engine_version") ?? ""));
  const text = `The engine version changes ${fromTo(change, "engine_version")}`;
  if (compared.isDowngrade) {
    return [riskOf("refused", `${text}, and AWS refuses: an engine cannot be downgraded in place.`, "block")];
  }
  const isAllowed = change.becomes("allow_major_version_upgrade") === true;
  const needsPermission = "allow_major_version_upgrade" in change.after;
  if (compared.isMajorUpgrade && needsPermission && !isAllowed) {
    const refusal = `${text}, and AWS refuses: a major upgrade needs allow_major_version_upgrade.`;
    return [riskOf("refused", refusal, "block")];
  }
  const outage = compared.isMajorUpgrade ? `${text}, a major upgrade without a way back` : text;
  // A global cluster has no window: its members are upgraded at once.
  const isImmediate = change.becomes("apply_immediately") === true || change.type.includes("global_cluster");
  return isImmediate
    ? [riskOf("outage", `${outage}: the database is down at once.`)]
    : [riskOf("later", `${outage}: the database is down in the next maintenance window.`)];
}

function renameRisks(change: PlannedResourceChange): Risk[] {
  const text = `The DB instance is renamed ${fromTo(change, "identifier")}`;
  const isImmediate = change.becomes("apply_immediately") === true;
  return [
    riskOf("name", `${text}: its endpoint changes, and the old host name stops resolving.`),
    isImmediate
      ? riskOf("outage", `${text}: it restarts at once, since apply_immediately is set.`)
      : riskOf("later", `${text}: it restarts in the next maintenance window.`),
  ];
}

function windowRisks(change: PlannedResourceChange, { plan }: RuleContext): Risk[] {
  const attribute = ["maintenance_window", "preferred_maintenance_window"].find((name) =>
    change.changes(name),
  );
  if (attribute === undefined) return [];
  const window = parseWeeklyWindow(String(change.becomes(attribute) ?? ""));
  const now = typeof plan.json.timestamp === "string" ? new Date(plan.json.timestamp) : undefined;
  if (window !== undefined && now !== undefined && !Number.isNaN(now.getTime())) {
    const minute = weekMinute((now.getUTCDay() + 6) % 7, now.getUTCHours(), now.getUTCMinutes());
    if (windowsOverlap(window, { start: minute, minutes: 1 })) {
      const text = "The new maintenance window includes the time of this plan: what is pending runs at once.";
      return [riskOf("outage", text)];
    }
  }
  return [
    riskOf(
      "later",
      "The maintenance window moves: if it includes the time of apply, what is pending runs at once.",
    ),
  ];
}
