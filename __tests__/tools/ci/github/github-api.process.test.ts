import { createReviewCheck } from "../../../../tools/ci/github/check-run.ts";
import { keepComment } from "../../../../tools/ci/github/comment.ts";
import { keepDriftIssues } from "../../../../tools/ci/github/drift-issues.ts";
import { GithubApi } from "../../../../tools/ci/github/github-api.ts";
import { findReviewedCommit } from "../../../../tools/ci/github/reviewed-commit.ts";
import type { Drift, DriftReport } from "../../../../tools/drift/drift-report.ts";
import { BOT, type GithubServer, startGithubServer } from "../support/github-server.ts";

const MARKER = "<!-- drydock review: shop-prod -->";
const DIGEST = "a".repeat(64);

let server: GithubServer;
let api: GithubApi;
beforeEach(async () => {
  server = await startGithubServer();
  api = GithubApi.ofJob({
    GITHUB_API_URL: server.url,
    GITHUB_REPOSITORY: "acme/shop",
    GITHUB_TOKEN: "secret-token",
  });
});
afterEach(() => server.close());

describe("the comment of a review", () => {
  const keep = (text: string) =>
    keepComment(api, { pullRequest: 7, marker: MARKER, author: BOT, body: `${MARKER}\n${text}\n` });

  it("is created once, then updated in place, and left alone if it says the same", async () => {
    expect(await keep("one")).toBe("created");
    expect(await keep("two")).toBe("updated");
    server.comments[0]!.body = `${String(server.comments[0]!.body).replaceAll("\n", "\r\n")}`;
    expect(await keep("two")).toBe("unchanged");
    expect(server.comments.map(({ issue, body }) => [issue, body])).toEqual([
      [7, expect.stringContaining("two")],
    ]);
  });

  it("never is another person's, whatever its marker, nor one of another platform, on any page", async () => {
    for (let id = 1000; id < 1150; id += 1)
      server.comments.push({ id, issue: 7, body: `${MARKER}\nforged`, user: { login: "mallory" } });
    server.comments.push({
      id: 2000,
      issue: 7,
      body: "<!-- drydock review: shop-dev -->",
      user: { login: BOT },
    });
    expect(await keep("mine")).toBe("created");
    expect(await keep("mine again")).toBe("updated");
    expect(server.comments.filter(({ body }) => String(body).includes("forged"))).toHaveLength(150);
    expect(server.comments.at(-1)).toMatchObject({ body: `${MARKER}\nmine again\n`, user: { login: BOT } });
  });

  it("is read again after a passing fault of GitHub; a refusal names the missing permission", async () => {
    server.failures = 1;
    expect(await keep("one")).toBe("created");
    const other = new GithubApi(`${server.url}/repos/acme/shop`, "wrong");
    await expect(other.list("/issues/7/comments")).rejects.toThrow(
      "GitHub refuses GET /issues/7/comments: 403 Resource not accessible. Fix: give the job these permissions: issues=write.",
    );
    await expect(new GithubApi("http://127.0.0.1:1", "t").read("/x")).rejects.toThrow("cannot be reached");
    expect(() => GithubApi.ofJob({ GITHUB_REPOSITORY: "a/b" })).toThrow("GITHUB_TOKEN is not set");
  });
});

describe("the check run of a review", () => {
  const check = (exitCode: number) =>
    createReviewCheck(api, {
      ...{ name: "drydock review shop-prod", commit: "c1", digest: DIGEST, markdown: "x".repeat(70_000) },
      exitCode,
    });

  it.each([
    [0, "success", "note: nothing to decide"],
    [3, "neutral", "ask: a person must decide"],
    [4, "neutral", "unknown: cannot be judged before apply"],
    [5, "failure", "block: must not be applied as it is"],
    [1, "failure", "The plans could not be made or reviewed"],
  ])("of the exit code %i ends as %s", async (exitCode, conclusion, title) => {
    expect(await check(exitCode)).toEqual({ conclusion, title });
    expect(server.checkRuns).toMatchObject([
      { head_sha: "c1", external_id: DIGEST, status: "completed", conclusion, output: { title } },
    ]);
    const { summary } = server.checkRuns[0]!.output as { readonly summary: string };
    expect(summary).toHaveLength(65_535);
  });
});

describe("the reviewed plans of a merge", () => {
  const name = "drydock review shop-prod";
  const pull = { number: 7, merged_at: "2026-11-30", merge_commit_sha: "merged", head: { sha: "head" } };
  const run = { id: 1, name, head_sha: "head", conclusion: "neutral", external_id: DIGEST };
  beforeEach(() => {
    server.pulls.set("merged", [{ ...pull, merge_commit_sha: "other" }, pull]);
    for (const commit of ["merged", "head"]) server.trees.set(commit, "tree");
    server.checkRuns.push({ ...run, app: { slug: "github-actions" } });
  });
  const find = (commit = "merged") => findReviewedCommit(api, commit, name);

  it("are those of the pull request's last commit, if the merge has the same files", async () => {
    expect(await find()).toEqual({ pullRequest: 7, commit: "head", digest: DIGEST });
    server.trees.set("merged", "more");
    await expect(find()).rejects.toThrow(
      /^The merge merged has other files than head, .*Nothing was applied\./,
    );
  });

  it("are not there for a pushed commit, or for one without a review", async () => {
    await expect(find("pushed")).rejects.toThrow("No merged pull request has pushed as its merge");
    server.checkRuns.length = 0;
    await expect(find()).rejects.toThrow('head has no check run "drydock review shop-prod"');
  });

  it("are refused if the newest review blocks; check runs of other apps do not count", async () => {
    server.checkRuns.push({
      ...run,
      id: 3,
      conclusion: "success",
      external_id: "f",
      app: { slug: "mallory" },
    });
    expect(await find()).toMatchObject({ digest: DIGEST });
    server.checkRuns.push({ ...run, id: 2, conclusion: "failure", app: { slug: "github-actions" } });
    await expect(find()).rejects.toThrow("blocks: nothing was applied");
  });
});

describe("the issues of drift", () => {
  const drift: Drift = {
    kind: "changed",
    type: "aws_security_group",
    addresses: ['aws_security_group.web["@team"]'],
    attributes: ["ingress"],
    isSecurity: true,
    level: "block",
    risks: ["internet → db becomes possible."],
  };
  const report = (...entries: readonly Drift[]): DriftReport => ({
    ...{ format: "drydock.drift.v1", subject: "shop-prod", verdict: "block", failures: [] },
    stacks: [
      { stack: "shop-prod-network", drift: entries, ownedByOthers: 0 },
      { stack: "shop-prod-data", drift: [], ownedByOthers: 1 },
    ],
  });

  it("are one a stack: opened, updated, left alone, and closed once the drift is gone", async () => {
    const step = async (...entries: readonly Drift[]) =>
      (await keepDriftIssues(api, report(...entries), BOT)).map(({ step: done }) => done);
    expect(await step()).toEqual(["none", "none"]);
    expect(await step(drift)).toEqual(["opened", "none"]);
    expect(await step(drift)).toEqual(["unchanged", "none"]);
    expect(await step(drift, { ...drift, isSecurity: false })).toEqual(["updated", "none"]);
    expect(server.issues).toMatchObject([{ title: "Security drift in shop-prod-network", state: "open" }]);
    expect(server.issues[0]!.body).toContain('`aws_security_group.web["@team"]`');
    expect(await step()).toEqual(["closed", "none"]);
    expect(server.issues).toMatchObject([{ state: "closed", state_reason: "completed" }]);
    expect(await step(drift)).toEqual(["opened", "none"]);
    expect(server.issues).toHaveLength(2);
  });

  it("of others are not touched, and neither is that of a stack that could not be planned", async () => {
    await keepDriftIssues(api, report(drift), BOT);
    const failed = { ...report(), stacks: [], failures: [{ stack: "shop-prod-network", message: "no" }] };
    expect(await keepDriftIssues(api, failed, BOT)).toEqual([]);
    expect(server.issues).toMatchObject([{ state: "open" }]);
    expect(await keepDriftIssues(api, report(), "somebody")).toMatchObject([
      { step: "none" },
      { step: "none" },
    ]);
    expect(server.issues).toMatchObject([{ state: "open" }]);
  });
});
