import { mkdirSync, readFileSync } from "node:fs";
import type { Command } from "commander";
import { compact } from "../../language/compact.ts";
import type { Platform } from "../../language/platform.ts";
import { required } from "../../language/required.ts";
import { selectPlatforms } from "../../language/selection.ts";
import { stateBucketName } from "../../modules/names.ts";
import { platforms } from "../../platforms/index.ts";
import type { DriftReport } from "../drift/drift-report.ts";
import { commentMarker } from "../review/output/markdown.ts";
import { StateObjects } from "../state-bucket/state-objects.ts";
import { CiError, jobVariable } from "./ci-error.ts";
import { createReviewCheck } from "./github/check-run.ts";
import { keepComment } from "./github/comment.ts";
import { keepDriftIssues } from "./github/drift-issues.ts";
import { GithubApi } from "./github/github-api.ts";
import { findReviewedCommit } from "./github/reviewed-commit.ts";
import { GitlabApi } from "./gitlab/gitlab-api.ts";
import { findNotedReview, keepReviewNote } from "./gitlab/merge-request-note.ts";
import { keepPlans, takePlans } from "./kept-plans.ts";

/** The login of a workflow's own token. */
const WORKFLOW_AUTHOR = "github-actions[bot]";

interface PlansFlags {
  readonly commit: string;
}

interface NoteFlags {
  readonly markdown: string;
  readonly exitCode: string;
  readonly digest: string;
  readonly commit: string;
}

interface ReportFlags extends NoteFlags {
  readonly pullRequest: string;
  readonly author: string;
}

/** Adds the commands that are steps of a pipeline. */
export function addStepCommands(command: Command): void {
  command
    .command("keep-plans <platform> <environment> <folder>")
    .description("keep a folder of reviewed plans in the state bucket; prints digest=REVIEWED")
    .requiredOption("--commit <id>", "the commit of which the plans were made")
    .action(runKeepPlans);
  command
    .command("take-plans <platform> <environment> <folder>")
    .description("write kept plans into a folder")
    .requiredOption("--commit <id>", "the commit of which the plans were made")
    .action(runTakePlans);
  command
    .command("report <name>")
    .description("write a review as a pull request's comment and as a check run")
    .requiredOption("--markdown <path>", "what drydock review --markdown printed")
    .requiredOption("--exit-code <number>", "the exit code of drydock review")
    .requiredOption("--digest <sha256>", "the reviewed digest")
    .requiredOption("--commit <id>", "the commit of which the plans were made")
    .requiredOption("--pull-request <number>", "the pull request")
    .option("--author <login>", "the login of the comment's author", WORKFLOW_AUTHOR)
    .action(runReport);
  command
    .command("reviewed <name>")
    .description("find the plans that were reviewed before a merge; prints commit= and digest=")
    .requiredOption("--merged <id>", "the commit on the default branch")
    .action(runReviewed);
  command
    .command("drift-issues <report>")
    .description("keep one issue for each stack with drift, and close it once there is none")
    .option("--author <login>", "the login of the issues' author", WORKFLOW_AUTHOR)
    .action(runDriftIssues);
  command
    .command("note <name>")
    .description("write a review as a note on a GitLab merge request")
    .requiredOption("--markdown <path>", "what drydock review --markdown printed")
    .requiredOption("--exit-code <number>", "the exit code of drydock review")
    .requiredOption("--digest <sha256>", "the reviewed digest")
    .requiredOption("--commit <id>", "the commit of which the plans were made")
    .action(runNote);
  command
    .command("noted <name>")
    .description("find the plans that were reviewed before a GitLab merge; prints commit= and digest=")
    .requiredOption("--merged <id>", "the commit on the default branch")
    .action(runNoted);
}

async function runKeepPlans(name: string, environment: string, folder: string, { commit }: PlansFlags) {
  const platform = selectPlatform(name, environment);
  const digest = await keepPlans({ bucket: bucketOf(platform), platform, commit, folder });
  console.log(`digest=${digest}`);
}

async function runTakePlans(name: string, environment: string, folder: string, { commit }: PlansFlags) {
  const platform = selectPlatform(name, environment);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await takePlans({ bucket: bucketOf(platform), platform, commit, folder });
}

async function runReport(name: string, flags: ReportFlags): Promise<void> {
  const { commit, digest, author } = flags;
  const api = GithubApi.ofJob(process.env);
  const markdown = readFileSync(flags.markdown, "utf8");
  const marker = commentMarker(name);
  const body = `${marker}\n${withoutMarker(markdown)}`;
  const kept = await keepComment(api, {
    pullRequest: wholeNumber(flags.pullRequest, "--pull-request"),
    ...{ marker, author, body },
  });
  const check = await createReviewCheck(api, {
    name: reviewCheckName(name),
    exitCode: wholeNumber(flags.exitCode, "--exit-code"),
    ...{ commit, digest, markdown: body },
    ...compact({ detailsUrl: runUrl() }),
  });
  console.log(`comment ${kept}; check run ${check.conclusion}, ${check.title}`);
}

async function runReviewed(name: string, { merged }: { readonly merged: string }): Promise<void> {
  const found = await findReviewedCommit(GithubApi.ofJob(process.env), merged, reviewCheckName(name));
  console.log(`commit=${found.commit}\ndigest=${found.digest}`);
}

async function runDriftIssues(path: string, { author }: { readonly author: string }): Promise<void> {
  const report = JSON.parse(readFileSync(path, "utf8")) as DriftReport;
  const steps = await keepDriftIssues(GithubApi.ofJob(process.env), report, author);
  for (const { stack, step } of steps) console.log(`${stack}  ${step}`);
}

async function runNote(name: string, flags: NoteFlags): Promise<void> {
  const { commit, digest } = flags;
  const kept = await keepReviewNote(new GitlabApi(process.env), {
    mergeRequest: jobVariable(process.env, "CI_MERGE_REQUEST_IID"),
    marker: commentMarker(name),
    exitCode: wholeNumber(flags.exitCode, "--exit-code"),
    markdown: withoutMarker(readFileSync(flags.markdown, "utf8")),
    ...{ commit, digest },
  });
  console.log(`note ${kept}`);
}

async function runNoted(name: string, { merged }: { readonly merged: string }): Promise<void> {
  const found = await findNotedReview(new GitlabApi(process.env), merged, commentMarker(name));
  console.log(`commit=${found.commit}\ndigest=${found.digest}`);
}

/** The name of the check run of a platform's review. */
function reviewCheckName(name: string): string {
  return `drydock review ${name}`;
}

/** Leaves out the first line if it is the marker of any review: each platform has its own. */
function withoutMarker(markdown: string): string {
  return markdown.replace(/^<!--.*\n/, "");
}

function selectPlatform(name: string, environment: string): Platform {
  return required(selectPlatforms(platforms, { platform: name, environment }), 0);
}

function bucketOf(platform: Platform): StateObjects {
  return new StateObjects({ bucket: stateBucketName(platform), region: platform.region });
}

/** @throws CiError for anything else than digits */
function wholeNumber(text: string, option: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new CiError(`${option} is "${text}", and must be a number.`);
  return Number(text);
}

/** The page of the running workflow; undefined outside of one. */
function runUrl(): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = process.env;
  return server && repository && run ? `${server}/${repository}/actions/runs/${run}` : undefined;
}
