import { execFileSync } from "node:child_process";
import { cpSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { PROJECT_FOLDER } from "./command-line.ts";
import { inTestFolder } from "./test-folder.ts";

/**
 * Runs a test with the project's sources in a folder of its own, whose files it may change. The
 * installed packages are this project's.
 */
export function withProjectCopy<T>(test: (folder: string) => Promise<T>): Promise<T> {
  return inTestFolder((folder) => {
    copyProject(folder);
    return test(folder);
  });
}

/** Copies the project's sources into an empty folder, with a link to its installed packages. */
export function copyProject(folder: string): void {
  for (const name of ["aws", "bin", "language", "modules", "platforms", "stacks", "tools"])
    cpSync(join(PROJECT_FOLDER, name), join(folder, name), { recursive: true });
  for (const name of ["main.ts", "cdktf.json", "package.json", "package-lock.json"])
    cpSync(join(PROJECT_FOLDER, name), join(folder, name));
  symlinkSync(join(PROJECT_FOLDER, "node_modules"), join(folder, "node_modules"));
}

/** Runs the command line of a copy of the project. */
export function drydockIn(folder: string, ...args: readonly string[]) {
  const program = [join(folder, "bin", "drydock.mjs"), ...args];
  return execa(process.execPath, program, { cwd: folder, reject: false, env: { NO_COLOR: "1" } });
}

/** Runs git in a folder, without the user's settings, as nobody in particular. */
export function gitIn(folder: string, ...args: readonly string[]): string {
  const who = { GIT_AUTHOR_NAME: "a", GIT_AUTHOR_EMAIL: "a@example.net" };
  const env = {
    ...process.env,
    ...who,
    GIT_COMMITTER_NAME: who.GIT_AUTHOR_NAME,
    GIT_COMMITTER_EMAIL: who.GIT_AUTHOR_EMAIL,
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_SYSTEM: "/dev/null",
  };
  return execFileSync("git", args, { cwd: folder, env, encoding: "utf8", stdio: "pipe" }).trim();
}
