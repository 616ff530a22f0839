import { reviewAsGitlabReport } from "../../../../tools/review/output/gitlab-report.ts";
import type { ReviewedPlan } from "../../../../tools/review/review.ts";

it("counts the changes of all plans; what is replaced is deleted and created", () => {
  const plan = (counts: ReviewedPlan["counts"]): ReviewedPlan => ({
    ...{ stack: "a", path: "a", mode: "normal", isComplete: true, isErrored: false, digest: "", changes: [] },
    counts,
  });
  const plans = [
    plan({ create: 2, update: 1, replace: 1, read: 4, forget: 1 }),
    plan({ "replace-create-first": 1, delete: 3 }),
  ];
  expect(JSON.parse(reviewAsGitlabReport({ plans }))).toEqual({ create: 4, update: 1, delete: 5 });
  expect(JSON.parse(reviewAsGitlabReport({ plans: [] }))).toEqual({ create: 0, update: 0, delete: 0 });
});
