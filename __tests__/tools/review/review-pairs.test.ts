import { readdirSync } from "node:fs";
import { join } from "node:path";
import { isAtLeast } from "../../../tools/review/level.ts";
import { PROJECT_FOLDER } from "../../support/command-line.ts";
import { readGroupFixture } from "../../support/review-pairs/pair-fixtures.ts";
import { PAIR_GROUPS } from "../../support/review-pairs/pair-groups.ts";
import {
  formatFinding,
  isExpected,
  planOfPair,
  reviewOfPlan,
  withReversedChanges,
} from "../../support/review-pairs/reviewed-pair.ts";

/** The least number of pairs. */
const MIN_PAIRS = 100;

/** The harmless plans that may be judged worse than a note, of all groups together. */
const MAX_FALSE_ALARMS = 1;

/** One of so many pairs has its changes reversed here; the long test reverses those of all. */
const REVERSED_SHARE = 6;

/** Harmless plans with findings that are worse than a note. */
const falseAlarms: string[] = [];

describe("the labelled pairs of plans", () => {
  const ids = PAIR_GROUPS.flatMap(({ pairs }) => pairs.map(({ id }) => id));

  it(`are ${MIN_PAIRS} or more, each with its own ID`, () => {
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThanOrEqual(MIN_PAIRS);
  });

  it("have one file of plans a group, and no other", () => {
    const folder = join(PROJECT_FOLDER, "__tests__", "fixtures", "review-pairs");
    expect(readdirSync(folder).sort()).toEqual(PAIR_GROUPS.map(({ name }) => `${name}.json.br`).sort());
  });

  describe.each(PAIR_GROUPS)("of $name", ({ name, pairs }) => {
    const fixture = readGroupFixture(name);

    it("are the committed ones, and each plan does something", () => {
      expect(Object.keys(fixture.plans)).toEqual(pairs.map(({ id }) => id));
      const plans = Object.entries(fixture.plans).flatMap(([id, { dangerous, harmless }]) => [
        { id, ...dangerous },
        { id, ...harmless },
      ]);
      const idle = plans.filter((plan) => {
        const { applyable, errored } = plan as { readonly applyable?: boolean; readonly errored?: boolean };
        return applyable !== true && errored !== true;
      });
      expect(idle.map(({ id }) => id)).toEqual([]);
    });

    it.each(pairs)("$id: the dangerous plan is found", ({ id, expects }) => {
      const findings = reviewOfPlan(planOfPair(fixture, id, "dangerous"));
      const found = findings.filter((finding) => isExpected(expects, finding));
      const wanted = `${expects.level} ${[expects.class].flat().join(" or ")} ${expects.address}`;
      expect(
        found.some(({ level }) => isAtLeast(level, expects.level)),
        `expected ${wanted} among:\n${findings.map(formatFinding).join("\n")}`,
      ).toBe(true);
    });

    it.each(pairs)("$id: the harmless plan has notes at most", ({ id, expects }) => {
      const findings = reviewOfPlan(planOfPair(fixture, id, "harmless"));
      const alarms = findings.filter(
        (finding) =>
          isAtLeast(finding.level, "ask") || (expects.level === "note" && isExpected(expects, finding)),
      );
      if (alarms.length === 0) return;
      falseAlarms.push(`${id}: ${alarms.map(formatFinding).join(", ")}`);
      expect(falseAlarms.length, falseAlarms.join("\n")).toBeLessThanOrEqual(MAX_FALSE_ALARMS);
    });

    const reversed = pairs.filter((_, position) => position % REVERSED_SHARE === 0);
    it.each(reversed)("$id: the order of the changes makes no difference", ({ id }) => {
      const plan = planOfPair(fixture, id, "dangerous");
      expect(reviewOfPlan(withReversedChanges(plan))).toEqual(reviewOfPlan(plan));
    });
  });
});
