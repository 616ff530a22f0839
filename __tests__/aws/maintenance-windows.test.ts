import fc from "fast-check";
import {
  parseDailyWindow,
  parseWeeklyWindow,
  type WeeklyWindow,
  WINDOW_MINUTES_MIN,
  windowFaults,
  windowFromEarlier,
  windowsOverlap,
} from "../../aws/maintenance-windows.ts";
import { checkDatabases } from "../../language/checks/databases.ts";
import { resolve } from "../../language/resolve.ts";
import { shop } from "../language/support/shop.ts";
import { refusalsOf } from "./support/both-sides.ts";

const WEEK = 7 * 24 * 60;
const anyWindow = fc.record({
  start: fc.integer({ min: 0, max: WEEK - 1 }),
  minutes: fc.integer({ min: 0, max: 3 * 24 * 60 }),
});

function minutesOf({ start, minutes }: WeeklyWindow): Set<number> {
  return new Set(Array.from({ length: minutes }, (_, index) => (start + index) % WEEK));
}

describe("windows", () => {
  it("are parsed from a daily window", () => {
    const [monday] = parseDailyWindow("03:00-04:30");
    expect(monday).toEqual({ start: 180, minutes: 90 });
    expect(parseDailyWindow("03:00-04:30")).toHaveLength(7);
    expect(parseDailyWindow("23:30-00:30")[6]).toEqual({ start: WEEK - 30, minutes: 60 });
    expect(parseDailyWindow("05:00-05:00")[0]!.minutes).toBe(0);
    expect(parseDailyWindow("5-6")).toEqual([]);
  });

  it("are parsed from a weekly window", () => {
    expect(parseWeeklyWindow("mon:00:00-mon:00:30")).toEqual({ start: 0, minutes: 30 });
    expect(parseWeeklyWindow("Sun:23:45-Mon:00:15")).toEqual({ start: WEEK - 15, minutes: 30 });
    expect(parseWeeklyWindow("fri:01:00-fri:01:00")!.minutes).toBe(0);
    expect(parseWeeklyWindow("xyz:01:00-fri:01:00")).toBeUndefined();
  });

  it("overlap exactly if they share a minute of the week", () => {
    fc.assert(
      fc.property(anyWindow, anyWindow, (a, b) => {
        const others = minutesOf(b);
        expect(windowsOverlap(a, b)).toBe([...minutesOf(a)].some((minute) => others.has(minute)));
      }),
      { numRuns: 60 },
    );
  });

  it("can be extended to an earlier start, also across the start of the week", () => {
    expect(windowFromEarlier({ start: 90, minutes: 30 }, 60)).toEqual({ start: 30, minutes: 90 });
    expect(windowFromEarlier({ start: 15, minutes: 30 }, 60)).toEqual({ start: WEEK - 45, minutes: 90 });
  });

  it("that are adjacent do not overlap", () => {
    const [first, second] = [
      parseWeeklyWindow("mon:01:00-mon:02:00")!,
      parseWeeklyWindow("mon:02:00-mon:03:00")!,
    ];
    expect([windowsOverlap(first, second), windowsOverlap(second, first)]).toEqual([false, false]);
  });
});

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** The time of day, `05:30`, of a number of minutes. */
function timeOf(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** The times of day at each multiple of `step` minutes. */
function times(step: number): string[] {
  return Array.from({ length: (24 * 60) / step }, (_, index) => timeOf(index * step));
}

/** All windows between two of these moments. */
function windowsBetween(moments: readonly string[]): string[] {
  return moments.flatMap((start) => moments.map((end) => `${start}-${end}`));
}

const resolved = resolve(shop, "prod");

/** The number of problems of the pair at synth: of the database, of the cache. */
function problemsAtSynth(daily: string, weekly: string): readonly [rds: number, elasticache: number] {
  const { db, cache } = resolved.stores;
  const count = (stores: object) => checkDatabases({ ...resolved, stores } as typeof resolved).length;
  return [
    count({ db: { ...db, backupWindow: daily, maintenanceWindow: weekly } }),
    count({ cache: { ...cache, snapshotWindow: daily, maintenanceWindow: weekly } }),
  ];
}

/** The number of API errors of the pair at apply: of the database, of the cache. */
function refusalsAtApply(daily: string, weekly: string): readonly [rds: number, elasticache: number] {
  const constraint = "database-windows";
  const count = (type: string, attribute: string) =>
    refusalsOf({ constraint, type, after: { [attribute]: daily, maintenance_window: weekly } }).length;
  return [
    count("aws_db_instance", "backup_window"),
    count("aws_elasticache_replication_group", "snapshot_window"),
  ];
}

describe("a backup window and a maintenance window", () => {
  it("are judged alike at synth and at apply, for every pair in steps of six hours", () => {
    const dailies = windowsBetween(times(360));
    const weeklies = windowsBetween(DAYS.flatMap((day) => times(360).map((time) => `${day}:${time}`)));
    const differing = dailies.flatMap((daily) =>
      weeklies
        .filter((weekly) => `${problemsAtSynth(daily, weekly)}` !== `${refusalsAtApply(daily, weekly)}`)
        .map((weekly) => `${daily} ${weekly}`),
    );
    expect(dailies.length * weeklies.length).toBe(12_544);
    expect(differing).toEqual([]);
  });

  it("are judged alike at synth and at apply, to the minute", () => {
    const moment = fc.integer({ min: 0, max: 24 * 60 - 1 }).map(timeOf);
    const weekMoment = fc.tuple(fc.constantFrom(...DAYS), moment).map(([day, time]) => `${day}:${time}`);
    fc.assert(
      fc.property(moment, moment, weekMoment, weekMoment, (start, end, from, to) => {
        const [daily, weekly] = [`${start}-${end}`, `${from}-${to}`];
        expect(problemsAtSynth(daily, weekly)).toEqual(refusalsAtApply(daily, weekly));
      }),
      { numRuns: 2000 },
    );
  });

  it("are refused if a start is its end: AWS requires 30 minutes, and 60 for caches", () => {
    for (const time of times(60)) {
      const daily = `${time}-${time}`;
      expect(windowFaults(daily, "sun:05:00-sun:06:00", WINDOW_MINUTES_MIN.rds)).toEqual(["daily-too-short"]);
      expect(problemsAtSynth(daily, "sun:05:00-sun:06:00")).toEqual([1, 1]);
      const weekly = `wed:${time}-wed:${time}`;
      expect(windowFaults("03:00-04:00", weekly, WINDOW_MINUTES_MIN.rds)).toEqual(["weekly-too-short"]);
      expect(refusalsAtApply("03:00-04:00", weekly)).toEqual([1, 1]);
    }
  });

  it.each([
    [29, 1, 1],
    [30, 0, 1],
    [59, 0, 1],
    [60, 0, 0],
  ])("have a least length by service: %i minutes", (minutes, rds, elasticache) => {
    const daily = `01:00-${timeOf(60 + minutes)}`;
    expect(problemsAtSynth(daily, "sun:05:00-sun:06:00")).toEqual([rds, elasticache]);
    expect(refusalsAtApply(daily, "sun:05:00-sun:06:00")).toEqual([rds, elasticache]);
  });

  it("are not judged while one is unset or in another format", () => {
    const after = { backup_window: "05:30-06:30" };
    expect(refusalsOf({ constraint: "database-windows", type: "aws_db_instance", after })).toEqual([]);
    expect(windowFaults("", "sun:05:00-sun:06:00", 30)).toEqual([]);
  });
});
