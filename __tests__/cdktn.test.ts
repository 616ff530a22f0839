import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { execa } from "execa";

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
    ...(library === "cdktf" ? {} : { alias: { cdktf: library } }),
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
});
