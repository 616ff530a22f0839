import type { Json } from "../../../tools/reach/terraform/configuration/json.ts";
import { findRisks } from "../../../tools/review/find-risks.ts";
import { isAtLeast } from "../../../tools/review/level.ts";
import { parsePlan } from "../../../tools/review/plan/parse-plan.ts";
import { WRITTEN_PLANS } from "../../support/review-pairs/written-plans.ts";

describe("plans that were written by hand", () => {
  it.each(WRITTEN_PLANS)("$title", ({ json, expects }) => {
    const plan = parsePlan(JSON.parse(JSON.stringify(json)) as Json, { stack: "data", path: "data.json" });
    const { findings } = findRisks([plan], { platforms: [] });
    if (expects === undefined) {
      expect(findings.filter(({ level }) => isAtLeast(level, "ask"))).toEqual([]);
      return;
    }
    const found = findings.filter(
      (finding) => finding.address === expects.address && [expects.class].flat().includes(finding.class),
    );
    const shown = findings.map((finding) => `${finding.level} ${finding.class} ${finding.address}`);
    expect(
      found.some(({ level }) => isAtLeast(level, expects.level)),
      shown.join("\n"),
    ).toBe(true);
  });
});
