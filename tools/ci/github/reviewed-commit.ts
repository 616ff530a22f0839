import { CiError } from "../ci-error.ts";
import type { GithubApi } from "./github-api.ts";

interface PullRequest {
  readonly number: number;
  readonly merged_at: string | null;
  readonly merge_commit_sha: string | null;
  readonly head: { readonly sha: string };
}

interface CheckRun {
  readonly id: number;
  readonly conclusion: string | null;
  readonly external_id: string | null;
  readonly app?: { readonly slug?: string } | null;
}

/** The commit whose plans were reviewed, and the reviewed digest. */
export interface ReviewedCommit {
  /** The pull request's number. */
  readonly pullRequest: number;
  /** The pull request's last commit, of which the plans were made. */
  readonly commit: string;
  /** The digest of the plans, the rules and the verdict. */
  readonly digest: string;
}

/** The app whose check runs count: that of the jobs' own token. */
const CHECK_APP = "github-actions";

/**
 * Finds the plans that were reviewed before a merge: those of the pull request's last commit, if
 * the merge changed nothing beside them and the review does not block.
 *
 * @param merged the commit on the default branch
 * @param checkName the name of the review's check run
 * @throws CiError if the commit was not reviewed, or must not be applied
 */
export async function findReviewedCommit(
  api: GithubApi,
  merged: string,
  checkName: string,
): Promise<ReviewedCommit> {
  const { number, head } = await mergedPullRequest(api, merged);
  const trees = await Promise.all([merged, head.sha].map((commit) => treeOf(api, commit)));
  if (trees[0] !== trees[1]) {
    throw new CiError(
      `The merge ${short(merged)} has other files than ${short(head.sha)}, the last commit of pull request ${number}: its plans were made without what was merged meanwhile. Nothing was applied. Fix: merge ${short(merged)}'s branch into a new pull request, so that it is planned again, and require branches to be up to date before merging.`,
    );
  }
  const digest = await reviewedDigest(api, head.sha, checkName);
  return { pullRequest: number, commit: head.sha, digest };
}

/** https://docs.github.com/en/rest/commits/commits#list-pull-requests-associated-with-a-commit */
async function mergedPullRequest(api: GithubApi, merged: string): Promise<PullRequest> {
  const pulls = await api.list<PullRequest>(`/commits/${merged}/pulls`);
  const pull = pulls.find((one) => one.merged_at !== null && one.merge_commit_sha === merged);
  if (pull !== undefined) return pull;
  throw new CiError(
    `No merged pull request has ${short(merged)} as its merge: its plans were not reviewed. Nothing was applied. Fix: make the change in a pull request.`,
  );
}

/** https://docs.github.com/en/rest/git/commits */
async function treeOf(api: GithubApi, commit: string): Promise<string> {
  const { tree } = (await api.read(`/git/commits/${commit}`)) as { readonly tree: { readonly sha: string } };
  return tree.sha;
}

/** https://docs.github.com/en/rest/checks/runs#list-check-runs-for-a-git-reference */
async function reviewedDigest(api: GithubApi, commit: string, name: string): Promise<string> {
  const path = `/commits/${commit}/check-runs?filter=latest&check_name=${encodeURIComponent(name)}`;
  const { check_runs: runs } = (await api.read(path)) as { readonly check_runs: readonly CheckRun[] };
  const [latest] = runs.filter(({ app }) => app?.slug === CHECK_APP).toSorted((a, b) => b.id - a.id);
  if (latest === undefined)
    throw new CiError(`${short(commit)} has no check run "${name}": its plans were not reviewed.`);
  if (latest.conclusion === "failure")
    throw new CiError(`The review "${name}" of ${short(commit)} blocks: nothing was applied.`);
  if (!/^[0-9a-f]{64}$/.test(latest.external_id ?? ""))
    throw new CiError(`The check run "${name}" of ${short(commit)} does not name the plans' digest.`);
  return latest.external_id ?? "";
}

function short(commit: string): string {
  return commit.slice(0, 12);
}
