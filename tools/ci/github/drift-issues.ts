import type { DriftReport } from "../../drift/drift-report.ts";
import { driftMarkdown } from "../../drift/format-drift.ts";
import type { GithubApi } from "./github-api.ts";

/** The label of issues on drift. */
const DRIFT_LABEL = "drift";

/** The most characters of an issue's text. */
const BODY_CHARACTERS_MAX = 65_000;

interface Issue {
  readonly number: number;
  readonly body?: string | null;
  readonly user?: { readonly login: string } | null;
  readonly pull_request?: unknown;
}

/** What was done about a stack's issue. */
export interface DriftIssueStep {
  readonly stack: string;
  readonly step: "opened" | "updated" | "unchanged" | "closed" | "none";
}

/**
 * Keeps one open issue for each stack with drift, and closes it once there is none. A stack that
 * could not be planned keeps its issue as it is.
 * https://docs.github.com/en/rest/issues/issues
 *
 * @param author the login that opens the issues: those of others are not touched
 * @throws CiError
 */
export async function keepDriftIssues(
  api: GithubApi,
  report: DriftReport,
  author: string,
): Promise<readonly DriftIssueStep[]> {
  const open = await api.list<Issue>(`/issues?state=open&labels=${DRIFT_LABEL}`);
  const own = open.filter((issue) => issue.user?.login === author && issue.pull_request === undefined);
  const steps: DriftIssueStep[] = [];
  for (const stackDrift of report.stacks) {
    const { stack, drift } = stackDrift;
    const marker = driftMarker(stack);
    const issue = own.find(({ body }) => body?.startsWith(marker) === true);
    if (drift.length === 0) {
      if (issue !== undefined) await closeIssue(api, issue.number);
      steps.push({ stack, step: issue === undefined ? "none" : "closed" });
      continue;
    }
    const isSecurity = drift.some((entry) => entry.isSecurity);
    const title = `${isSecurity ? "Security drift" : "Drift"} in ${stack}`;
    const body = `${marker}\n${driftMarkdown(stackDrift)}`.slice(0, BODY_CHARACTERS_MAX);
    steps.push({ stack, step: await writeIssue(api, issue, { title, body }) });
  }
  return steps;
}

async function writeIssue(
  api: GithubApi,
  issue: Issue | undefined,
  text: { readonly title: string; readonly body: string },
): Promise<DriftIssueStep["step"]> {
  if (issue === undefined) {
    await api.create("/issues", { ...text, labels: [DRIFT_LABEL] });
    return "opened";
  }
  if (issue.body?.replaceAll("\r\n", "\n").trimEnd() === text.body.trimEnd()) return "unchanged";
  await api.change(`/issues/${issue.number}`, text);
  return "updated";
}

async function closeIssue(api: GithubApi, number: number): Promise<void> {
  // Closed first: a later run does not look at closed issues, so that it says nothing twice.
  await api.change(`/issues/${number}`, { state: "closed", state_reason: "completed" });
  await api.create(`/issues/${number}/comments`, { body: "The drift is gone." });
}

function driftMarker(stack: string): string {
  return `<!-- drydock drift: ${stack.replace(/[^\w.-]+/g, "-").slice(0, 200)} -->`;
}
