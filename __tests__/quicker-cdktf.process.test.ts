import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Plugin } from "esbuild";
import { CDKTF_PATCHES, cdktfPatchPlugin } from "../bin/quicker-cdktf.mjs";
import { runCommand } from "../tools/terraform/run-command.ts";
import { APP, appWith, inProjectFolder, stacksOf } from "./support/app.ts";

describe("the patches of cdktf in the bundle", () => {
  it("do not change a byte of the synthesized stacks", () =>
    inProjectFolder(async (folder) => {
      const quicker = await stacksOf(APP, join(folder, "quicker"));
      const plain = await stacksOf(await appWith("cdktf", folder), join(folder, "plain"));
      expect(plain.size).toBeGreaterThan(30);
      expect([...quicker.keys()].sort()).toEqual([...plain.keys()].sort());
      const different = [...plain].filter(([name, text]) => quicker.get(name) !== text);
      expect(different.map(([name]) => name)).toEqual([]);
    }));

  it("do not change what becomes of odd values, errors included", () =>
    inProjectFolder(async (folder) => {
      const entry = "__tests__/fixtures/odd-values.ts";
      const print = async (plugins: Plugin[]) =>
        (
          await runCommand(process.execPath, [await appWith("cdktf", folder, plugins, entry)], {
            cwd: folder,
          })
        ).stdout;
      const plain = await print([]);
      expect(plain).toContain("construct: ");
      expect(await print([cdktfPatchPlugin])).toBe(plain);
    }));

  it("each match exactly one file of the locked cdktf version", () => {
    const require = createRequire(import.meta.url);
    const library = join(require.resolve("cdktf/package.json"), "..", "lib");
    const isCdktn = (require("cdktf/package.json") as { name: string }).name === "cdktn";
    const sources = readdirSync(library, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".js"))
      .map((file) => join(library, file));
    const found = CDKTF_PATCHES.map(({ file, from }) =>
      sources.filter((source) => file.test(source) && readFileSync(source, "utf8").includes(from)),
    );
    expect(found.map((files) => files.length)).toEqual(
      CDKTF_PATCHES.map(({ isMissingInCdktn }) => (isCdktn && isMissingInCdktn ? 0 : 1)),
    );
  });
});
