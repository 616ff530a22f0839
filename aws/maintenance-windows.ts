const DAY = 24 * 60;
const WEEK = 7 * DAY;
const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** A weekly recurring window: its start in minutes since Monday 00:00 UTC, and its length. */
export interface WeeklyWindow {
  readonly start: number;
  readonly minutes: number;
}

/**
 * Parses a daily window, `23:30-00:30`, to seven weekly ones. Equal start and end mean a whole day.
 */
export function parseDailyWindow(text: string): WeeklyWindow[] {
  const [start = 0, end = 0] = text.split("-").map(minuteOfDay);
  const minutes = (end - start + DAY) % DAY || DAY;
  return DAYS.map((_, day) => ({ start: day * DAY + start, minutes }));
}

/** Parses a weekly window: `sun:23:30-mon:00:30`. Equal start and end mean a whole week. */
export function parseWeeklyWindow(text: string): WeeklyWindow {
  const [start = 0, end = 0] = text.split("-").map(minuteOfWeek);
  return { start, minutes: (end - start + WEEK) % WEEK || WEEK };
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
  const after = (b.start - a.start + WEEK) % WEEK;
  return after < a.minutes || after + b.minutes > WEEK;
}

function minuteOfDay(text: string): number {
  const [hour = 0, minute = 0] = text.split(":").map(Number);
  return hour * 60 + minute;
}

function minuteOfWeek(text: string): number {
  return DAYS.indexOf(text.slice(0, 3)) * DAY + minuteOfDay(text.slice(4));
}
