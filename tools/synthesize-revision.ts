import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { compact } from "../language/compact.ts";
import { projectFolder as ownFolder } from "./project-folder.ts";
import { CommandError, runCommand } from "./terraform/run-command.ts";
import { SetupError } from "./terraform/setup-error.ts";

/** Options of {@link synthesizeRevision}. */
export interface RevisionOptions {
  /** The folder of the project, which is in a Git repository. @default this project */
  readonly projectFolder?: string;
  /** A Git revision: a branch, a tag, a commit, `HEAD~3`. */
  readonly revision: string;
  /** An empty private folder for the revision's files. */
  readonly workFolder: string;
  /** The folder to synthesize into. */
  readonly output: string;
  /** Selection of platforms and protection. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Ends the commands when it aborts. @default never */
  readonly signal?: AbortSignal;
  /** Called with a sentence before the revision's own packages are installed: it takes a while. */
  readonly onInstall: (sentence: string) => void;
}

/** A revision without the selected platform or environment. */
export class UnknownAtRevisionError extends SetupError {
  /** The revision's commit, abbreviated. */
  readonly commit: string;

  constructor(revision: string, commit: string, problem: string) {
    super(`the revision ${revision} (${commit}) does not have it. ${problem}`);
    this.commit = commit;
  }
}

/**
 * Synthesizes the app of another revision of this project, by that revision's own code. It uses
 * this project's installed packages if the lock files are equal, and else installs its own.
 *
 * @returns the revision's commit, abbreviated
 * @throws SetupError if the project is in no Git repository, or has no such revision;
 *   UnknownAtRevisionError if the revision has no such platform or environment; CommandError if its
 *   app fails.
 */
export async function synthesizeRevision(options: RevisionOptions): Promise<string> {
  const { revision, workFolder, projectFolder = ownFolder } = options;
  const git: Git = async (...args) => (await runCommand("git", args, { cwd: projectFolder })).stdout;
  const commit = await commitOf(revision, git);
  const prefix = (await git("rev-parse", "--show-prefix")).trim();
  await extract(`${commit}:${prefix}`, workFolder, git);
  await provideModules(projectFolder, options);
  const shortCommit = commit.slice(0, 7);
  await runApp(options, shortCommit);
  return shortCommit;
}

/** The app's message if it has no such platform or environment. */
const UNKNOWN_SELECTION = /^(?:platform|environment): received .*/m;

async function runApp({ workFolder, ...options }: RevisionOptions, commit: string): Promise<void> {
  const run = { cwd: workFolder, env: { ...options.env, CDKTF_OUTDIR: options.output } };
  try {
    await runCommand("sh", ["-c", appCommandOf(workFolder)], {
      ...run,
      ...compact({ signal: options.signal }),
    });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const { stdout, stderr } = error.result;
    const unknown = UNKNOWN_SELECTION.exec(stderr)?.[0];
    if (unknown !== undefined) throw new UnknownAtRevisionError(options.revision, commit, unknown);
    const output = [stderr, stdout].map((text) => text.trim()).find((text) => text !== "") ?? error.message;
    throw new CommandError(
      `the revision ${options.revision} (${commit}) cannot be synthesized:\n${output}`,
      error.result,
    );
  }
}

/** Runs git in the project's folder, and returns its output. */
type Git = (...args: readonly string[]) => Promise<string>;

async function commitOf(revision: string, git: Git): Promise<string> {
  try {
    // `--end-of-options`: a revision never is an option.
    return (await git("rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`)).trim();
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new SetupError(await whyNoCommit(revision, git));
  }
}

async function whyNoCommit(revision: string, git: Git): Promise<string> {
  const works = (...args: readonly string[]) =>
    git(...args).then(
      () => true,
      () => false,
    );
  if (await works("rev-parse", "--git-dir")) {
    return `there is no revision ${revision} in this Git repository: pass a branch, a tag or a commit.`;
  }
  if (!(await works("--version"))) return "git cannot be run, so no revision can be read: install Git.";
  return "this project is in no Git repository, so it has no revisions: run git init and commit first.";
}

/** Writes a tree, such as `1f0c2b3:path/`, into a folder, without touching the repository. */
async function extract(tree: string, folder: string, git: Git): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const archive = join(folder, "revision.tar");
  await git("archive", "--format=tar", `--output=${archive}`, tree);
  await runCommand("tar", ["-xf", archive, "-C", folder], { cwd: folder });
}

async function provideModules(
  projectFolder: string,
  { workFolder: folder, revision, signal, onInstall }: RevisionOptions,
): Promise<void> {
  const own = join(projectFolder, "package-lock.json");
  const lock = join(folder, "package-lock.json");
  if (existsSync(lock) && existsSync(own) && readFileSync(lock).equals(readFileSync(own))) {
    symlinkSync(join(projectFolder, "node_modules"), join(folder, "node_modules"), "junction");
    return;
  }
  onInstall(`installs the packages of ${revision}, whose lock file is another one`);
  await runCommand("npm", ["ci", "--no-audit", "--no-fund"], { cwd: folder, ...compact({ signal }) });
}

function appCommandOf(folder: string): string {
  const file = join(folder, "cdktf.json");
  if (!existsSync(file)) throw new SetupError("that revision has no cdktf.json: it is not a CDKTF project.");
  return (JSON.parse(readFileSync(file, "utf8")) as { readonly app: string }).app;
}
