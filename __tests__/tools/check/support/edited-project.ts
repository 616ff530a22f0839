import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { drydockIn, gitIn, withProjectCopy } from "../../../support/project-copy.ts";

/** The platform file that most tests edit. */
export const PLATFORM_FILE = join("platforms", "cybershield.ts");

/** Replaces text in a file of a copy. */
export function editFile(folder: string, name: string, replace: (text: string) => string): void {
  const file = join(folder, name);
  writeFileSync(file, replace(readFileSync(file, "utf8")));
}

/** Replaces text in a copy's platform file, and commits the result if told to. */
export function edit(folder: string, replace: (text: string) => string, commit?: "commit"): void {
  editFile(folder, PLATFORM_FILE, replace);
  if (commit !== undefined) gitIn(folder, "commit", "--quiet", "--all", "--no-gpg-sign", "--message", "a");
}

/** A copy of the project in a repository with one commit, of all that it has. */
export function inRepository(test: (folder: string) => Promise<void>): Promise<void> {
  return withProjectCopy(async (folder) => {
    writeFileSync(join(folder, ".gitignore"), "node_modules\n");
    gitIn(folder, "init", "--quiet");
    gitIn(folder, "add", "--all");
    gitIn(folder, "commit", "--quiet", "--no-gpg-sign", "--message", "a");
    await test(folder);
  });
}

/** Checks an edited copy against its only commit. */
export function checkChanged(folder: string, ...args: readonly string[]) {
  return drydockIn(folder, "check", "cybershield", "dev", "--from-revision", "HEAD", ...args);
}
