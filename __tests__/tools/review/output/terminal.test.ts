import fc from "fast-check";
import { formatReview } from "../../../../tools/review/output/terminal.ts";
import { textColumns } from "../../../../tools/review/output/wrap-words.ts";
import type { Review } from "../../../../tools/review/review.ts";
import { exampleReview } from "../../../support/example-review.ts";
import { hostileReview } from "../../../support/hostile-texts.ts";

const QUIET: Review = {
  verdict: "quiet",
  findings: [],
  plans: [],
  connectivity: [],
  permissions: [],
  waived: [],
  limits: [],
};

describe("formatReview", () => {
  it("begins with the verdict and the worst findings", () => {
    expect(formatReview(exampleReview(), 80)).toBe(`✗ block: must not be applied as it is
  1 block, 1 unknown, 1 ask, 7 note in 1 plan, 2 changes

Blocking: 1 finding
  aws_db_instance.main
    replaced, in shop-prod-data
    The database is deleted without a final snapshot.
    With it: aws_db_proxy.main, aws_route53_record.db
    loss, rule rds-deleted

Unknown before apply: 1 finding
  aws_lb.main
    updated in place, in shop-prod-data
    The listener's port waits for aws_lb_target_group.app.
    unknown, rule guarded-attribute

To decide: 1 finding
  aws_lb_listener.https
    updated in place, in shop-prod-data
    Port 443 becomes 8443: clients keep the old one.
    outage, rule listener-port

Notes: 7 findings
  aws_ecs_service.a0
    updated in place, in shop-prod-data
    One task fewer.
    thinner, rule fewer-tasks
  aws_ecs_service.a1
    updated in place, in shop-prod-data
    One task fewer.
    thinner, rule fewer-tasks
  aws_ecs_service.a2
    updated in place, in shop-prod-data
    One task fewer.
    thinner, rule fewer-tasks
  aws_ecs_service.a3
    updated in place, in shop-prod-data
    One task fewer.
    thinner, rule fewer-tasks
  aws_ecs_service.a4
    updated in place, in shop-prod-data
    One task fewer.
    thinner, rule fewer-tasks
  fewer-tasks: and 2 more

Plans
  shop-prod-data: 1 replaced; 1 updated in place
    This plan covers only a part of the stack (-target).

Waived: 1 finding
  aws_sns_topic.alarms (topic-replaced)
    Ada, until 2027-01-31: Nobody has subscribed yet.

Limits
  AWS was not tried out: the order of the changes is not complete.
`);
  });

  it("is short if there is nothing to report", () => {
    expect(formatReview(QUIET)).toBe("✓ quiet: no risk found\n  no findings in 0 plans, 0 changes\n");
  });

  it("fits the terminal and has nothing that it interprets, whatever the texts are", () => {
    fc.assert(
      fc.property(hostileReview, fc.integer({ min: 40, max: 120 }), (review, columns) => {
        const text = formatReview(review, columns);
        expect(text.replaceAll("\n", "")).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
        const widest = Math.max(...text.split("\n").map(textColumns));
        expect(widest).toBeLessThanOrEqual(columns);
      }),
    );
  });

  it("has as many paragraphs, whatever the texts are", () => {
    fc.assert(
      fc.property(hostileReview, (review) => {
        const text = formatReview(review);
        expect(text.split("\n\n").map((section) => section.split(/[:\n]/)[0])).toEqual([
          "✗ block",
          "Blocking",
          "Unknown before apply",
          "To decide",
          "Notes",
          "Quiet",
          "Plans",
          "Waived",
          "Limits",
        ]);
      }),
    );
  });
});
