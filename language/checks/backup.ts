import { cronFields, hoursLater, weeklyStarts } from "../cron.ts";
import { ownValue } from "../endpoints.ts";
import { BACKUP_START_MINUTES, type Backup } from "../operations.ts";
import type { Platform } from "../platform.ts";
import { formatNameList, type Problem } from "../problem.ts";
import {
  parseDailyWindow,
  parseWeeklyWindow,
  type WeeklyWindow,
  windowFromEarlier,
  windowsOverlap,
} from "../windows.ts";
import {
  type Check,
  duplicateProblems,
  namesOfKind,
  problemAt,
  type SpecPath,
  unknownName,
} from "./check.ts";

/** What AWS Backup keeps, and when: never where a database refuses it. */
export const checkBackup: Check = ({ backup, stores, workloads }) => {
  if (backup === undefined) return [];
  const kept = namesOfKind(stores, "postgres", "bucket");
  const servers = namesOfKind(workloads, "server");
  return [
    ...scheduleProblems(["backup", "schedule"], backup.schedule, closedTimes(stores, backup.stores)),
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
  const fix = 'write it as stores: ["db"], or remove backup';
  return [problemAt(["backup"], { stores, servers }, "at least one of stores and servers", fix)];
}

/** A window of a database, and when no backup of it may begin: from an hour before. */
interface ClosedTime {
  /** The setting: `stores.db.backupWindow, 03:00-04:00`. */
  readonly name: string;
  readonly windows: readonly WeeklyWindow[];
}

/**
 * An hour before RDS's own backup or maintenance, and during it, AWS Backup's jobs fail.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/troubleshooting.html
 */
const CLOSED_MINUTES_BEFORE = 60;

function closedTimes(stores: Platform["stores"], names: readonly string[]): ClosedTime[] {
  return [...new Set(names)].flatMap((name) => {
    const store = ownValue(stores, name);
    if (store?.kind !== "postgres") return [];
    const closed = (key: string, text: string, windows: readonly WeeklyWindow[]): ClosedTime => ({
      name: `stores.${name}.${key}, ${text}`,
      windows: windows.map((window) => windowFromEarlier(window, CLOSED_MINUTES_BEFORE)),
    });
    return [
      closed("backupWindow", store.backupWindow, parseDailyWindow(store.backupWindow)),
      closed("maintenanceWindow", store.maintenanceWindow, [parseWeeklyWindow(store.maintenanceWindow)]),
    ];
  });
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html */
function scheduleProblems(path: SpecPath, schedule: string, closed: readonly ClosedTime[]): Problem[] {
  const fields = cronFields(schedule);
  const [, , dayOfMonth, , dayOfWeek] = fields;
  const fix = 'write it as "cron(0 7 1 * ? *)"';
  if (fields.length !== 6 || (dayOfMonth === "?") === (dayOfWeek === "?")) {
    const allowed =
      "six fields: minutes, hours, day of month, month, day of week, year, with ? for one of the two days";
    return [problemAt(path, schedule, allowed, fix)];
  }
  const starts = weeklyStarts(schedule);
  if (starts === undefined) {
    const allowed = "minutes from 0 to 59, hours from 0 to 23, days of the week from 1 (SUN) to 7 (SAT)";
    return [problemAt(path, schedule, allowed, fix)];
  }
  const met = closed.filter((time) => meets(starts, time));
  if (met.length === 0) return [];
  const allowed = `a time from which the ${BACKUP_START_MINUTES} minutes in which AWS Backup begins keep clear of ${formatNameList(met.map(({ name }) => name))}, and of the hour before`;
  return [problemAt(path, schedule, allowed, fixTime(schedule, closed))];
}

function meets(starts: readonly number[], { windows }: ClosedTime): boolean {
  return starts.some((start) =>
    windows.some((window) => windowsOverlap({ start, minutes: BACKUP_START_MINUTES }, window)),
  );
}

/** The next hour of the day that is clear of every database. */
function fixTime(schedule: string, closed: readonly ClosedTime[]): string {
  for (let hours = 1; hours < 24; hours++) {
    const later = hoursLater(schedule, hours);
    const starts = later === undefined ? undefined : weeklyStarts(later);
    if (starts !== undefined && !closed.some((time) => meets(starts, time))) {
      return `write it as ${JSON.stringify(later)}, or move the window`;
    }
  }
  return "choose another time, or move the window";
}
