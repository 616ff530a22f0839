import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CheckResult } from "../../../tools/check/check-result.ts";
import { drydockIn, gitIn, withProjectCopy } from "../../support/project-copy.ts";

const PLATFORM = join("platforms", "cybershield.ts");

/** Replaces text in a copy's platform file, and commits the result if told to. */
function edit(folder: string, replace: (text: string) => string, commit?: "commit"): void {
  const file = join(folder, PLATFORM);
  writeFileSync(file, replace(readFileSync(file, "utf8")));
  if (commit !== undefined) gitIn(folder, "commit", "--quiet", "--all", "--no-gpg-sign", "--message", "a");
}

/** A copy of the project in a repository with one commit, of all that it has. */
function inRepository(test: (folder: string) => Promise<void>): Promise<void> {
  return withProjectCopy(async (folder) => {
    writeFileSync(join(folder, ".gitignore"), "node_modules\n");
    gitIn(folder, "init", "--quiet");
    gitIn(folder, "add", "--all");
    gitIn(folder, "commit", "--quiet", "--no-gpg-sign", "--message", "a");
    await test(folder);
  });
}

const check = (folder: string, ...args: readonly string[]) =>
  drydockIn(folder, "check", "cybershield", "dev", "--from-revision", "HEAD", ...args);

/** Each check synthesizes twice, and bundles the revision's code. */
const LIMIT_MS = 180_000;

describe("drydock check --from-revision", { timeout: LIMIT_MS }, () => {
  it("says what changes, refuses what cannot, and writes nothing", () =>
    inRepository(async (folder) => {
      edit(folder, (text) => text.replace("intervalSeconds: 30", "intervalSeconds: 20"));
      const onePass = await check(folder);
      expect(onePass.exitCode).toBe(0);
      expect(onePass.stdout).toMatch(
        /^ {2}Since [0-9a-f]{7}: one pass\n {4}cybershield-dev-network +unchanged$/m,
      );
      expect(onePass.stdout).toMatch(/^ {4}cybershield-dev-compute +up$/m);

      edit(folder, (text) => text.replace('cidr: "10.0.0.0/16"', 'cidr: "10.9.0.0/16"'));
      edit(folder, (text) => text.replace('version: "15.13"', 'version: "16"'));
      const refused = await check(folder, "--json");
      expect([refused.exitCode, refused.stderr]).toEqual([1, ""]);
      const { fromRevision, platforms } = JSON.parse(refused.stdout) as CheckResult;
      expect(fromRevision).toBe(gitIn(folder, "rev-parse", "--short=7", "HEAD"));
      expect(platforms[0]!.change!.inPlace.map(({ change, from, to }) => [change, from, to])).toEqual([
        ["a network's CIDR block", '"10.0.0.0/16"', '"10.9.0.0/16"'],
        ["a database's major version", '"15.13"', '"16"'],
      ]);
      expect(gitIn(folder, "status", "--porcelain")).toBe(`M ${PLATFORM}`);
    }));

  it("is all new where the revision has no such environment, and lists what only it has", () =>
    inRepository(async (folder) => {
      edit(folder, (text) => text.replace("    dev: {", "    test: {"));
      const all = await drydockIn(folder, "check", "cybershield", "--from-revision", "HEAD");
      expect(all.exitCode).toBe(0);
      expect(all.stdout).toMatch(
        /^ {2}[0-9a-f]{7} has no such platform and environment: everything is new$/m,
      );
      expect(all.stdout).toMatch(/^ {2}Since [0-9a-f]{7}: nothing changes$/m);
      expect(all.stdout).toContain("Nothing deletes them:\n  cybershield-dev-network\n");
    }));

  it("says what is wrong with a revision", () =>
    inRepository(async (folder) => {
      const unknown = await drydockIn(
        folder,
        "check",
        "cybershield",
        "dev",
        "--from-revision",
        "v9",
        "--json",
      );
      expect([unknown.exitCode, unknown.stdout]).toEqual([1, ""]);
      expect(unknown.stderr).toMatch(/^there is no revision v9 in this Git repository: /);

      edit(folder, (text) => text.replace('cidr: "10.0.0.0/16"', 'cidr: "10.0.0.1/16"'), "commit");
      edit(folder, (text) => text.replace('cidr: "10.0.0.1/16"', 'cidr: "10.0.0.0/16"'));
      const broken = await check(folder);
      expect([broken.exitCode, broken.stdout]).toEqual([1, ""]);
      expect(broken.stderr).toMatch(
        /^the revision HEAD \([0-9a-f]{7}\) cannot be synthesized:\ncybershield \(dev\): 1 problem in the spec\n {2}networks\.main\.cidr: /,
      );

      rmSync(join(folder, ".git"), { recursive: true });
      const without = await check(folder);
      expect(without.exitCode).toBe(1);
      expect(without.stderr).toMatch(/^this project is in no Git repository, so it has no revisions: /);
    }));
});
