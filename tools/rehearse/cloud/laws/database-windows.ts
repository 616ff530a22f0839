import { textOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { refuse } from "./support/rule.ts";

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const DAY = 24 * 60;
const WEEK = 7 * DAY;

const minute = (text: string) => {
  const [hours = "0", minutes = "0"] = text.split(":");
  return Number(hours) * 60 + Number(minutes);
};

/** `sun:05:00-sun:06:00` as minutes of the week. */
function maintenance(text: string): readonly [number, number] | undefined {
  const match = /^([a-z]{3}):(\d\d:\d\d)-([a-z]{3}):(\d\d:\d\d)$/i.exec(text);
  if (match === null) return undefined;
  const [, from = "", start = "", to = "", end = ""] = match;
  const first = DAYS.indexOf(from.toLowerCase()) * DAY + minute(start);
  const last = DAYS.indexOf(to.toLowerCase()) * DAY + minute(end);
  return [first, last <= first ? last + WEEK : last];
}

/** Whether a daily window and a weekly one share a minute. */
function clash(backup: string, weekly: string): boolean {
  const window = maintenance(weekly);
  const daily = /^(\d\d:\d\d)-(\d\d:\d\d)$/.exec(backup);
  if (window === undefined || daily === null) return false;
  const start = minute(daily[1] ?? "");
  const end = minute(daily[2] ?? "");
  const length = (end - start + DAY) % DAY;
  return Array.from({ length: 15 }, (_, day) => start + (day - 7) * DAY).some(
    (from) => from < window[1] && window[0] < from + length,
  );
}

/** A database's backups and its maintenance have different hours. */
export const databaseWindows: Law = {
  name: "database-windows",
  documentation:
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html",
  types: ["aws_db_instance"],
  check(change) {
    const backup = textOf(change.after, "backup_window");
    const weekly = textOf(change.after, "maintenance_window");
    const both = backup !== undefined && weekly !== undefined && clash(backup, weekly);
    return refuse(
      both,
      "CreateDBInstance",
      "InvalidParameterValue",
      "The backup window and maintenance window must not overlap.",
      "backup_window",
    );
  },
};
