import {
  formatReviewedDeployment,
  isFirstDeployment,
  needsConsent,
  reviewedDeployment,
} from "../../../tools/deploy/review-deployment.ts";
import type { Level } from "../../../tools/review/level.ts";
import type { Review } from "../../../tools/review/review.ts";

const NETWORK = { name: "shop-prod-network", json: { resource: { aws_vpc: { main: {} } } } };
const DATA = { name: "shop-prod-data", json: { resource: { aws_s3_bucket: { files: {} } } } };
const OTHER = { name: "shop-prod-network", json: { resource: { aws_vpc: { other: {} } } } };

function reviewOf(verdict: Level): Review {
  const finding = {
    level: verdict,
    rule: "reach-possible",
    action: "create",
    text: "internet → web becomes possible.",
  };
  // The cast: a terminal shows no more of a finding.
  const findings = [{ ...finding, address: "a.b", stack: "shop-prod-network", class: "exposure" }];
  return {
    ...{ verdict, findings, plans: [], connectivity: [], permissions: [], waived: [], limits: [] },
  } as unknown as Review;
}

const judged = (
  verdict: Level,
  deployed: readonly { readonly name: string; readonly json: object }[],
  unsimulated: readonly { readonly stack: string; readonly message: string }[] = [],
) =>
  reviewedDeployment(
    reviewOf(verdict),
    // The cast: these are all that is read of a planned platform.
    { read: { deployed }, unsimulated } as unknown as Parameters<typeof reviewedDeployment>[1],
    [NETWORK, DATA],
  );

describe("a first deployment", () => {
  it("is one in which what is deployed already stays as it is, so that it may be interrupted", () => {
    expect(isFirstDeployment([], [NETWORK, DATA])).toBe(true);
    expect(isFirstDeployment([NETWORK], [NETWORK, DATA])).toBe(true);
    expect(isFirstDeployment([OTHER], [NETWORK, DATA])).toBe(false);
    expect(isFirstDeployment([NETWORK, DATA], [NETWORK, DATA])).toBe(false);
    // A stack that leaves is deployed, and not wanted.
    expect(isFirstDeployment([DATA], [NETWORK])).toBe(false);
  });

  it("asks nothing beyond whether to deploy, and its review is one line, unless it blocks", () => {
    const first = judged("ask", []);
    expect(needsConsent(first)).toBe(false);
    const text = formatReviewedDeployment(first, { unsimulated: [] }, 80);
    expect(text).toMatch(/^Review: nothing blocks\. .* 1 ask$/);
    expect(formatReviewedDeployment(judged("block", []), { unsimulated: [] }, 80)).toContain(
      "internet → web becomes possible.",
    );
  });
});

describe("the review of a change", () => {
  it.each([
    ["quiet", false],
    ["note", false],
    ["ask", true],
    ["unknown", true],
    ["block", true],
  ] as const)("of the verdict %s needs a person: %s", (verdict, expected) => {
    expect(needsConsent(judged(verdict, [OTHER]))).toBe(expected);
  });

  it("is unknown at least if a later step could not be planned beforehand, and says which", () => {
    const missing = [{ stack: "shop-prod-data", message: "no such type" }];
    expect(judged("note", [OTHER], missing).verdict).toBe("unknown");
    expect(judged("block", [OTHER], missing).verdict).toBe("block");
    expect(
      formatReviewedDeployment(judged("note", [OTHER], missing), { unsimulated: missing }, 80),
    ).toContain("\nNot reviewed: shop-prod-data: no such type");
  });
});
