import type { JsonObject } from "../../../tools/reach/terraform/configuration/json.ts";
import { policy, type ResourcePatch } from "./review-pair.ts";

/** The rule of the backup plan. */
export const backupRule = (settings: JsonObject): JsonObject => ({
  rule_name: "daily",
  target_vault_name: "${aws_backup_vault.main.name}",
  schedule: "cron(0 3 * * ? *)",
  lifecycle: { delete_after: 35 },
  ...settings,
});

const BACKUPS: ResourcePatch = {
  "aws_iam_role.backup": {
    name: "backup",
    assume_role_policy: policy({
      Effect: "Allow",
      Principal: { Service: "backup.amazonaws.com" },
      Action: "sts:AssumeRole",
    }),
  },
  "aws_dynamodb_table.main": {
    name: "main",
    billing_mode: "PAY_PER_REQUEST",
    hash_key: "id",
    attribute: [{ name: "id", type: "S" }],
  },
  "aws_backup_vault.main": { name: "main" },
  "aws_backup_vault.locked": { name: "locked", force_destroy: true },
  "aws_backup_vault_lock_configuration.locked": {
    backup_vault_name: "${aws_backup_vault.locked.name}",
    min_retention_days: 30,
  },
  "aws_backup_plan.main": { name: "main", rule: [backupRule({})] },
  "aws_backup_selection.main": {
    name: "main",
    plan_id: "${aws_backup_plan.main.id}",
    iam_role_arn: "${aws_iam_role.backup.arn}",
    resources: ["${aws_dynamodb_table.main.arn}"],
  },
};

/** Logs, alarms, trails, detectors and backups. */
export const OBSERVE_BASE: ResourcePatch = {
  ...BACKUPS,
  "aws_cloudwatch_log_group.app": { name: "app", retention_in_days: 365 },
  "aws_cloudwatch_log_group.brief": { name: "brief", retention_in_days: 30 },
  "aws_cloudwatch_log_metric_filter.app": {
    name: "errors",
    log_group_name: "${aws_cloudwatch_log_group.app.name}",
    pattern: "ERROR",
    metric_transformation: { name: "Errors", namespace: "App", value: "1" },
  },
  "aws_sns_topic.alarms": { name: "alarms" },
  "aws_cloudwatch_metric_alarm.main": {
    alarm_name: "main",
    comparison_operator: "GreaterThanThreshold",
    evaluation_periods: 2,
    period: 60,
    namespace: "App",
    metric_name: "Errors",
    statistic: "Sum",
    threshold: 80,
    treat_missing_data: "breaching",
    alarm_actions: ["${aws_sns_topic.alarms.arn}"],
  },
  "aws_cloudwatch_metric_alarm.mute": {
    alarm_name: "mute",
    comparison_operator: "GreaterThanThreshold",
    evaluation_periods: 2,
    period: 60,
    namespace: "App",
    metric_name: "Errors",
    statistic: "Sum",
    threshold: 80,
    actions_enabled: false,
    alarm_actions: ["${aws_sns_topic.alarms.arn}"],
  },
  "aws_s3_bucket.trail": { bucket: "pairs-trail" },
  "aws_cloudtrail.main": {
    name: "main",
    s3_bucket_name: "${aws_s3_bucket.trail.id}",
    is_multi_region_trail: true,
    enable_log_file_validation: true,
  },
  "aws_cloudtrail.local": { name: "local", s3_bucket_name: "${aws_s3_bucket.trail.id}" },
  "aws_guardduty_detector.main": { enable: true },
  "aws_accessanalyzer_analyzer.main": { analyzer_name: "main" },
  "aws_budgets_budget.main": {
    name: "main",
    budget_type: "COST",
    limit_amount: "100",
    limit_unit: "USD",
    time_unit: "MONTHLY",
  },
};
