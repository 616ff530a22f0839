import { rdsOperationRules } from "../../../../tools/review/rules/rds-operation.ts";
import { describeRules } from "../../../support/review-rules.ts";

const member = { cluster_identifier: "shop", writer: false };
const another = {
  type: "aws_rds_cluster_instance",
  name: "another",
  actions: ["no-op"],
  before: { cluster_identifier: "shop" },
};
const deleted = { actions: ["delete"] };
const parameter = (name: string, value: string, method: string) => ({
  parameter: [{ name, value, apply_method: method }],
});

describeRules(rdsOperationRules, {
  "rds-cluster-instance-destroyed": [
    {
      dangerous: { ...deleted, before: member },
      risks: [["outage", "ask"]],
      harmless: { ...deleted, before: member, beside: [another] },
      harmlessRisks: [["thinner", "note"]],
    },
    {
      dangerous: { ...deleted, before: { ...member, writer: true }, beside: [another] },
      risks: [["outage", "ask"]],
      harmless: {
        ...deleted,
        before: { ...member, writer: true },
        beside: [{ type: "aws_rds_cluster", ...deleted, before: { cluster_identifier: "shop" } }],
      },
    },
    {
      dangerous: { actions: ["delete", "create"], before: member },
      risks: [["outage", "ask"]],
      harmless: { actions: ["create", "delete"], before: member },
      harmlessRisks: [["later", "note"]],
    },
  ],
  "rds-single-zone": [
    {
      dangerous: { before: { multi_az: true }, after: { multi_az: false } },
      risks: [["thinner", "note"]],
      harmless: { before: { multi_az: false }, after: { multi_az: true } },
    },
  ],
  "rds-storage-growth-limited": [
    {
      dangerous: { before: { max_allocated_storage: 200 }, after: { max_allocated_storage: 0 } },
      risks: [["thinner", "note"]],
      harmless: { before: { max_allocated_storage: 0 }, after: { max_allocated_storage: 200 } },
    },
    {
      dangerous: { before: { max_allocated_storage: 200 }, after: { max_allocated_storage: 100 } },
      risks: [["thinner", "note"]],
      harmless: { before: { max_allocated_storage: 100 }, after: { max_allocated_storage: 200 } },
    },
  ],
  "rds-capacity-lowered": [
    {
      dangerous: { before: { iops: 6000 }, after: { iops: 3000 } },
      risks: [["thinner", "note"]],
      harmless: { before: { iops: 3000 }, after: { iops: 6000 } },
    },
    {
      dangerous: {
        type: "aws_rds_cluster",
        before: { serverlessv2_scaling_configuration: [{ max_capacity: 16 }] },
        after: { serverlessv2_scaling_configuration: [{ max_capacity: 4 }] },
      },
      risks: [["thinner", "note"]],
      harmless: {
        type: "aws_rds_cluster",
        before: { serverlessv2_scaling_configuration: [{ max_capacity: 4 }] },
        after: { serverlessv2_scaling_configuration: [{ max_capacity: 16 }] },
      },
    },
  ],
  "rds-publicly-accessible": [
    {
      dangerous: { before: { publicly_accessible: false }, after: { publicly_accessible: true } },
      risks: [["exposure", "note"]],
      harmless: { before: { publicly_accessible: true }, after: { publicly_accessible: false } },
    },
    {
      dangerous: {
        actions: ["delete", "create"],
        before: { publicly_accessible: false },
        after: { publicly_accessible: true },
      },
      risks: [["exposure", "note"]],
      harmless: { actions: ["delete", "create"], before: { publicly_accessible: false } },
    },
  ],
  "rds-monitoring-off": [
    {
      dangerous: { before: { monitoring_interval: 60 }, after: { monitoring_interval: 0 } },
      risks: [["blind", "ask"]],
      harmless: { before: { monitoring_interval: 60 }, after: { monitoring_interval: 30 } },
    },
    {
      dangerous: {
        before: { enabled_cloudwatch_logs_exports: ["postgresql", "upgrade"] },
        after: { enabled_cloudwatch_logs_exports: ["upgrade"] },
      },
      risks: [["blind", "ask"]],
      harmless: {
        before: { enabled_cloudwatch_logs_exports: ["postgresql", "upgrade"] },
        after: { enabled_cloudwatch_logs_exports: ["upgrade", "postgresql"] },
      },
    },
    {
      dangerous: { before: { performance_insights_enabled: true }, after: {} },
      risks: [["blind", "ask"]],
      harmless: { before: {}, after: { performance_insights_enabled: true } },
    },
    {
      dangerous: {
        before: { database_insights_mode: "advanced" },
        after: { database_insights_mode: "standard" },
      },
      risks: [["blind", "ask"]],
      harmless: {
        before: { database_insights_mode: "standard" },
        after: { database_insights_mode: "advanced" },
      },
    },
    {
      dangerous: {
        before: { performance_insights_retention_period: 731 },
        after: { performance_insights_retention_period: 7 },
      },
      risks: [["blind", "ask"]],
      harmless: {
        before: { performance_insights_retention_period: 7 },
        after: { performance_insights_retention_period: 731 },
      },
    },
  ],
  "rds-access-path-off": [
    {
      dangerous: {
        before: { iam_database_authentication_enabled: true },
        after: { iam_database_authentication_enabled: false },
      },
      risks: [["outage", "ask"]],
      harmless: {
        before: { iam_database_authentication_enabled: false },
        after: { iam_database_authentication_enabled: true },
      },
    },
  ],
  "rds-role-removed": [
    {
      dangerous: { before: { iam_roles: ["arn:a"] }, after: { iam_roles: [] } },
      risks: [["outage", "ask"]],
      harmless: { before: { iam_roles: ["arn:a"] }, after: { iam_roles: ["arn:b", "arn:a"] } },
    },
  ],
  "rds-security-updates-off": [
    {
      dangerous: {
        before: { auto_minor_version_upgrade: true },
        after: { auto_minor_version_upgrade: false },
      },
      risks: [["disarmed", "note"]],
      harmless: {
        before: { auto_minor_version_upgrade: false },
        after: { auto_minor_version_upgrade: true },
      },
    },
  ],
  "rds-static-parameter-changes": [
    {
      dangerous: {
        before: parameter("max_connections", "100", "pending-reboot"),
        after: parameter("max_connections", "200", "pending-reboot"),
      },
      risks: [["later", "note"]],
      harmless: {
        before: parameter("work_mem", "100", "immediate"),
        after: parameter("work_mem", "200", "immediate"),
      },
    },
  ],
  "rds-tls-optional": [
    {
      dangerous: {
        before: parameter("rds.force_ssl", "1", "immediate"),
        after: parameter("rds.force_ssl", "0", "immediate"),
      },
      risks: [["exposure", "ask"]],
      harmless: {
        before: parameter("rds.force_ssl", "0", "immediate"),
        after: parameter("rds.force_ssl", "1", "immediate"),
      },
    },
    {
      dangerous: { before: parameter("tls", "enabled", "pending-reboot"), after: { parameter: [] } },
      risks: [["exposure", "ask"]],
      harmless: { before: parameter("tls", "disabled", "pending-reboot"), after: { parameter: [] } },
    },
  ],
});
