import * as z from "zod";
import { emailField, flag, formatIssue, integer, list, nameField, patternText } from "./fields.ts";

/** Alarm thresholds and recipients. */
export const alarmsSchema = z.strictObject({
  /** Subscribers to the topic; each confirms by e-mail. @default none */
  emails: list(emailField, "e-mail addresses").default([]),
  /** Average response time, in seconds. @default 5 */
  responseTimeSeconds: integer(1, 4000, "seconds").default(5),
  /** Share of 5xx responses, in percent. @default 5 */
  errorPercent: integer(1, 100, "percent").default(5),
  /** Errors of a service's structured log in five minutes, with `logMetrics`. @default 10 */
  errorsInLog: integer(0, 1_000_000, "errors").default(10),
  /** @default 85 */
  cpuPercent: integer(1, 100, "percent").default(85),
  /** @default 85 */
  memoryPercent: integer(1, 100, "percent").default(85),
  /** Free share of a disk or of a database's storage, in percent. @default 15 */
  freeStoragePercent: integer(1, 100, "percent").default(15),
  /** Cache evictions in five minutes. @default 100 */
  cacheEvictions: integer(0, 1_000_000, "evictions").default(100),
  /** Days until a certificate expires. @default 30 */
  certificateDays: integer(1, 60, "days").default(30),
});

/** The monthly budget and its alerts. */
export const budgetSchema = z.strictObject({
  /** The limit per calendar month, in US dollars. */
  monthlyUsd: integer(1, 10_000_000, "US dollars"),
  /**
   * Percentages of the budget that notify `emails`; the last one also by forecast. @default 80 and
   * 100
   */
  alertPercents: list(integer(1, 1000, "percent"), "percentages", 1).default([80, 100]),
  /** The recipients: at most ten. */
  emails: list(emailField, "e-mail addresses", 1).max(10, {
    error: formatIssue("at most 10 e-mail addresses", "use a mailing list"),
  }),
});

/** Watches over costs beside the budget. All of them are settings of the whole account. */
export const costsSchema = z.strictObject({
  /** E-mails about unusual costs of the platform, once a day. @default none */
  anomalies: z
    .strictObject({
      /** The least impact of an anomaly that is reported, in US dollars. */
      minimumUsd: integer(1, 1_000_000, "US dollars"),
      /** The recipients. */
      emails: list(emailField, "e-mail addresses", 1),
      /**
       * ARN of an existing monitor, such as the one of all services that AWS creates itself.
       * @default a monitor of the tag Platform, which `allocationTags` must have
       */
      monitorArn: patternText(
        /^arn:aws:ce::\d{12}:anomalymonitor\/[\w-]{1,64}$/,
        "the ARN of a cost anomaly monitor",
        "copy it from `aws ce get-anomaly-monitors`",
      ).optional(),
    })
    .optional(),
  /**
   * Tags to activate for cost allocation, in a standalone or management account. AWS knows a tag
   * one day after a resource first had it: add them after the first deployment. @default none
   * https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/activating-tags.html
   */
  allocationTags: list(
    patternText(/^(?!aws:)[\w .:/=+@-]{1,128}$/, "a tag key", 'use a key such as "Platform"'),
    "tag keys",
  ).default([]),
  /**
   * Enrols the account in Compute Optimizer, which hints at sizes, free of charge. @default false
   * https://docs.aws.amazon.com/compute-optimizer/latest/ug/getting-started.html
   */
  rightSizing: flag.default(false),
});

/**
 * The start window of a backup job in minutes, which is AWS's minimum. AWS Backup expires a job
 * that has not started by its end.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupRule.html
 */
export const BACKUP_START_MINUTES = 60;

/** Long-term backups by AWS Backup. */
export const backupSchema = z.strictObject({
  /**
   * The schedule in UTC, outside databases' backup and maintenance windows and the hour before
   * each.
   * @default the first of each month at 07:00
   */
  schedule: patternText(
    /^cron\([\w ,*?/#-]{9,100}\)$/,
    "an AWS cron expression",
    'write it as "cron(0 7 1 * ? *)"',
  ).default("cron(0 7 1 * ? *)"),
  /** Retention in days. @default 365 */
  retentionDays: integer(1, 36_500, "days").default(365),
  /** The stores to back up: postgres databases and buckets. @default none */
  stores: list(nameField, "store names").default([]),
  /** The servers to back up, with their disks and without stopping them. @default none */
  servers: list(nameField, "server names").default([]),
});

/** The ECS cluster that services run on. */
export const clusterSchema = z.strictObject({
  /** @default `<platform>-<environment>` */
  name: patternText(
    /^[A-Za-z0-9][\w-]{0,254}$/,
    "an ECS cluster name",
    'use a name such as "shop-cluster"',
  ).optional(),
  /** Container Insights: metrics per task and container. @default true */
  containerInsights: flag.default(true),
});

/** A budget with its defaults. */
export type BudgetSettings = z.output<typeof budgetSchema>;
/** Cost settings with their defaults. */
export type CostSettings = z.output<typeof costsSchema>;
/** Backup settings with their defaults. */
export type Backup = z.output<typeof backupSchema>;
