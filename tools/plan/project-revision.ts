import { projectFolder } from "../project-folder.ts";
import { CommandError, runCommand } from "../terraform/run-command.ts";
import type { PlannedRevision } from "./plan-folder.ts";

/** The revision of the project in a folder; null without Git, or without a commit. */
export async function projectRevision(folder = projectFolder): Promise<PlannedRevision | null> {
  const git = async (...args: readonly string[]) =>
    (await runCommand("git", args, { cwd: folder })).stdout.trim();
  try {
    const commit = await git("rev-parse", "HEAD");
    const tree = await git("rev-parse", "HEAD:./");
    return { commit, tree, isModified: (await git("status", "--porcelain", "--", ".")) !== "" };
  } catch (error) {
    if (error instanceof CommandError) return null;
    throw error;
  }
}
