import fc from "fast-check";
import { reviewAsJunit } from "../../../../tools/review/output/junit.ts";
import { exampleReview } from "../../../support/example-review.ts";
import { hostileReview } from "../../../support/hostile-texts.ts";
import { markupSkeleton, markupTokens } from "../../../support/markup-tokens.ts";

describe("reviewAsJunit", () => {
  it("has a case for each finding: failed, passed or skipped", () => {
    const tags = markupTokens(reviewAsJunit(exampleReview())).flatMap((token) =>
      token.kind === "tag" && !token.isEnd ? [token] : [],
    );
    const cases = tags.flatMap(({ name, attributes }, index) =>
      name === "testcase" ? [[attributes.name, tags[index + 1]?.name]] : [],
    );
    expect(cases).toEqual([
      ["aws_db_instance.main: loss (rds-deleted)", "failure"],
      ["aws_lb.main: unknown (guarded-attribute)", "failure"],
      ["aws_lb_listener.https: outage (listener-port)", "failure"],
      ...[0, 1, 2, 3, 4, 5, 6].map((index) => [
        `aws_ecs_service.a${index}: thinner (fewer-tasks)`,
        "system-out",
      ]),
      ["aws_sns_topic.alarms: name (topic-replaced)", "skipped"],
    ]);
    expect(tags.slice(0, 2).map(({ attributes }) => attributes)).toEqual([
      { name: "drydock review", tests: "11", failures: "3", skipped: "1", errors: "0" },
      { name: "shop-prod-data", tests: "11", failures: "3", skipped: "1", errors: "0" },
    ]);
    expect(tags[3]?.attributes).toEqual({
      type: "loss",
      message: "block: The database is deleted without a final snapshot.",
    });
  });

  it("has a case that passes for a stack without findings", () => {
    const review = { ...exampleReview(), findings: [], waived: [] };
    expect(reviewAsJunit(review)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="drydock review" tests="1" failures="0" skipped="0" errors="0">
<testsuite name="shop-prod-data" tests="1" failures="0" skipped="0" errors="0">
<testcase classname="shop-prod-data" name="no findings"><system-out>1 replaced; 1 updated in place</system-out></testcase>
</testsuite>
</testsuites>
`);
  });

  it("is well-formed XML with as many results, whatever the texts are", () => {
    const countOf = (xml: string, name: string) =>
      markupSkeleton(xml).filter((tag) => tag.startsWith(`${name} `)).length;
    fc.assert(
      fc.property(hostileReview, (review) => {
        const xml = reviewAsJunit(review);
        expect(countOf(xml, "failure")).toBe(3);
        expect(countOf(xml, "skipped")).toBe(1);
        expect(countOf(xml, "system-out")).toBe(countOf(xml, "testcase") - 4);
        expect(new Set(markupTokens(xml).map((token) => (token.kind === "tag" ? token.name : "")))).toEqual(
          new Set(["", "testsuites", "testsuite", "testcase", "failure", "skipped", "system-out"]),
        );
      }),
    );
  });
});
