import { formatList } from "../../reach/analysis/lint/words.ts";
import type { Risk } from "../finding.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { blockChanges, valueIn } from "./blocks.ts";
import { attributeRule, destructionRule, droppedElements, fromTo, riskOf } from "./builders.ts";
import { providerPage } from "./documentation.ts";
import { replacementText } from "./replacement-text.ts";
import type { ReviewRule, RuleContext } from "./review-rule.ts";

const MODIFYING = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.DBInstance.Modifying.html";
const AURORA = "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide";
const PARAMETERS = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithParamGroups.html";

const MEMBERS = ["aws_rds_cluster_instance", "aws_docdb_cluster_instance", "aws_neptune_cluster_instance"];
const INSTANCES = ["aws_db_instance", ...MEMBERS];
const CLUSTERS = ["aws_rds_cluster", "aws_docdb_cluster", "aws_neptune_cluster"];
const PARAMETER_GROUPS = [
  "aws_db_parameter_group",
  "aws_rds_cluster_parameter_group",
  "aws_docdb_cluster_parameter_group",
  "aws_neptune_cluster_parameter_group",
  "aws_neptune_parameter_group",
];

/** Rules on the capacity, access and monitoring of databases. */
export const rdsOperationRules: readonly ReviewRule[] = [
  destructionRule({
    id: "rds-cluster-instance-destroyed",
    types: MEMBERS,
    finds: "An instance of a cluster is deleted or replaced: a failover, less capacity, or nothing left",
    documentation: [`${AURORA}/USER_DeleteCluster.html`, providerPage("aws_rds_cluster_instance")],
    risks: memberRisks,
  }),
  attributeRule({
    id: "rds-single-zone",
    types: ["aws_db_instance"],
    finds: "A DB instance loses its standby in another zone",
    documentation: ["https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.html"],
    attributes: ["multi_az"],
    on: "turnsOff",
    risk: "thinner",
    text: "multi_az is turned off: no standby takes over if the zone or the instance fails.",
  }),
  attributeRule({
    id: "rds-storage-growth-limited",
    types: ["aws_db_instance"],
    finds: "Storage autoscaling gets a lower limit, or is turned off",
    documentation: ["https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html"],
    attributes: ["max_allocated_storage"],
    on: (change, attribute) => change.lowers(attribute) || isNoLongerSet(change, attribute),
    risk: "thinner",
    text: "Storage grows by itself up to a lower limit, or no longer: a full disk stops the database.",
  }),
  attributeRule({
    id: "rds-capacity-lowered",
    types: ["aws_db_instance", ...CLUSTERS],
    finds: "Provisioned IOPS, throughput or serverless capacity is lowered",
    documentation: [MODIFYING, `${AURORA}/aurora-serverless-v2.setting-capacity.html`],
    attributes: [
      "iops",
      "storage_throughput",
      ...["serverlessv2_scaling_configuration", "serverless_v2_scaling_configuration"].flatMap((block) => [
        `${block}.0.min_capacity`,
        `${block}.0.max_capacity`,
      ]),
      "scaling_configuration.0.min_capacity",
      "scaling_configuration.0.max_capacity",
    ],
    on: "lowers",
    risk: "thinner",
    text: (change, attributes) =>
      `${formatList(attributes.map((name) => `${name.replace(/^.*\./, "")} goes ${fromTo(change, name)}`))}.`,
  }),
  attributeRule({
    id: "rds-publicly-accessible",
    types: INSTANCES,
    finds: "A database gets a public IP address",
    documentation: [
      "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
    ],
    attributes: ["publicly_accessible"],
    on: "turnsOn",
    judgesReplacements: true,
    risk: "exposure",
    // The proof of reachability says if anybody can use the address.
    level: "note",
    text: "publicly_accessible is turned on: the database gets a public IP address at once.",
  }),
  attributeRule({
    id: "rds-monitoring-off",
    types: [...INSTANCES, ...CLUSTERS],
    finds: "Enhanced Monitoring, Performance Insights or a log export is turned off",
    documentation: [MODIFYING, "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.html"],
    attributes: [
      "monitoring_interval",
      "performance_insights_enabled",
      "enable_performance_insights",
      "database_insights_mode",
      "performance_insights_retention_period",
      "enabled_cloudwatch_logs_exports",
      "enable_cloudwatch_logs_exports",
    ],
    on: isMonitoredLess,
    risk: "blind",
    text: (_, attributes) => `Less is recorded of the database: ${formatList(attributes)} is reduced.`,
  }),
  attributeRule({
    id: "rds-access-path-off",
    types: [...INSTANCES, ...CLUSTERS],
    finds: "IAM authentication, the Data API or write forwarding is turned off for those who use it",
    documentation: ["https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html"],
    attributes: [
      "iam_database_authentication_enabled",
      "enable_http_endpoint",
      "enable_global_write_forwarding",
      "enable_local_write_forwarding",
    ],
    on: "turnsOff",
    risk: "outage",
    text: (_, attributes) => `Clients that use it fail: ${formatList(attributes)} is turned off.`,
  }),
  attributeRule({
    id: "rds-role-removed",
    types: ["aws_rds_cluster", "aws_neptune_cluster"],
    finds: "A cluster loses an IAM role, with which it calls S3 or Lambda",
    documentation: [`${AURORA}/AuroraMySQL.Integrating.Authorizing.html`],
    attributes: ["iam_roles"],
    on: "drops",
    risk: "outage",
    text: "The cluster loses an IAM role: its calls to S3, Lambda or others by that role fail.",
  }),
  attributeRule({
    id: "rds-security-updates-off",
    types: INSTANCES,
    finds: "Minor engine versions are no longer installed in the maintenance window",
    documentation: [
      "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html",
    ],
    attributes: ["auto_minor_version_upgrade"],
    on: "turnsOff",
    risk: "disarmed",
    level: "note",
    text: "auto_minor_version_upgrade is turned off: security fixes of the engine wait for somebody.",
  }),
  {
    id: "rds-static-parameter-changes",
    types: PARAMETER_GROUPS,
    guards: ["parameter"],
    finds: "A parameter changes that takes effect only at a reboot",
    documentation: [PARAMETERS],
    judge: (change) => (change.isUpdated ? pendingParameterRisks(change) : []),
  },
  {
    id: "rds-tls-optional",
    types: PARAMETER_GROUPS,
    guards: ["parameter"],
    finds: "Connections without TLS are accepted",
    documentation: [
      "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html",
    ],
    judge: (change) => (change.isUpdated || change.isReplaced ? tlsRisks(change) : []),
  },
];

function memberRisks(change: PlannedResourceChange, { ofType }: RuleContext): Risk[] {
  const cluster = change.was("cluster_identifier");
  const isClusterGone = ofType(...CLUSTERS).some(
    (parent) =>
      parent.isDestroyed && [parent.was("cluster_identifier"), parent.was("id")].some((id) => id === cluster),
  );
  if (isClusterGone) return [];
  const start = replacementText(change);
  const others = ofType(...MEMBERS).filter(
    (other) => other !== change && other.was("cluster_identifier") === cluster && !other.isDestroyed,
  );
  if (others.length === 0 && change.action !== "replace-create-first") {
    return [
      riskOf("outage", `${start}, and no other instance of its cluster is in these plans to take over.`),
    ];
  }
  if (change.was("writer") === true) {
    return [riskOf("outage", `${start}, and it is the writer: the cluster fails over to another instance.`)];
  }
  return change.isReplaced
    ? [riskOf("later", `${start}: its connections end.`)]
    : [riskOf("thinner", `${start}: the cluster has one instance less for reads and failover.`)];
}

function isNoLongerSet(change: PlannedResourceChange, attribute: string): boolean {
  return Number(change.was(attribute) ?? 0) > 0 && change.changes(attribute) && !change.becomes(attribute);
}

function isMonitoredLess(change: PlannedResourceChange, attribute: string): boolean {
  if (attribute === "database_insights_mode") {
    return change.was(attribute) === "advanced" && change.changes(attribute);
  }
  // A longer interval still records; 0 records nothing.
  if (attribute === "monitoring_interval") return isNoLongerSet(change, attribute);
  if (attribute.endsWith("_exports")) return droppedElements(change, attribute).length > 0;
  return attribute.endsWith("_period") ? change.lowers(attribute) : change.turnsOff(attribute);
}

function pendingParameterRisks(change: PlannedResourceChange): Risk[] {
  const names = blockChanges(change, "parameter", "name")
    .filter(({ before, after }) =>
      [before, after].some((block) => valueIn(block, "apply_method") === "pending-reboot"),
    )
    .map(({ key }) => key)
    .sort();
  if (names.length === 0) return [];
  return [riskOf("later", `The databases of this group must restart before it holds: ${formatList(names)}.`)];
}

/** Parameters that require TLS, by engine; each is on as `1`, `ON` or `enabled`. */
const TLS_PARAMETERS = ["rds.force_ssl", "require_secure_transport", "tls", "neptune_enforce_ssl"];

function tlsRisks(change: PlannedResourceChange): Risk[] {
  const isOn = (value: unknown): boolean => /^(1|on|true|enabled|tls.*)$/i.test(String(value));
  const opened = blockChanges(change, "parameter", "name").filter(
    ({ key, before, after }) =>
      TLS_PARAMETERS.includes(key) && isOn(valueIn(before, "value")) && !isOn(valueIn(after, "value")),
  );
  return opened.map(({ key }) =>
    riskOf("exposure", `${key} no longer requires TLS: clients may connect in clear text.`),
  );
}
