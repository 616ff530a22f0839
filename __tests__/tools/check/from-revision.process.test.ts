import type { CheckResult } from "../../../tools/check/check-result.ts";
import { gitIn } from "../../support/project-copy.ts";
import { checkChanged, edit, inRepository, PLATFORM_FILE } from "./support/edited-project.ts";

/** Each check synthesizes twice, and bundles the revision's code. */
const LIMIT_MS = 180_000;

describe("drydock check --from-revision", { timeout: LIMIT_MS }, () => {
  it("says what changes, refuses what cannot, and writes nothing", () =>
    inRepository(async (folder) => {
      // Both edits at once, since each other state of the files is bundled again.
      edit(folder, (text) => text.replace('cidr: "10.0.0.0/16"', 'cidr: "10.9.0.0/16"'));
      edit(folder, (text) => text.replace('version: "15.17"', 'version: "16"'));

      const refused = await checkChanged(folder, "--json");
      expect([refused.exitCode, refused.stderr]).toEqual([1, ""]);
      const { fromRevision, platforms } = JSON.parse(refused.stdout) as CheckResult;
      expect(fromRevision).toBe(gitIn(folder, "rev-parse", "--short=7", "HEAD"));
      expect(platforms[0]!.change!.inPlace.map(({ change, from, to }) => [change, from, to])).toEqual([
        ["a network's CIDR block", '"10.0.0.0/16"', '"10.9.0.0/16"'],
        ["a database's major version", '"15.17"', '"16"'],
      ]);
      expect(gitIn(folder, "status", "--porcelain").trim()).toBe(`M ${PLATFORM_FILE}`);
    }));
});
