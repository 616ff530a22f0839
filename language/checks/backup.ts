import {
  parseDailyWindow,
  parseWeeklyWindow,
  type WeeklyWindow,
  windowFromEarlier,
  windowsOverlap,
} from "../../aws/maintenance-windows.ts";
import { cronFields, hoursLater, weeklyStarts } from "../cron.ts";
import { ownValue } from "../endpoints.ts";
import { BACKUP_START_MINUTES, type Backup } from "../operations.ts";
import type { Platform } from "../platform.ts";
import { formatNameList, type Problem } from "../problem.ts";
import {
  type Check,
  duplicateProblems,
  namesOfKind,
  problemAt,
  type SpecPath,
  unknownName,
} from "./check.ts";

/** Checks the targets of AWS Backup, and that its schedule avoids the windows of databases. */
export const checkBackup: Check = ({ backup, stores, workloads }) => {
  if (backup === undefined) return [];
  const kept = namesOfKind(stores, "postgres", "bucket");
  const servers = namesOfKind(workloads, "server");
  return [
    ...scheduleProblems(["backup", "schedule"], backup.schedule, blockedTimes(stores, backup.stores)),
    ...emptyProblems(backup),
    ...duplicateProblems(["backup", "stores"], backup.stores, "store"),
    ...backup.stores.flatMap((name, index) =>
      unknownName(["backup", "stores", index], name, kept, "a store of kind postgres or bucket"),
    ),
    ...duplicateProblems(["backup", "servers"], backup.servers, "server"),
    ...backup.servers.flatMap((name, index) =>
      unknownName(["backup", "servers", index], name, servers, "a workload of kind server"),
    ),
  ];
};

function emptyProblems({ stores, servers }: Backup): Problem[] {
  if (stores.length + servers.length > 0) return [];
  const fix = 'add stores: ["db"], or remove backup';
  return [problemAt(["backup"], { stores, servers }, "at least one store or server", fix)];
}

/** A database's window, extended by the hour before it, in which no backup may start. */
interface BlockedTime {
  /** The setting: `stores.db.backupWindow (03:00-04:00)`. */
  readonly name: string;
  readonly windows: readonly WeeklyWindow[];
}

/**
 * AWS Backup jobs fail during RDS's own backup and maintenance, and in the hour before.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/troubleshooting.html
 */
const BLOCKED_MINUTES_BEFORE = 60;

function blockedTimes(stores: Platform["stores"], names: readonly string[]): BlockedTime[] {
  return [...new Set(names)].flatMap((name) => {
    const store = ownValue(stores, name);
    if (store?.kind !== "postgres") return [];
    const blocked = (key: string, text: string, windows: readonly WeeklyWindow[]): BlockedTime => ({
      name: `stores.${name}.${key} (${text})`,
      windows: windows.map((window) => windowFromEarlier(window, BLOCKED_MINUTES_BEFORE)),
    });
    const weekly = parseWeeklyWindow(store.maintenanceWindow);
    return [
      blocked("backupWindow", store.backupWindow, parseDailyWindow(store.backupWindow)),
      blocked("maintenanceWindow", store.maintenanceWindow, weekly === undefined ? [] : [weekly]),
    ];
  });
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html */
function scheduleProblems(path: SpecPath, schedule: string, blocked: readonly BlockedTime[]): Problem[] {
  const fields = cronFields(schedule);
  const [, , dayOfMonth, , dayOfWeek] = fields;
  const fix = 'write it as "cron(0 7 1 * ? *)"';
  if (fields.length !== 6 || (dayOfMonth === "?") === (dayOfWeek === "?")) {
    const allowed =
      "six fields (minutes, hours, day of month, month, day of week, year) with ? for exactly one of the two days";
    return [problemAt(path, schedule, allowed, fix)];
  }
  const starts = weeklyStarts(schedule);
  if (starts === undefined) {
    const allowed = "minutes from 0 to 59, hours from 0 to 23, days of the week from 1 (SUN) to 7 (SAT)";
    return [problemAt(path, schedule, allowed, fix)];
  }
  const conflicts = blocked.filter((time) => conflictsWith(starts, time));
  if (conflicts.length === 0) return [];
  const allowed = `a start time whose ${BACKUP_START_MINUTES}-minute start window does not overlap ${formatNameList(conflicts.map(({ name }) => name))}, or the hour before`;
  return [problemAt(path, schedule, allowed, fixTime(schedule, blocked))];
}

function conflictsWith(starts: readonly number[], { windows }: BlockedTime): boolean {
  return starts.some((start) =>
    windows.some((window) => windowsOverlap({ start, minutes: BACKUP_START_MINUTES }, window)),
  );
}

/** Suggests the next hour of the day that avoids the windows of every database. */
function fixTime(schedule: string, blocked: readonly BlockedTime[]): string {
  for (let hours = 1; hours < 24; hours++) {
    const later = hoursLater(schedule, hours);
    const starts = later === undefined ? undefined : weeklyStarts(later);
    if (starts !== undefined && !blocked.some((time) => conflictsWith(starts, time))) {
      return `write it as ${JSON.stringify(later)}, or move the window`;
    }
  }
  return "choose another time, or move the window";
}
