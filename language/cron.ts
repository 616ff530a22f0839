import { weekMinute } from "../aws/maintenance-windows.ts";

// Part of a field: *, 5, MON-FRI, */15, 0/15.
const PART = /^(?:\*|(\w+)(?:-(\w+))?)(?:\/([1-9]\d*))?$/;
/** Days of the week in AWS's numbering: Sunday is 1. */
const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/**
 * Returns the minutes of the week, from Monday 00:00 UTC, at which an AWS cron expression may
 * start. A day of the month can fall on any weekday, so it counts as all of them. Months and years
 * are ignored. Returns undefined when minutes, hours or days of the week cannot be parsed.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html
 */
export function weeklyStarts(schedule: string): number[] | undefined {
  const [minuteField = "", hourField = "", , , dayField = ""] = cronFields(schedule);
  const minutes = valuesOf(minuteField, 0, 59, wholeNumber);
  const hours = valuesOf(hourField, 0, 23, wholeNumber);
  const days = weekdaysOf(dayField);
  if (minutes === undefined || hours === undefined || days === undefined) return undefined;
  return days.flatMap((day) =>
    hours.flatMap((hour) => minutes.map((minute) => weekMinute(day, hour, minute))),
  );
}

/** Splits a cron expression: minutes, hours, day of month, month, day of week, year. */
export function cronFields(schedule: string): string[] {
  return schedule.slice("cron(".length, -1).trim().split(/\s+/);
}

/**
 * Shifts a schedule by some hours, on the same days. Returns undefined unless it has exactly one
 * hour.
 */
export function hoursLater(schedule: string, hours: number): string | undefined {
  const fields = cronFields(schedule);
  const hour = wholeNumber(fields[1] ?? "");
  return hour === undefined ? undefined : `cron(${fields.with(1, String((hour + hours) % 24)).join(" ")})`;
}

/**
 * Parses days of the week, with Monday as 0. `6L` (a month's last Friday) and `6#2` (its second)
 * count as Friday.
 */
function weekdaysOf(field: string): number[] | undefined {
  if (field === "?") return [0, 1, 2, 3, 4, 5, 6];
  const plain = field === "L" ? "SAT" : field.replace(/^(\w+)(?:L|#[1-5])$/, "$1");
  const days = valuesOf(plain, 1, 7, (text) => {
    const index = WEEKDAYS.indexOf(text.toUpperCase());
    return index === -1 ? wholeNumber(text) : index + 1;
  });
  return days?.map((day) => (day + 5) % 7);
}

function valuesOf(
  field: string,
  min: number,
  max: number,
  read: (text: string) => number | undefined,
): number[] | undefined {
  const values = new Set<number>();
  for (const part of field.split(",")) {
    const match = PART.exec(part);
    if (match === null) return undefined;
    const [, first, last, step] = match;
    const from = first === undefined ? min : read(first);
    // 5/10 runs to the maximum, like */10.
    const end = first === undefined || step !== undefined ? max : from;
    const to = last === undefined ? end : read(last);
    if (from === undefined || to === undefined || from < min || to > max || from > to) return undefined;
    for (let value = from; value <= to; value += Number(step ?? 1)) values.add(value);
  }
  return [...values];
}

function wholeNumber(text: string): number | undefined {
  return /^\d{1,2}$/.test(text) ? Number(text) : undefined;
}
