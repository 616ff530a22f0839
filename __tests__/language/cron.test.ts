import { hoursLater, weeklyStarts } from "../../language/cron.ts";

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** The starts in readable form: `sun 07:00`. */
function describeStarts(schedule: string): string[] | undefined {
  return weeklyStarts(schedule)?.map((start) => {
    const [hour, minute] = [Math.floor(start / 60) % 24, start % 60];
    return `${DAYS[Math.floor(start / 1440)]} ${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
  });
}

describe("the weekly start times of an AWS cron expression", () => {
  it("are on every day of the week if it has days of the month", () => {
    expect(describeStarts("cron(0 7 1 * ? *)")).toEqual(DAYS.map((day) => `${day} 07:00`));
    expect(describeStarts("cron(0 7 L JAN ? 2027)")).toEqual(DAYS.map((day) => `${day} 07:00`));
  });

  it.each([
    ["a name", "cron(0 7 ? * SUN *)", ["sun 07:00"]],
    ["a lower-case name", "cron(0 7 ? * wed *)", ["wed 07:00"]],
    ["a number, where 1 is Sunday", "cron(0 7 ? * 1 *)", ["sun 07:00"]],
    ["another number", "cron(0 7 ? * 7 *)", ["sat 07:00"]],
    ["a range", "cron(0 7 ? * FRI-SAT *)", ["fri 07:00", "sat 07:00"]],
    ["a list", "cron(0 7 ? * MON,4 *)", ["mon 07:00", "wed 07:00"]],
    ["the last day of the week", "cron(0 7 ? * L *)", ["sat 07:00"]],
    ["the last Friday of a month", "cron(0 7 ? * 6L *)", ["fri 07:00"]],
    ["the second Friday of a month", "cron(0 7 ? * 6#2 *)", ["fri 07:00"]],
    ["two hours", "cron(30 6,18 ? * SUN *)", ["sun 06:30", "sun 18:30"]],
    ["steps from a start", "cron(20/20 6 ? * SUN *)", ["sun 06:20", "sun 06:40"]],
    ["steps in a range", "cron(0 0-12/6 ? * SUN *)", ["sun 00:00", "sun 06:00", "sun 12:00"]],
    ["steps of all", "cron(0 */12 ? * SUN *)", ["sun 00:00", "sun 12:00"]],
    ["a range of minutes", "cron(58-59 23 ? * MON *)", ["mon 23:58", "mon 23:59"]],
  ])("are parsed from %s", (_what, schedule, starts) => {
    expect(describeStarts(schedule)).toEqual(starts);
  });

  it.each([
    "cron(60 7 1 * ? *)",
    "cron(0 24 1 * ? *)",
    "cron(0 -1 1 * ? *)",
    "cron(0 7-5 1 * ? *)",
    "cron(0 */0 1 * ? *)",
    "cron(0 1.5 1 * ? *)",
    "cron(0 7, 1 * ? *)",
    "cron(0 7 ? * 0 *)",
    "cron(0 7 ? * 8 *)",
    "cron(0 7 ? * SUNDAY *)",
    "cron(0 7 ? * 6#9 *)",
  ])("are undefined for %s", (schedule) => {
    expect(weeklyStarts(schedule)).toBeUndefined();
  });

  it("shift by hours across midnight", () => {
    expect(hoursLater("cron(30 23 ? * SUN *)", 2)).toBe("cron(30 1 ? * SUN *)");
    expect(hoursLater("cron(30 1,2 ? * SUN *)", 2)).toBeUndefined();
  });
});
