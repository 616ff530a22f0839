import { compact } from "../../language/compact.ts";
import { CommandError, runCommand } from "../terraform/run-command.ts";
import type { DeployedBy, DeployedCommit } from "./deployment-record.ts";

/** The environment variables of a pipeline's job. */
type JobVariables = Readonly<Record<string, string | undefined>>;

/**
 * Returns who deploys: the actor of a GitHub or GitLab job, with the run's page, else Git's user.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/variables
 * https://docs.gitlab.com/ci/variables/predefined_variables/
 */
export async function deployedBy(folder: string, env: JobVariables = process.env): Promise<DeployedBy> {
  const { GITHUB_ACTOR: actor, GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = env;
  if (env.GITHUB_ACTIONS === "true" && actor) {
    const runUrl = server && repository && `${server}/${repository}/actions/runs/${env.GITHUB_RUN_ID ?? ""}`;
    return { name: actor, ...compact({ runUrl: runUrl || undefined }) };
  }
  if (env.GITLAB_CI === "true" && env.GITLAB_USER_LOGIN)
    return { name: env.GITLAB_USER_LOGIN, ...compact({ runUrl: env.CI_JOB_URL || undefined }) };
  const [name, email] = await Promise.all(
    ["user.name", "user.email"].map((key) => git(folder, "config", key)),
  );
  const user = [name, email && `<${email}>`].filter((part) => part).join(" ");
  return { name: user || env.USER || env.USERNAME || "unknown" };
}

/** Returns the commit of the project's files, and whether they differ from it. */
export async function deployedCommit(folder: string): Promise<DeployedCommit> {
  const commit = await git(folder, "rev-parse", "HEAD");
  if (commit === undefined) return { isModified: true };
  const changes = await git(folder, "status", "--porcelain", "--untracked-files=no");
  return { commit, isModified: changes !== undefined };
}

/** The output of a Git command; undefined if it is empty, or fails. */
async function git(folder: string, ...args: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout } = await runCommand("git", [...args], { cwd: folder });
    return stdout.trim() || undefined;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return undefined;
  }
}
