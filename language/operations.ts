import { z } from "zod";
import { emailField, flag, formatIssue, integer, list, nameField, patternText } from "./fields.ts";

/** When alarms go off, and who is told. */
export const alarmsSchema = z.strictObject({
  /** Who is subscribed to the topic; each confirms by e-mail. @default none */
  emails: list(emailField, "e-mail addresses").default([]),
  /** Seconds a request may take on average. @default 5 */
  responseTimeSeconds: integer(1, 4000, "seconds").default(5),
  /** Share of requests that may fail with 5xx. @default 5 */
  errorPercent: integer(1, 100, "percent").default(5),
  /** @default 85 */
  cpuPercent: integer(1, 100, "percent").default(85),
  /** @default 85 */
  memoryPercent: integer(1, 100, "percent").default(85),
  /** Share of a disk or database's storage left free. @default 15 */
  freeStoragePercent: integer(1, 100, "percent").default(15),
  /** Evictions a cache may make in five minutes. @default 100 */
  cacheEvictions: integer(0, 1_000_000, "evictions").default(100),
  /** Days before a certificate ends. @default 30 */
  certificateDays: integer(1, 60, "days").default(30),
});

/** What the platform may cost. */
export const budgetSchema = z.strictObject({
  monthlyUsd: integer(1, 10_000_000, "US dollars"),
  /** Percent of the budget at which `emails` are told; the last also by forecast. @default 80 and 100 */
  alertPercents: list(integer(1, 1000, "percent"), "percentages", 1).default([80, 100]),
  /** Up to ten. */
  emails: list(emailField, "e-mail addresses", 1).max(10, {
    error: formatIssue("at most 10 e-mail addresses", "use a mailing list"),
  }),
});

/**
 * Minutes from a backup's time within which AWS Backup begins it, which are the least that it takes; a job that it could
 * not begin by then has expired. https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupRule.html
 */
export const BACKUP_START_MINUTES = 60;

/** Snapshots for the long term, by AWS Backup. */
export const backupSchema = z.strictObject({
  /**
   * When, in UTC: not in a database's backup or maintenance window, nor an hour before.
   * @default the first of each month at 07:00
   */
  schedule: patternText(
    /^cron\([\w ,*?/#-]{9,100}\)$/,
    "an AWS cron expression",
    'write it as "cron(0 7 1 * ? *)"',
  ).default("cron(0 7 1 * ? *)"),
  /** Days that each is kept. @default 365 */
  retentionDays: integer(1, 36_500, "days").default(365),
  /** The stores to keep: postgres databases and buckets. @default none */
  stores: list(nameField, "store names").default([]),
  /** The servers to keep, with their disks, without being stopped for it. @default none */
  servers: list(nameField, "servers' names").default([]),
});

/** The ECS cluster that services run on. */
export const clusterSchema = z.strictObject({
  /** @default `<platform>-<environment>` */
  name: patternText(
    /^[A-Za-z0-9][\w-]{0,254}$/,
    "an ECS cluster name",
    'use a name such as "shop-cluster"',
  ).optional(),
  /** Metrics of each task and container. @default true */
  containerInsights: flag.default(true),
});

/** When alarms go off, with the defaults. */
export type AlarmSettings = z.output<typeof alarmsSchema>;
/** What the platform may cost, with the defaults. */
export type BudgetSettings = z.output<typeof budgetSchema>;
/** Snapshots for the long term, with the defaults. */
export type Backup = z.output<typeof backupSchema>;
