import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CDKTF_PATCHES } from "../bin/quicker-cdktf.mjs";
import { environmentsOf, resolve } from "../language/resolve.ts";
import { platforms } from "../platforms/index.ts";
import { runCommand } from "../tools/terraform/run-command.ts";
import { PROJECT_FOLDER } from "./support/command-line.ts";
import { withSynthesized } from "./support/synth.ts";

const ALL = platforms.flatMap((spec) =>
  environmentsOf(spec).map((environment) => resolve(spec, environment)),
);

function filesOf(folder: string): Map<string, string> {
  const names = readdirSync(join(folder, "stacks"));
  return new Map(
    names.map((name) => [name, readFileSync(join(folder, "stacks", name, "cdk.tf.json"), "utf8")]),
  );
}

describe("what the bundle leaves out of cdktf", () => {
  it("changes not a byte of what is synthesized", async () => {
    const folder = mkdtempSync(join(tmpdir(), "drydock-bundle-"));
    try {
      const output = join(folder, "out");
      await runCommand(process.execPath, [join(PROJECT_FOLDER, "bin", "app.mjs")], {
        cwd: PROJECT_FOLDER,
        env: { CDKTF_OUTDIR: output, DRYDOCK_PLATFORM: undefined, DRYDOCK_ENVIRONMENT: undefined },
      });
      await withSynthesized(ALL, async (plain) => {
        const [bundled, unbundled] = [filesOf(output), filesOf(plain)];
        expect(unbundled.size).toBeGreaterThan(30);
        expect([...bundled.keys()].sort()).toEqual([...unbundled.keys()].sort());
        const apart = [...unbundled].filter(([name, text]) => bundled.get(name) !== text);
        expect(apart.map(([name]) => name)).toEqual([]);
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("is there to be left out, in the version that is locked", () => {
    const cdktf = join(createRequire(import.meta.url).resolve("cdktf/package.json"), "..", "lib");
    const sources = readdirSync(cdktf, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".js"))
      .map((file) => join(cdktf, file));
    const found = CDKTF_PATCHES.map(({ file, from }) =>
      sources.filter((source) => file.test(source) && readFileSync(source, "utf8").includes(from)),
    );
    expect(found.map((files) => files.length)).toEqual(CDKTF_PATCHES.map(() => 1));
  });
});
