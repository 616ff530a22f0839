import { mkdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { synthesizeRevision, UnknownAtRevisionError } from "../../tools/synthesize-revision.ts";
import { CommandError } from "../../tools/terraform/run-command.ts";
import { SetupError } from "../../tools/terraform/setup-error.ts";
import { gitIn } from "../support/project-copy.ts";
import { folderOfEachTest } from "../support/test-folder.ts";

const temporaryFolder = folderOfEachTest();
/** A project in a folder of a repository. */
let project: string;
beforeEach(() => {
  project = join(temporaryFolder.path, "repository", "project");
  mkdirSync(project, { recursive: true });
});

function git(...args: readonly string[]): string {
  return gitIn(project, ...args);
}

/** Commits these files of the project, and returns the commit. */
function commit(files: Readonly<Record<string, string>>): string {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(project, name), text);
  git("add", "--all");
  git("commit", "--quiet", "--allow-empty", "--no-gpg-sign", "--message", "a");
  return git("rev-parse", "HEAD");
}

function synthesize(revision: string): Promise<string> {
  return synthesizeRevision({
    projectFolder: project,
    revision,
    workFolder: join(temporaryFolder.path, "revision"),
    output: join(temporaryFolder.path, "out"),
    env: { DRYDOCK_ENVIRONMENT: "prod" },
    // Ends there: a test installs nothing.
    onInstall: (sentence) => {
      throw new Error(sentence);
    },
  });
}

async function errorOf(promise: Promise<unknown>): Promise<Error> {
  const error = await promise.then(() => undefined).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Error);
  return error as Error;
}

const LOCK = { "package-lock.json": "{}" };
/** An app that writes its environment and a file of its revision. */
const APP = {
  "cdktf.json": JSON.stringify({
    app: 'mkdir "$CDKTF_OUTDIR" && echo "$DRYDOCK_ENVIRONMENT $(cat form)" > "$CDKTF_OUTDIR/result"',
  }),
};

describe("synthesizeRevision", () => {
  it("runs the app of the revision, not of the files in the project's folder", async () => {
    git("init", "--quiet");
    const first = commit({ ...LOCK, ...APP, form: "old" });
    commit({ form: "new" });
    writeFileSync(join(project, "form"), "uncommitted");
    expect(await synthesize("HEAD~1")).toBe(first.slice(0, 7));
    expect(readFileSync(join(temporaryFolder.path, "out", "result"), "utf8")).toBe("prod old\n");
    // The lock files are equal, so the installed packages serve both.
    const modules = readlinkSync(join(temporaryFolder.path, "revision", "node_modules"));
    expect(modules.replace(/\/$/, "")).toBe(join(project, "node_modules"));
    expect(git("status", "--porcelain")).toBe("M form");
  });

  it("says that it installs the packages of a revision with another lock file", async () => {
    git("init", "--quiet");
    commit({ ...LOCK, ...APP, form: "old" });
    commit({ "package-lock.json": '{"lockfileVersion": 3}' });
    const { message } = await errorOf(synthesize("HEAD~1"));
    expect(message).toBe("installs the packages of HEAD~1, whose lock file is another one");
  });

  it.each(["v9", "--help", "HEAD~1"])("rejects a revision that is not there: %s", async (revision) => {
    git("init", "--quiet");
    commit(APP);
    const error = await errorOf(synthesize(revision));
    expect(error).toBeInstanceOf(SetupError);
    expect(error.message).toBe(
      `there is no revision ${revision} in this Git repository: pass a branch, a tag or a commit.`,
    );
  });

  it("rejects a project in no repository, with what to do", async () => {
    const error = await errorOf(synthesize("HEAD"));
    expect(error).toBeInstanceOf(SetupError);
    expect(error.message).toBe(
      "this project is in no Git repository, so it has no revisions: run git init and commit first.",
    );
  });

  it("rejects a revision that is no CDKTF project", async () => {
    git("init", "--quiet");
    commit(LOCK);
    const error = await errorOf(synthesize("HEAD"));
    expect(error).toBeInstanceOf(SetupError);
    expect(error.message).toMatch(/no cdktf\.json/);
  });

  it("passes on the error of an app that fails", async () => {
    git("init", "--quiet");
    commit({ ...LOCK, "cdktf.json": JSON.stringify({ app: "echo broken >&2; exit 3" }) });
    const error = await errorOf(synthesize("HEAD"));
    expect(error).toBeInstanceOf(CommandError);
    expect((error as CommandError).result).toMatchObject({ exitCode: 3, stderr: "broken\n" });
    expect(error.message).toMatch(/^the revision HEAD \([0-9a-f]{7}\) cannot be synthesized:\nbroken$/);
  });

  it("tells a revision without the platform or environment from one that fails", async () => {
    git("init", "--quiet");
    const problem = 'environment: received "prod"; allowed: one of dev. Fix: use it.';
    const app = `echo '${problem}' >&2; exit 1`;
    const made = commit({ ...LOCK, "cdktf.json": JSON.stringify({ app }) });
    const error = await errorOf(synthesize("HEAD"));
    expect(error).toBeInstanceOf(UnknownAtRevisionError);
    expect((error as UnknownAtRevisionError).commit).toBe(made.slice(0, 7));
    expect(error.message).toContain(problem);
  });
});
