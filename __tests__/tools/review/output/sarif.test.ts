import fc from "fast-check";
import { reviewAsSarif } from "../../../../tools/review/output/sarif.ts";
import { exampleFinding, exampleReview } from "../../../support/example-review.ts";
import { hostileReview } from "../../../support/hostile-texts.ts";

const runOf = (text: string) => JSON.parse(text).runs[0];

describe("reviewAsSarif", () => {
  it("has rules with help, and results with levels, the worst first", () => {
    const { version, runs } = JSON.parse(reviewAsSarif(exampleReview()));
    expect(version).toBe("2.1.0");
    const [{ tool, results, properties, invocations }] = runs;
    expect(invocations[0].toolExecutionNotifications).toEqual([
      {
        level: "note",
        message: { text: "AWS was not tried out: the order of the changes is not complete." },
      },
    ]);
    expect(properties).toEqual({ verdict: "block" });
    expect(tool.driver.rules[0]).toEqual({
      id: "rds-deleted",
      shortDescription: { text: "Data or keys are lost." },
      help: {
        text: "Data or keys are lost.\nhttps://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html",
        markdown:
          "Data or keys are lost.\n\n- <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html>",
      },
      helpUri: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html",
      properties: { tags: ["loss"] },
    });
    const rows = results.map((result: { ruleId: string; ruleIndex: number; level: string }) => [
      tool.driver.rules[result.ruleIndex].id === result.ruleId,
      result.ruleId,
      result.level,
    ]);
    expect(rows).toEqual([
      [true, "rds-deleted", "error"],
      [true, "guarded-attribute", "error"],
      [true, "listener-port", "warning"],
      ...Array.from({ length: 7 }, () => [true, "fewer-tasks", "note"]),
      [true, "topic-replaced", "warning"],
    ]);
    expect(results.at(-1).suppressions).toEqual([
      {
        kind: "external",
        status: "accepted",
        justification: "Nobody has subscribed yet. (Ada, until 2027-01-31)",
      },
    ]);
    expect(results[0].suppressions).toBeUndefined();
  });

  it.each([
    [
      "the place that is known",
      "plans/a.json",
      { path: "platforms/shop.ts", line: 12 },
      "platforms/shop.ts",
      12,
    ],
    ["a file as a whole", "plans/a.json", { path: "platforms/shop.ts" }, "platforms/shop.ts", 1],
    ["the plan's file", "plans/a b.json", undefined, "plans/a%20b.json", 1],
    ["the name of a file elsewhere", "/home/user/a.json", undefined, "a.json", 1],
    ["a path that stays in the folder", "../../a.json", undefined, "a.json", 1],
  ])("points at %s", (_, path, place, uri, line) => {
    const review = exampleReview();
    const plans = review.plans.map((plan) => ({ ...plan, path }));
    const { results } = runOf(reviewAsSarif({ ...review, plans }, () => place));
    expect(results[0].locations[0].physicalLocation).toEqual({
      artifactLocation: { uri },
      region: { startLine: line },
    });
  });

  it("keeps the fingerprint of a finding whose text changes, and tells others apart", () => {
    const findings = [
      exampleFinding(),
      exampleFinding({ text: "Other." }),
      exampleFinding({ address: "aws_db_instance.other" }),
    ];
    const { results } = runOf(reviewAsSarif({ ...exampleReview(), findings }));
    const hashes = results
      .slice(0, 3)
      .map((each: { partialFingerprints: object }) => JSON.stringify(each.partialFingerprints));
    expect(hashes[0]).toMatch(/^\{"primaryLocationLineHash":"[0-9a-f]{16}:1"\}$/);
    expect(hashes[1]).toBe(hashes[0]);
    expect(hashes[2]).not.toBe(hashes[0]);
  });

  it("keeps the 5,000 worst results, and says how many are left out", () => {
    const notes = Array.from({ length: 6_000 }, (_, index) =>
      exampleFinding({ level: "note", address: `a.b${index}` }),
    );
    const { results, invocations } = runOf(
      reviewAsSarif({ ...exampleReview(), findings: [...notes, exampleFinding()] }),
    );
    expect(results).toHaveLength(5_000);
    expect(results[0].level).toBe("error");
    expect(invocations[0].toolExecutionNotifications.slice(0, 1)).toEqual([
      { level: "warning", message: { text: "1002 findings left out: see the full report." } },
    ]);
  });

  it("has no links, placeholders and hidden characters, whatever the texts are", () => {
    fc.assert(
      fc.property(hostileReview, (review) => {
        const text = reviewAsSarif(review);
        expect(text.replaceAll("\n", "")).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
        const { results } = runOf(text);
        expect(results).toHaveLength(6);
        for (const { message, locations } of results) {
          expect(message.text).not.toMatch(/\]\(|(?<!\{)\{\d+\}(?!\})/);
          expect(locations[0].physicalLocation.artifactLocation.uri).toMatch(
            /^(?:[\w.!~*'()-]|%[0-9A-F]{2})+(?:\/(?:[\w.!~*'()-]|%[0-9A-F]{2})+)*$/,
          );
        }
      }),
    );
  });
});
