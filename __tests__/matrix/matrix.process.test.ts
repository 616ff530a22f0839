import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import type { MatrixResult } from "../../matrix/result.ts";
import { makeTemporaryFolder, type TemporaryFolder } from "../../tools/terraform/temporary-folder.ts";
import { PROJECT_FOLDER } from "../support/command-line.ts";

let workspace: TemporaryFolder;
beforeEach(async () => {
  workspace = makeTemporaryFolder("drydock-test");
  for (const name of ["bin", "tmp", "checkout"]) mkdirSync(join(workspace.path, name));
  writeFileSync(join(workspace.path, "checkout", "package.json"), "{}");
  await execa("git", ["init", "-q"], { cwd: join(workspace.path, "checkout") });
});
afterEach(() => workspace.remove());

/** Shell scripts that replace `node` and `npm`. Both also print a version. */
interface Script {
  readonly npm: string;
  readonly node?: string;
}

/** Runs the matrix on a small checkout, with scripts as Node.js and npm. */
function matrix({ npm, node = "exit 0" }: Script, ...more: readonly string[]) {
  const bin = join(workspace.path, "bin");
  const programs = {
    npm: `[ "$1" = --version ] && echo 9.9.9 && exit 0\n${npm}`,
    node: `[ "$1" = --version ] && echo v99.1.2 && exit 0\n${node}`,
  };
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  return execa(process.execPath, [join(PROJECT_FOLDER, "bin", "matrix.mjs"), join(bin, "node"), ...more], {
    cwd: join(workspace.path, "checkout"),
    reject: false,
    stdin: "ignore",
    env: { TMPDIR: join(workspace.path, "tmp"), MARK: join(workspace.path, "mark") },
  });
}

async function matrixJson(script: Script) {
  const { stdout, exitCode } = await matrix(script, "--json");
  const result = JSON.parse(stdout) as MatrixResult;
  const [entry] = result.entries;
  return { exitCode, result, entry: entry!, statuses: entry!.steps.map(({ status }) => status) };
}

/** The remaining copies of the checkout. */
const copies = () => readdirSync(join(workspace.path, "tmp")).filter((name) => name.startsWith("drydock"));

describe.skipIf(process.platform === "win32")("npm run matrix", () => {
  it("runs each step in a clean copy, and deletes it", async () => {
    const npm =
      '[ "$1" = ci ] && { [ -e package.json ] && [ ! -e node_modules ] && mkdir node_modules; exit $?; }; [ "$2" = test:quick ]';
    const node = '[ "$*" = "bin/drydock.mjs rehearse cybershield dev" ] && [ -d node_modules ]';
    const { exitCode, result, entry, statuses } = await matrixJson({ npm, node });
    expect(entry).toMatchObject({ node: "99.1.2", npm: "9.9.9", library: "cdktf" });
    expect(entry.steps.map(({ name }) => name)).toEqual(["node", "install", "rehearse", "test:quick"]);
    expect(statuses).toEqual(["passed", "passed", "passed", "passed"]);
    expect(result).toMatchObject({ passed: 4, failed: 0, skipped: 0 });
    expect([exitCode, copies()]).toEqual([0, []]);
  });

  it("treats a warning of npm as a failure, and skips the other steps", async () => {
    const { exitCode, result, entry, statuses } = await matrixJson({
      npm: "echo 'npm warn deprecated prebuild-install@7.1.3: No longer maintained.' >&2",
    });
    expect(statuses).toEqual(["passed", "failed", "skipped", "skipped"]);
    expect(entry.steps[1]!.reason).toBe(
      "printed: npm warn deprecated prebuild-install@7.1.3: No longer maintained.",
    );
    expect(result).toMatchObject({ passed: 1, failed: 1, skipped: 2 });
    expect([exitCode, copies()]).toEqual([1, []]);
  });

  it("ignores npm's warnings about the user's configuration", async () => {
    const warning =
      'npm warn Unknown user config "nodedir". This will stop working in the next major version.';
    const { exitCode, statuses } = await matrixJson({ npm: `echo '${warning}' >&2` });
    expect(statuses).toEqual(["passed", "passed", "passed", "passed"]);
    expect(exitCode).toBe(0);
  });

  it("treats a warning of Node.js in a rehearsal as a failure, and still runs the tests", async () => {
    const warning = "(node:1) [DEP0040] DeprecationWarning: The `punycode` module is deprecated.";
    const { exitCode, entry, statuses } = await matrixJson({ npm: "exit 0", node: `echo '${warning}' >&2` });
    expect(statuses).toEqual(["passed", "passed", "failed", "passed"]);
    expect(entry.steps[2]!.reason).toBe(`printed: ${warning}`);
    expect(exitCode).toBe(1);
  });

  it("prints a table, the output of a failed step, and the counts", async () => {
    const { stdout, exitCode } = await matrix({ npm: '[ "$1" = ci ] || { echo "2 tests failed"; exit 7; }' });
    expect(stdout).toMatch(/^ {2}2 tests failed$/m);
    expect(stdout).toMatch(/ENTRY +NODE +NPM +LIBRARY +NODE +INSTALL +REHEARSE +TEST:QUICK/);
    expect(stdout).toMatch(
      /99\.1\.2 +9\.9\.9 +cdktf +passed \d+ s +passed \d+ s +passed \d+ s +failed \d+ s$/m,
    );
    expect(stdout).toContain("test:quick: `npm run test:quick` failed with exit code 7");
    expect(stdout.trimEnd().split("\n").at(-1)).toBe("3 passed, 1 failed");
    expect(exitCode).toBe(1);
  });

  it("reports a version that is not available, and continues with the others", async () => {
    const missing = join(workspace.path, "nowhere", "node");
    const { stdout, exitCode } = await matrix({ npm: "exit 0" }, missing, "--json");
    const { entries } = JSON.parse(stdout) as MatrixResult;
    expect(entries.map(({ steps }) => steps.map(({ status }) => status))).toEqual([
      ["passed", "passed", "passed", "passed"],
      ["failed", "skipped", "skipped", "skipped"],
    ]);
    expect(entries[1]!.steps[0]!.reason).toContain(`${missing} cannot be started here`);
    expect(exitCode).toBe(1);
  });

  it("rejects an unknown entry in one line", async () => {
    const { stderr, stdout, exitCode } = await matrix({ npm: "exit 0" }, "18");
    expect(stderr).toMatch(/^"18" is not an entry of the matrix\. .*$/);
    expect([stdout, exitCode]).toEqual(["", 1]);
  });

  it("stops on Ctrl-C, and deletes its copy", async () => {
    const running = matrix({ npm: 'echo $$ > "$MARK"; exec sleep 300' });
    const mark = join(workspace.path, "mark");
    await vi.waitUntil(() => existsSync(mark), { timeout: 50_000, interval: 20 });
    expect(copies().length).toBe(1);
    running.kill("SIGINT");
    expect((await running).exitCode).toBe(130);
    expect(copies()).toEqual([]);
  });
});
