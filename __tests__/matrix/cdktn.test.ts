import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CDKTN_DEPENDENCIES, CDKTN_LINES, moveToCdktn } from "../../matrix/cdktn.ts";
import { lineOf, NODE_RELEASES } from "../../matrix/releases.ts";
import { makeTemporaryFolder } from "../../tools/terraform/temporary-folder.ts";
import { PROJECT_FOLDER } from "../support/command-line.ts";

const read = (file: string) => readFileSync(file, "utf8");

describe("moveToCdktn", () => {
  it("changes exactly the two lines that docs/architecture.md documents", async () => {
    const workspace = makeTemporaryFolder("drydock-test");
    try {
      const moved = join(workspace.path, "package.json");
      copyFileSync(join(PROJECT_FOLDER, "package.json"), moved);
      moveToCdktn(workspace.path);
      const before = read(join(PROJECT_FOLDER, "package.json")).split("\n");
      const after = read(moved).split("\n");
      const changed = after.filter((line, index) => line !== before[index]);
      const expected = Object.entries(CDKTN_DEPENDENCIES).map(([name, spec]) => `    "${name}": "${spec}",`);
      // The matrix runs this test in a project that has moved already.
      const isMoved = expected.every((line) => before.includes(line));
      expect(changed).toEqual(isMoved ? [] : expected);
      expect(after.length).toBe(before.length);
      const docs = read(join(PROJECT_FOLDER, "docs", "architecture.md"));
      for (const line of expected) expect(docs).toContain(line.trim());
    } finally {
      await workspace.remove();
    }
  });

  it("uses the cdktn version of the project's devDependencies", () => {
    const { devDependencies } = JSON.parse(read(join(PROJECT_FOLDER, "package.json")));
    expect(CDKTN_DEPENDENCIES.cdktf).toBe(`npm:cdktn@${devDependencies.cdktn}`);
    expect(CDKTN_DEPENDENCIES["cdktf-cli"]).toBe(`npm:cdktn-cli@${devDependencies.cdktn}`);
  });

  it("applies to Node.js lines of the matrix", () => {
    const lines = NODE_RELEASES.map(({ node }) => lineOf(node));
    expect(lines).toEqual(expect.arrayContaining([...CDKTN_LINES]));
  });
});
