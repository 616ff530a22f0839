import { attributeRule, destructionRule, fromTo, removalRule, riskOf } from "./builders.ts";
import { providerPage } from "./documentation.ts";
import { replacementText } from "./replacement-text.ts";
import type { ReviewRule } from "./review-rule.ts";

const PARENT = {
  types: ["aws_db_instance", "aws_rds_cluster", "aws_neptune_cluster", "aws_db_proxy"],
  attribute: "cluster_identifier",
};

/** Rules on proxies, endpoints, roles, events and activity streams of databases. */
export const rdsConnectionsRules: readonly ReviewRule[] = [
  destructionRule({
    id: "rds-proxy-destroyed",
    types: ["aws_db_proxy", "aws_db_proxy_endpoint"],
    finds: "A proxy, or an endpoint of one, is deleted or replaced",
    documentation: ["https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-managing.html"],
    risks: (change) => [
      riskOf("outage", `${replacementText(change)}: connections through it end.`),
      ...(change.isReplaced ? [] : [riskOf("name", `${replacementText(change)}: its host name is gone.`)]),
    ],
  }),
  attributeRule({
    id: "rds-proxy-renamed",
    types: ["aws_db_proxy"],
    finds: "A proxy is renamed: its endpoint changes",
    documentation: ["https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBProxy.html"],
    attributes: ["name"],
    on: "changes",
    risk: "name",
    text: (change) => `The proxy is renamed ${fromTo(change, "name")}: its endpoint changes with it.`,
  }),
  attributeRule({
    id: "rds-proxy-tls-optional",
    types: ["aws_db_proxy"],
    finds: "A proxy accepts connections without TLS",
    documentation: ["https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.howitworks.html"],
    attributes: ["require_tls"],
    on: "turnsOff",
    risk: "exposure",
    text: "require_tls is turned off: the proxy accepts connections in clear text.",
  }),
  attributeRule({
    id: "rds-events-off",
    types: ["aws_db_event_subscription", "aws_docdb_event_subscription", "aws_neptune_event_subscription"],
    finds: "Notifications of database events are turned off",
    documentation: ["https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.html"],
    attributes: ["enabled"],
    on: "turnsOff",
    risk: "blind",
    text: "The event subscription is turned off: nobody is told of failovers or failed backups.",
  }),
  removalRule({
    id: "rds-events-subscription-deleted",
    types: ["aws_db_event_subscription", "aws_docdb_event_subscription", "aws_neptune_event_subscription"],
    finds: "A subscription to database events is deleted",
    documentation: ["https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.html"],
    unlessReplaced: true,
    risk: "blind",
    text: "nobody is told of failovers or failed backups",
  }),
  removalRule({
    id: "rds-endpoint-destroyed",
    types: ["aws_rds_cluster_endpoint", "aws_neptune_cluster_endpoint"],
    finds: "A custom endpoint of a cluster is deleted or replaced",
    documentation: [
      "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Endpoints.Custom.html",
    ],
    parent: PARENT,
    risk: "name",
    text: "its host name is gone for those who connect to it",
  }),
  removalRule({
    id: "rds-target-removed",
    types: ["aws_db_proxy_target"],
    finds: "A proxy loses its database",
    documentation: ["https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-managing.html"],
    parent: { ...PARENT, attribute: "db_proxy_name" },
    risk: "outage",
    text: "connections through the proxy fail",
  }),
  removalRule({
    id: "rds-role-association-removed",
    types: ["aws_rds_cluster_role_association", "aws_db_instance_role_association"],
    finds: "A database loses an IAM role, with which it calls S3 or Lambda",
    documentation: [providerPage("aws_rds_cluster_role_association")],
    risk: "outage",
    text: "calls of the database to S3, Lambda or others by that role fail",
  }),
  removalRule({
    id: "rds-integration-ended",
    types: ["aws_rds_integration"],
    finds: "A zero-ETL integration is deleted or replaced",
    documentation: ["https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/zero-etl.deleting.html"],
    risk: "outage",
    text: "changes no longer reach the analytics store",
  }),
  removalRule({
    id: "rds-activity-stream-ended",
    types: ["aws_rds_cluster_activity_stream"],
    finds: "A database's activity is no longer streamed for audits",
    documentation: ["https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/DBActivityStreams.html"],
    parent: { ...PARENT, attribute: "resource_arn" },
    risk: "blind",
    text: "activity of the database is no longer recorded",
  }),
  attributeRule({
    id: "rds-instance-stopped",
    types: ["aws_rds_instance_state"],
    finds: "A DB instance is stopped",
    documentation: ["https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_StopInstance.html"],
    attributes: ["state"],
    on: (change, attribute) => change.becomes(attribute) === "stopped" && change.changes(attribute),
    risk: "outage",
    text: "The DB instance is stopped.",
  }),
];
