const DAY = 24 * 60;
const WEEK = 7 * DAY;
const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/**
 * The least length of backup and maintenance windows by service, in minutes.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
 * (read 2026-11-30)
 */
export const WINDOW_MINUTES_MIN = { rds: 30, elasticache: 60 } as const;

/** A weekly recurring window: its start in minutes since Monday 00:00 UTC, and its length. */
export interface WeeklyWindow {
  /** Minutes from Monday 00:00 UTC to its start. */
  readonly start: number;
  /** Its length in minutes. */
  readonly minutes: number;
}

/**
 * Parses a daily window, `23:30-00:30`, to seven weekly ones; none if the text is no such window.
 * Equal start and end are a window of no minutes.
 */
export function parseDailyWindow(text: string): WeeklyWindow[] {
  const match = /^(\d\d:\d\d)-(\d\d:\d\d)$/.exec(text);
  if (match === null) return [];
  const [start = 0, end = 0] = match.slice(1).map(minuteOfDay);
  const minutes = (end - start + DAY) % DAY;
  return DAYS.map((_, day) => ({ start: day * DAY + start, minutes }));
}

/**
 * Parses a weekly window, `sun:23:30-mon:00:30`; undefined if the text is no such window. Equal
 * start and end are a window of no minutes.
 */
export function parseWeeklyWindow(text: string): WeeklyWindow | undefined {
  const match = /^([a-z]{3}):(\d\d:\d\d)-([a-z]{3}):(\d\d:\d\d)$/.exec(text.toLowerCase());
  if (match === null) return undefined;
  const [, from = "", start = "", to = "", end = ""] = match;
  if (!DAYS.includes(from) || !DAYS.includes(to)) return undefined;
  const first = DAYS.indexOf(from) * DAY + minuteOfDay(start);
  const last = DAYS.indexOf(to) * DAY + minuteOfDay(end);
  return { start: first, minutes: (last - first + WEEK) % WEEK };
}

/** Extends a window so that it starts some minutes earlier. */
export function windowFromEarlier({ start, minutes }: WeeklyWindow, minutesEarlier: number): WeeklyWindow {
  return { start: (start - minutesEarlier + WEEK) % WEEK, minutes: minutes + minutesEarlier };
}

/** Returns the minutes since Monday 00:00 UTC; Monday is day 0. */
export function weekMinute(day: number, hour: number, minute: number): number {
  return day * DAY + hour * 60 + minute;
}

/** Reports that two windows share a minute, in any week. Invariant: symmetric. */
export function windowsOverlap(a: WeeklyWindow, b: WeeklyWindow): boolean {
  if (a.minutes === 0 || b.minutes === 0) return false;
  const after = (b.start - a.start + WEEK) % WEEK;
  return after < a.minutes || after + b.minutes > WEEK;
}

/** A reason for which AWS refuses a pair of windows. */
export type WindowFault = "daily-too-short" | "weekly-too-short" | "overlap";

/**
 * Returns the reasons for which AWS refuses a daily backup window with a weekly maintenance window.
 * Both must have at least `minutesMin` minutes, and must not overlap. A window whose start is its
 * end has no minutes, so it is too short.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html#USER_WorkingWithAutomatedBackups.BackupWindow
 * (read 2026-11-30)
 */
export function windowFaults(daily: string, weekly: string, minutesMin: number): WindowFault[] {
  const days = parseDailyWindow(daily);
  const maintenance = parseWeeklyWindow(weekly);
  const isShort = (window: WeeklyWindow | undefined) => window !== undefined && window.minutes < minutesMin;
  const overlaps = maintenance !== undefined && days.some((window) => windowsOverlap(window, maintenance));
  return [
    ...(isShort(days[0]) ? (["daily-too-short"] as const) : []),
    ...(isShort(maintenance) ? (["weekly-too-short"] as const) : []),
    ...(overlaps ? (["overlap"] as const) : []),
  ];
}

function minuteOfDay(text: string): number {
  const [hour = 0, minute = 0] = text.split(":").map(Number);
  return hour * 60 + minute;
}
