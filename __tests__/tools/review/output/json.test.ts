import fc from "fast-check";
import { reviewAsJson } from "../../../../tools/review/output/json.ts";
import { exampleReview } from "../../../support/example-review.ts";
import { hostileReview } from "../../../support/hostile-texts.ts";

describe("reviewAsJson", () => {
  it("keeps the contract drydock.review.v1", () => {
    const json = JSON.parse(reviewAsJson(exampleReview()));
    expect(Object.keys(json)).toEqual([
      "format",
      "verdict",
      "findings",
      "waived",
      "plans",
      "connectivity",
      "permissions",
      "limits",
    ]);
    expect(json.connectivity[0]).toEqual({
      change: "possible",
      from: "internet (203.0.113.0/24)",
      to: "db",
      ports: "tcp 3306",
      by: ["added shop-prod-network/aws_route.out"],
      why: [],
    });
    expect(json.permissions).toEqual(exampleReview().permissions);
    expect(json).toMatchObject({ format: "drydock.review.v1", verdict: "block" });
    expect(json.findings[0]).toEqual({
      rule: "rds-deleted",
      class: "loss",
      level: "block",
      stack: "shop-prod-data",
      address: "aws_db_instance.main",
      action: "replace",
      text: "The database is deleted without a final snapshot.",
      documentation: ["https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html"],
      cascade: ["aws_db_proxy.main", "aws_route53_record.db"],
    });
    expect(json.waived[0]).toMatchObject({ rule: "topic-replaced", who: "Ada", until: "2027-01-31" });
    expect(json.plans[0]).toEqual({
      stack: "shop-prod-data",
      path: "plans/shop-prod-data.json",
      mode: "normal",
      complete: false,
      errored: false,
      digest: "0123456789abcdef".repeat(4),
      counts: { replace: 1, update: 1 },
      changes: [
        {
          address: "aws_db_instance.main",
          type: "aws_db_instance",
          action: "replace",
          attributes: [
            { name: "engine", before: "mysql", after: "postgres", forcesReplacement: true },
            { name: "tags" },
          ],
        },
        {
          address: "aws_lb_listener.https",
          type: "aws_lb_listener",
          action: "update",
          attributes: [{ name: "port", before: "443", unknown: true }],
        },
      ],
    });
  });

  it("has every text whole, and nothing that a terminal interprets", () => {
    fc.assert(
      fc.property(hostileReview, (review) => {
        const text = reviewAsJson(review);
        expect(text.replaceAll("\n", "")).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
        const json = JSON.parse(text);
        const addresses = json.findings.map(({ address }: { address: string }) => address);
        expect(addresses).toEqual(review.findings.map(({ address }) => address));
        expect(json.limits).toEqual(review.limits);
      }),
    );
  });
});
