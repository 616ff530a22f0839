import fc from "fast-check";
import {
  parseDailyWindow,
  parseWeeklyWindow,
  type WeeklyWindow,
  windowFromEarlier,
  windowsOverlap,
} from "../../language/windows.ts";

const WEEK = 7 * 24 * 60;
const anyWindow = fc.record({
  start: fc.integer({ min: 0, max: WEEK - 1 }),
  minutes: fc.integer({ min: 1, max: 3 * 24 * 60 }),
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
    expect(parseDailyWindow("05:00-05:00")[0]!.minutes).toBe(24 * 60);
  });

  it("are parsed from a weekly window", () => {
    expect(parseWeeklyWindow("mon:00:00-mon:00:30")).toEqual({ start: 0, minutes: 30 });
    expect(parseWeeklyWindow("sun:23:45-mon:00:15")).toEqual({ start: WEEK - 15, minutes: 30 });
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
      parseWeeklyWindow("mon:01:00-mon:02:00"),
      parseWeeklyWindow("mon:02:00-mon:03:00"),
    ];
    expect([windowsOverlap(first, second), windowsOverlap(second, first)]).toEqual([false, false]);
  });
});
