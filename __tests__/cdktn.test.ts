import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { execa } from "execa";
import { CHANGES, quickerCdktf } from "../bin/quicker-cdktf.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Runs the app with a library in the place of cdktf; what it wrote, without the libraries' own versions. */
async function synthesizeWith(library: "cdktf" | "cdktn", folder: string): Promise<Record<string, unknown>> {
  const outfile = join(folder, `${library}.cjs`);
  await build({
    absWorkingDir: ROOT,
    entryPoints: ["main.ts"],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    // With the changes that production makes, which then must fit cdktn as well.
    ...(library === "cdktf" ? {} : { alias: { cdktf: library }, plugins: [quickerCdktf] }),
  });
  const outdir = join(folder, library);
  await execa(process.execPath, [outfile], { env: { CDKTF_OUTDIR: outdir } });
  const stacks = join(outdir, "stacks");
  return Object.fromEntries(
    readdirSync(stacks).map((name) => [
      name,
      JSON.parse(readFileSync(join(stacks, name, "cdk.tf.json"), "utf8"), withoutMetadata),
    ]),
  );
}

/** cdktf's notes about itself: its version, the constructs' paths. Terraform reads none of it. */
function withoutMetadata(key: string, value: unknown): unknown {
  return key === "//" ? undefined : value;
}

/** https://github.com/open-constructs/cdk-terrain is the fork that goes on after cdktf's end. */
describe("moving to cdktn", () => {
  const cache = join(ROOT, "node_modules", ".cache");

  it("is a change of one line: the same platforms give the same Terraform JSON", async () => {
    mkdirSync(cache, { recursive: true });
    // Below the project, so that what is not bundled is found.
    const folder = mkdtempSync(join(cache, "cdktn-test-"));
    try {
      const [today, moved] = [await synthesizeWith("cdktf", folder), await synthesizeWith("cdktn", folder)];
      expect(Object.keys(today).length).toBeGreaterThan(5);
      expect(moved).toEqual(today);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("finds in cdktn what the bundle leaves out of cdktf, but for what cdktn has dropped itself", () => {
    const library = join(dirname(createRequire(import.meta.url).resolve("cdktn/package.json")), "lib");
    const sources = readdirSync(library, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".js"))
      .map((file) => join(library, file));
    const found = CHANGES.map(({ file, from }) =>
      sources.some((source) => file.test(source) && readFileSync(source, "utf8").includes(from)),
    );
    expect(found).toEqual(CHANGES.map(({ isMissingInCdktn }) => isMissingInCdktn !== true));
  });
});
