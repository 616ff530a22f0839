import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import { runCommand } from "../../tools/terraform/run-command.ts";
import { PROJECT_FOLDER } from "./command-line.ts";

/** The app as `cdktf.json` runs it. */
export const APP = join(PROJECT_FOLDER, "bin", "app.mjs");

/** The Terraform JSON that an app writes for every platform, by stack name. */
export async function stacksOf(app: string, outdir: string): Promise<ReadonlyMap<string, string>> {
  const env = { CDKTF_OUTDIR: outdir, DRYDOCK_PLATFORM: undefined, DRYDOCK_ENVIRONMENT: undefined };
  await runCommand(process.execPath, [app], { cwd: PROJECT_FOLDER, env });
  const stacks = join(outdir, "stacks");
  return new Map(
    readdirSync(stacks).map((name) => [name, readFileSync(join(stacks, name, "cdk.tf.json"), "utf8")]),
  );
}

/**
 * Bundles the app with cdktf or a library that replaces it.
 *
 * @param plugins esbuild plugins that patch the library; none bundles it as installed
 * @param entry the program
 * @returns the bundle's path
 */
export async function appWith(
  library: "cdktf" | "cdktn",
  folder: string,
  plugins: Plugin[] = [],
  entry = "main.ts",
): Promise<string> {
  const outfile = join(folder, `${library}-${plugins.length}.cjs`);
  await build({
    absWorkingDir: PROJECT_FOLDER,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    plugins,
    ...(library === "cdktf" ? {} : { alias: { cdktf: library } }),
  });
  return outfile;
}

/**
 * Runs work in a temporary folder inside the project, so that packages resolve there; then removes
 * the folder.
 */
export async function inProjectFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const cache = join(PROJECT_FOLDER, "node_modules", ".cache");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "app-test-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
