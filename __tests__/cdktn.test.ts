import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { CDKTF_PATCHES, cdktfPatchPlugin } from "../bin/quicker-cdktf.mjs";
import { APP, appWith, inProjectFolder, stacksOf } from "./support/app.ts";

/**
The Terraform JSON of each stack without metadata: cdktf's version and the constructs' paths.
 */
function withoutMetadata(stacks: ReadonlyMap<string, string>): Record<string, unknown> {
  const dropMetadata = (key: string, value: unknown) => (key === "//" ? undefined : value);
  return Object.fromEntries([...stacks].map(([name, text]) => [name, JSON.parse(text, dropMetadata)]));
}

/** https://github.com/open-constructs/cdk-terrain is the fork that continues cdktf. */
describe("moving to cdktn", () => {
  it("changes only the import: the platforms synthesize to the same Terraform JSON", () =>
    inProjectFolder(async (folder) => {
      const withCdktf = withoutMetadata(await stacksOf(APP, join(folder, "withCdktf")));
      const app = await appWith("cdktn", folder, [cdktfPatchPlugin]);
      const withCdktn = await stacksOf(app, join(folder, "withCdktn"));
      expect(Object.keys(withCdktf).length).toBeGreaterThan(30);
      expect(withoutMetadata(withCdktn)).toEqual(withCdktf);
    }));

  it("keeps the bundle's patches: cdktn contains each patched text, except those that it has removed", () => {
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
