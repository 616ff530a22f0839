import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { CDKTF_PATCHES, cdktfPatchPlugin } from "../bin/quicker-cdktf.mjs";
import { APP, appWith, inProjectFolder, stacksOf } from "./support/app.ts";

/**
 * The JSON that Terraform reads of each stack: without cdktf's version and the constructs' paths.
 */
function readByTerraform(stacks: ReadonlyMap<string, string>): Record<string, unknown> {
  const withoutMetadata = (key: string, value: unknown) => (key === "//" ? undefined : value);
  return Object.fromEntries([...stacks].map(([name, text]) => [name, JSON.parse(text, withoutMetadata)]));
}

/** https://github.com/open-constructs/cdk-terrain is the fork that continues cdktf. */
describe("moving to cdktn", () => {
  it("is a change of one line: the same platforms give the same Terraform JSON", () =>
    inProjectFolder(async (folder) => {
      const today = readByTerraform(await stacksOf(APP, join(folder, "today")));
      const app = await appWith("cdktn", folder, [cdktfPatchPlugin]);
      const moved = await stacksOf(app, join(folder, "moved"));
      expect(Object.keys(today).length).toBeGreaterThan(30);
      expect(readByTerraform(moved)).toEqual(today);
    }));

  it("finds in cdktn what the bundle leaves out of cdktf, but for what cdktn has dropped itself", () => {
    const library = join(dirname(createRequire(import.meta.url).resolve("cdktn/package.json")), "lib");
    const sources = readdirSync(library, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".js"))
      .map((file) => join(library, file));
    const found = CDKTF_PATCHES.map(({ file, from }) =>
      sources.some((source) => file.test(source) && readFileSync(source, "utf8").includes(from)),
    );
    expect(found).toEqual(CDKTF_PATCHES.map(({ isMissingInCdktn }) => isMissingInCdktn !== true));
  });
});
