const DAY = 24 * 60;
const WEEK = 7 * DAY;
const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** A time of the week that comes again: minutes since Monday 00:00 UTC, and how long it lasts. */
export interface WeeklyWindow {
  readonly start: number;
  readonly minutes: number;
}

/** The windows of a daily one, `23:30-00:30`: seven. A window that ends where it starts lasts a whole day. */
export function parseDailyWindow(text: string): WeeklyWindow[] {
  const [start = 0, end = 0] = text.split("-").map(minuteOfDay);
  const minutes = (end - start + DAY) % DAY || DAY;
  return DAYS.map((_, day) => ({ start: day * DAY + start, minutes }));
}

/** A weekly window: `sun:23:30-mon:00:30`. One that ends where it starts lasts a whole week. */
export function parseWeeklyWindow(text: string): WeeklyWindow {
  const [start = 0, end = 0] = text.split("-").map(minuteOfWeek);
  return { start, minutes: (end - start + WEEK) % WEEK || WEEK };
}

/** The same window, begun some minutes earlier. */
export function windowFromEarlier({ start, minutes }: WeeklyWindow, minutesEarlier: number): WeeklyWindow {
  return { start: (start - minutesEarlier + WEEK) % WEEK, minutes: minutes + minutesEarlier };
}

/** A time as minutes since Monday 00:00 UTC; Monday is day 0. */
export function weekMinute(day: number, hour: number, minute: number): number {
  return day * DAY + hour * 60 + minute;
}

/** Whether two windows share a minute, in any week. Law: symmetric. */
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
