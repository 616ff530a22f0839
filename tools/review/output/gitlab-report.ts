import type { Review } from "../review.ts";

/**
 * Returns the numbers of a review's changes as GitLab's Terraform report, which it shows on the
 * merge request. What is replaced counts as deleted and created.
 * https://docs.gitlab.com/ci/yaml/artifacts_reports/#artifactsreportsterraform
 */
export function reviewAsGitlabReport({ plans }: Pick<Review, "plans">): string {
  const sum = (...actions: readonly string[]) =>
    plans.reduce(
      (total, { counts }) => total + actions.reduce((own, action) => own + (counts[action] ?? 0), 0),
      0,
    );
  const replaced = ["replace", "replace-create-first"];
  const report = {
    create: sum("create", "create-forget", ...replaced),
    update: sum("update"),
    delete: sum("delete", ...replaced),
  };
  return `${JSON.stringify(report)}\n`;
}
