import { newRisks } from "../../../tools/apply/coverage-check.ts";
import type { ReviewFinding } from "../../../tools/review/finding.ts";

const finding = (more: Partial<ReviewFinding> = {}): ReviewFinding => ({
  rule: "reach-possible",
  class: "exposure",
  level: "ask",
  stack: "shop-prod-network",
  address: "aws_route.internet",
  action: "create",
  text: "internet → shop/web, tcp 80, becomes possible. shop/web → s3, tcp 443, becomes possible.",
  documentation: [],
  ...more,
});

describe("risks that a review did not have", () => {
  const elsewhere = { stack: "shop-prod-compute", address: "aws_ecs_service.web" };

  it("are neither those that it had, nor those that ask for no decision", () => {
    expect(newRisks([finding()], [finding()])).toEqual([]);
    expect(newRisks([], [finding({ level: "note" }), finding({ level: "quiet" })])).toEqual([]);
    expect(newRisks([], [finding()])).toEqual([finding()]);
  });

  it("are not those that it had at another place, sentence by sentence", () => {
    const part = finding({ ...elsewhere, text: "shop/web → s3, tcp 443, becomes possible." });
    expect(newRisks([finding()], [part])).toEqual([]);
    const other = finding({
      ...elsewhere,
      text: `${part.text} internet → shop/db, tcp 5432, becomes possible.`,
    });
    expect(newRisks([finding()], [other])).toEqual([other]);
    const otherRule = { ...part, rule: "reach-unknown" };
    expect(newRisks([finding()], [otherRule])).toEqual([otherRule]);
  });

  it("are those that are worse than in the review", () => {
    const worse = finding({ level: "block" });
    expect(newRisks([finding()], [worse])).toEqual([worse]);
    expect(newRisks([worse], [finding()])).toEqual([]);
  });
});
