import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { CDKTF_PATCHES } from "../bin/quicker-cdktf.mjs";

/** https://github.com/open-constructs/cdk-terrain is the fork that continues cdktf. */
describe("moving to cdktn", () => {
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
