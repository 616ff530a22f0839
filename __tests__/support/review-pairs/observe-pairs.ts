import { backupRule, OBSERVE_BASE } from "./observe-base.ts";
import { drop, type PairGroup, patched, type ReviewPair, retag } from "./review-pair.ts";

const LOGS = "aws_cloudwatch_log_group.app";
const ALARM = "aws_cloudwatch_metric_alarm.main";
const TRAIL = "aws_cloudtrail.main";
const LOCAL = "aws_cloudtrail.local";
const DETECTOR = "aws_guardduty_detector.main";
const PLAN = "aws_backup_plan.main";
const LOCK = "aws_backup_vault_lock_configuration.locked";

const LOG_PAIRS: readonly ReviewPair[] = [
  {
    id: "log-group-deleted",
    expects: { class: "loss", level: "ask", address: LOGS },
    dangerous: drop(LOGS, "aws_cloudwatch_log_metric_filter.app"),
    harmless: retag(LOGS),
  },
  {
    id: "log-retention-shorter",
    expects: { class: ["loss", "blind"], level: "ask", address: LOGS },
    dangerous: patched({ [LOGS]: { retention_in_days: 30 } }),
    harmless: patched({ [LOGS]: { retention_in_days: 731 } }),
  },
  {
    id: "log-retention-from-for-ever",
    expects: { class: ["loss", "blind"], level: "ask", address: "aws_cloudwatch_log_group.brief" },
    dangerous: patched({ "aws_cloudwatch_log_group.brief": { retention_in_days: 1 } }),
    harmless: patched({ "aws_cloudwatch_log_group.brief": { retention_in_days: 0 } }),
  },
  {
    id: "metric-filter-deleted",
    expects: { class: "blind", level: "ask", address: "aws_cloudwatch_log_metric_filter.app" },
    dangerous: drop("aws_cloudwatch_log_metric_filter.app"),
    harmless: retag(LOGS),
  },
  {
    id: "alarm-deleted",
    expects: { class: "blind", level: "ask", address: ALARM },
    dangerous: drop(ALARM),
    harmless: patched({ [ALARM]: { alarm_description: "Errors of the application." } }),
  },
  {
    id: "alarm-muted",
    expects: { class: "blind", level: "ask", address: ALARM },
    dangerous: patched({ [ALARM]: { actions_enabled: false } }),
    harmless: patched({ "aws_cloudwatch_metric_alarm.mute": { actions_enabled: true } }),
  },
  {
    id: "alarm-threshold-looser",
    expects: { class: "blind", level: "ask", address: ALARM },
    dangerous: patched({ [ALARM]: { threshold: 500 } }),
    harmless: patched({ [ALARM]: { threshold: 40 } }),
  },
  {
    id: "alarm-tells-nobody",
    expects: { class: "blind", level: "ask", address: ALARM },
    dangerous: patched({ [ALARM]: { alarm_actions: [] } }),
    harmless: patched({ [ALARM]: { ok_actions: ["${aws_sns_topic.alarms.arn}"] } }),
  },
  {
    id: "alarm-silent-without-data",
    expects: { class: "blind", level: "note", address: ALARM },
    dangerous: patched({ [ALARM]: { treat_missing_data: "notBreaching" } }),
    harmless: patched({ "aws_cloudwatch_metric_alarm.mute": { treat_missing_data: "breaching" } }),
  },
  {
    id: "budget-raised",
    expects: { class: ["blind", "cost"], level: "note", address: "aws_budgets_budget.main" },
    dangerous: patched({ "aws_budgets_budget.main": { limit_amount: "10000" } }),
    harmless: patched({ "aws_budgets_budget.main": { limit_amount: "50" } }),
  },
];

const TRAIL_PAIRS: readonly ReviewPair[] = [
  {
    id: "trail-deleted",
    expects: { class: "blind", level: "ask", address: TRAIL },
    dangerous: drop(TRAIL),
    harmless: retag(TRAIL),
  },
  {
    id: "trail-stopped",
    expects: { class: "blind", level: "ask", address: TRAIL },
    dangerous: patched({ [TRAIL]: { enable_logging: false } }),
    harmless: patched({ [LOCAL]: { enable_log_file_validation: true } }),
  },
  {
    id: "trail-of-one-region",
    expects: { class: "blind", level: "ask", address: TRAIL },
    dangerous: patched({ [TRAIL]: { is_multi_region_trail: false } }),
    harmless: patched({ [LOCAL]: { is_multi_region_trail: true } }),
  },
  {
    id: "detector-off",
    expects: { class: "blind", level: "ask", address: DETECTOR },
    dangerous: patched({ [DETECTOR]: { enable: false } }),
    harmless: patched({ [DETECTOR]: { finding_publishing_frequency: "FIFTEEN_MINUTES" } }),
  },
  {
    id: "analyzer-deleted",
    expects: { class: "blind", level: "ask", address: "aws_accessanalyzer_analyzer.main" },
    dangerous: drop("aws_accessanalyzer_analyzer.main"),
    harmless: retag("aws_accessanalyzer_analyzer.main"),
  },
];

const BACKUP_PAIRS: readonly ReviewPair[] = [
  {
    id: "backup-kept-shorter",
    expects: { class: ["loss", "disarmed"], level: "ask", address: PLAN },
    dangerous: patched({ [PLAN]: { rule: [backupRule({ lifecycle: { delete_after: 7 } })] } }),
    harmless: patched({ [PLAN]: { rule: [backupRule({ lifecycle: { delete_after: 90 } })] } }),
  },
  {
    id: "backup-plan-deleted",
    expects: { class: ["blind", "disarmed", "loss"], level: "ask", address: PLAN },
    dangerous: drop(PLAN, "aws_backup_selection.main"),
    harmless: retag(PLAN),
  },
  {
    id: "backup-selection-deleted",
    expects: { class: ["blind", "disarmed", "loss"], level: "ask", address: "aws_backup_selection.main" },
    dangerous: drop("aws_backup_selection.main"),
    harmless: retag(PLAN),
  },
  {
    id: "backup-vault-deleted",
    expects: { class: ["loss", "refused", "disarmed"], level: "ask", address: "aws_backup_vault.locked" },
    dangerous: drop("aws_backup_vault.locked", LOCK),
    harmless: retag("aws_backup_vault.locked"),
  },
  {
    id: "backup-lock-removed",
    expects: { class: "disarmed", level: "ask", address: LOCK },
    dangerous: drop(LOCK),
    harmless: retag("aws_backup_vault.locked"),
  },
];

/** Logs, alarms, trails and backups. */
export const OBSERVE_PAIRS: PairGroup = {
  name: "observe",
  base: OBSERVE_BASE,
  pairs: [...LOG_PAIRS, ...TRAIL_PAIRS, ...BACKUP_PAIRS],
};
