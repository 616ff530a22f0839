import { stringAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf } from "./support/constraint-helpers.ts";

const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const MINUTES_PER_DAY = 24 * 60;
const MINUTES_PER_WEEK = 7 * MINUTES_PER_DAY;

const minuteOfDay = (text: string) => {
  const [hours = "0", minutes = "0"] = text.split(":");
  return Number(hours) * 60 + Number(minutes);
};

/** Parses `sun:05:00-sun:06:00` into minutes of the week. */
function parseWeeklyWindow(text: string): readonly [number, number] | undefined {
  const match = /^([a-z]{3}):(\d\d:\d\d)-([a-z]{3}):(\d\d:\d\d)$/i.exec(text);
  if (match === null) return undefined;
  const [, from = "", start = "", to = "", end = ""] = match;
  const first = WEEKDAYS.indexOf(from.toLowerCase()) * MINUTES_PER_DAY + minuteOfDay(start);
  const last = WEEKDAYS.indexOf(to.toLowerCase()) * MINUTES_PER_DAY + minuteOfDay(end);
  return [first, last <= first ? last + MINUTES_PER_WEEK : last];
}

/** True if the daily backup window and the weekly maintenance window overlap. */
function windowsShareMinute(backup: string, weekly: string): boolean {
  const window = parseWeeklyWindow(weekly);
  const daily = /^(\d\d:\d\d)-(\d\d:\d\d)$/.exec(backup);
  if (window === undefined || daily === null) return false;
  const start = minuteOfDay(daily[1] ?? "");
  const end = minuteOfDay(daily[2] ?? "");
  const length = (end - start + MINUTES_PER_DAY) % MINUTES_PER_DAY;
  return Array.from({ length: 15 }, (_, day) => start + (day - 7) * MINUTES_PER_DAY).some(
    (from) => from < window[1] && window[0] < from + length,
  );
}

/** A database's backup window and maintenance window must not overlap. */
export const databaseWindows: Constraint = {
  name: "database-windows",
  documentation:
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html",
  types: ["aws_db_instance"],
  check(change) {
    const backup = stringAttribute(change.after, "backup_window");
    const weekly = stringAttribute(change.after, "maintenance_window");
    const overlap = backup !== undefined && weekly !== undefined && windowsShareMinute(backup, weekly);
    return apiErrorIf(
      overlap,
      "CreateDBInstance",
      "InvalidParameterValue",
      "The backup window and maintenance window must not overlap.",
      "backup_window",
    );
  },
};
