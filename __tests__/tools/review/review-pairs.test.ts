import type { JsonObject } from "../../../tools/reach/terraform/configuration/json.ts";
import { findRisks } from "../../../tools/review/find-risks.ts";
import type { ReviewFinding } from "../../../tools/review/finding.ts";
import { isAtLeast } from "../../../tools/review/level.ts";
import { parsePlan } from "../../../tools/review/plan/parse-plan.ts";
import { type GroupFixture, readGroupFixture } from "../../support/review-pairs/pair-fixtures.ts";
import { PAIR_GROUPS } from "../../support/review-pairs/pair-groups.ts";
import type { ExpectedRisk } from "../../support/review-pairs/review-pair.ts";

/** The pairs that the issue of the review asks for. */
const MIN_PAIRS = 100;

/** The harmless plans that may be judged worse than a note. */
const MAX_FALSE_ALARMS = 1;

const PAIRS = PAIR_GROUPS.flatMap(({ pairs }) => pairs);

/** Findings on harmless plans that are worse than a note, of all groups. */
const falseAlarms: string[] = [];

function review(plan: JsonObject): readonly ReviewFinding[] {
  return findRisks([parsePlan(plan, { stack: "pairs", path: "pairs.json" })], { platforms: [] }).findings;
}

function isOfClass(expected: ExpectedRisk, finding: ReviewFinding): boolean {
  return finding.address === expected.address && [expected.class].flat().includes(finding.class);
}

function format({ level, class: kind, address, rule }: ReviewFinding): string {
  return `${level} ${kind} ${address} (${rule})`;
}

function planOf(fixture: GroupFixture, id: string, side: "dangerous" | "harmless"): JsonObject {
  const plans = fixture.plans[id];
  if (plans === undefined)
    throw new Error(`no committed plans of ${id}: write them with DRYDOCK_WRITE_PAIRS`);
  return plans[side];
}

describe("the labelled pairs of plans", () => {
  it(`are ${MIN_PAIRS} or more, each with its own ID`, () => {
    const ids = PAIRS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThanOrEqual(MIN_PAIRS);
  });

  describe.each(PAIR_GROUPS)("of $name", ({ name, pairs }) => {
    const fixture = readGroupFixture(name);

    it("are the committed ones, and each plan does something", () => {
      expect(Object.keys(fixture.plans)).toEqual(pairs.map(({ id }) => id));
      const idle = pairs.filter(({ id }) =>
        (["dangerous", "harmless"] as const).some((side) => {
          const { applyable, errored } = planOf(fixture, id, side);
          return applyable !== true && errored !== true;
        }),
      );
      expect(idle.map(({ id }) => id)).toEqual([]);
    });

    it.each(pairs)("$id: the dangerous plan is found", ({ id, expects }) => {
      const findings = review(planOf(fixture, id, "dangerous"));
      const found = findings.filter((finding) => isOfClass(expects, finding));
      expect(
        found.some(({ level }) => isAtLeast(level, expects.level)),
        `expected ${expects.level} ${[expects.class].flat().join("|")} ${expects.address} among:\n${findings.map(format).join("\n")}`,
      ).toBe(true);
    });

    it.each(pairs)("$id: the harmless plan has notes at most", ({ id, expects }) => {
      const findings = review(planOf(fixture, id, "harmless"));
      const alarms = findings.filter(
        (finding) =>
          isAtLeast(finding.level, "ask") || (expects.level === "note" && isOfClass(expects, finding)),
      );
      falseAlarms.push(...alarms.map((finding) => `${id}: ${format(finding)}`));
      expect(falseAlarms.length, falseAlarms.join("\n")).toBeLessThanOrEqual(MAX_FALSE_ALARMS);
    });

    it.each(pairs)("$id: the order of the changes makes no difference", ({ id }) => {
      const plan = planOf(fixture, id, "dangerous");
      const { resource_changes: changes } = plan;
      const reversed = {
        ...plan,
        resource_changes: Array.isArray(changes) ? [...changes].reverse() : changes,
      };
      expect(review(reversed as JsonObject)).toEqual(review(plan));
    });
  });
});
