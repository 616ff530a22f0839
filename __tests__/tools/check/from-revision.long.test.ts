import { rmSync } from "node:fs";
import { join } from "node:path";
import { drydockIn } from "../../support/project-copy.ts";
import { checkChanged, edit, editFile, inRepository } from "./support/edited-project.ts";

/** Each check synthesizes twice, and bundles the revision's code. */
const LIMIT_MS = 180_000;

describe("drydock check --from-revision", { timeout: LIMIT_MS }, () => {
  it("lists each stack with its passes", () =>
    inRepository(async (folder) => {
      const file = join("platforms", "cqube.ts");
      editFile(folder, file, (text) => text.replace("retentionDays: 35", "retentionDays: 40"));
      const onePass = await drydockIn(folder, "check", "cqube", "prod", "--from-revision", "HEAD");
      expect(onePass.exitCode).toBe(0);
      expect(onePass.stdout).toMatch(/^ {2}Since [0-9a-f]{7}: one pass\n {4}cqube-prod-network +unchanged$/m);
      expect(onePass.stdout).toMatch(/^ {4}cqube-prod-data +up$/m);
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
      const broken = await checkChanged(folder);
      expect([broken.exitCode, broken.stdout]).toEqual([1, ""]);
      expect(broken.stderr).toMatch(
        /^the revision HEAD \([0-9a-f]{7}\) cannot be synthesized:\ncybershield \(dev\): 1 problem in the spec\n {2}networks\.main\.cidr: /,
      );

      rmSync(join(folder, ".git"), { recursive: true });
      const without = await checkChanged(folder);
      expect(without.exitCode).toBe(1);
      expect(without.stderr).toMatch(/^this project is in no Git repository, so it has no revisions: /);
    }));
});
