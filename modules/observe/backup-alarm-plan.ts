import { BACKUP_START_MINUTES } from "../../language/operations.ts";
import type { DeployedResources } from "./deployed-plan.ts";
import { type AlarmPlan, FIVE_MINUTES, type Metric } from "./metric-plan.ts";

/**
 * A metric of a backup vault, reported every five minutes.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/cloudwatch.html
 */
function vaultMetric(vault: string, name: string): Metric {
  return { namespace: "AWS/Backup", name, dimensions: { BackupVaultName: vault }, statistic: "Sum" };
}

/** Plans alarms for missed backups: a job that cannot start in time expires rather than fails. */
export function planBackupAlarms({ backupVaultName: vault }: DeployedResources): AlarmPlan[] {
  if (vault === undefined) return [];
  return [
    {
      id: "backup-jobs",
      description: `A backup to the vault ${vault} failed, or could not begin within ${BACKUP_START_MINUTES} minutes: make it by hand. That the alarm ends does not mean that it was made.`,
      severity: "warning",
      metric: {
        metrics: {
          failed: vaultMetric(vault, "NumberOfBackupJobsFailed"),
          expired: vaultMetric(vault, "NumberOfBackupJobsExpired"),
        },
        expression: "FILL(failed, 0) + FILL(expired, 0)",
        label: "backups not made",
      },
      comparison: "at least",
      threshold: 1,
      periodSeconds: FIVE_MINUTES,
      periods: 1,
      // Between backups there is no data.
      treatMissingData: "notBreaching",
    },
  ];
}
