import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { install, runApp, runCli, writeCheckout } from "../../support/small-checkout.ts";

/** A test's folder for its checkouts; only while a test of this file runs. */
let work: string;

/** Gives each test of the file a folder of its own, which is removed after it. */
export function useWorkFolder(): void {
  beforeEach(() => {
    work = realpathSync(mkdtempSync(join(tmpdir(), "bundle-")));
  });
  afterEach(() => rmSync(work, { recursive: true, force: true }));
}

/** A path in the test's folder. */
export function inWork(...path: readonly string[]): string {
  return join(work, ...path);
}

/** Writes a checkout with its packages. */
export function checkout(name: string, text: string = name): string {
  const folder = inWork(name);
  writeCheckout(folder, text);
  install(join(folder, "node_modules"));
  return folder;
}

/** A checkout whose cache folder is a file, so that not even root can write there. */
export function checkoutWithoutCache(): string {
  const own = checkout("own");
  writeFileSync(join(own, "node_modules", ".cache"), "");
  return own;
}

/** The command line's launcher. */
export const drydockOf = (folder: string): string => join(folder, "bin", "drydock.mjs");

/** The cache of the packages' folder. */
export const cacheOf = (nodeModules: string): string => join(nodeModules, ".cache", "drydock");

/** The files of the bundles in a cache by checkout, with names without hashes. */
export function bundlesIn(cache: string): Record<string, string[]> {
  const folders = existsSync(cache) ? readdirSync(cache) : [];
  const withoutHash = (file: string) => file.replaceAll(/-[0-9a-f]{12}\b/g, "").replace(/\.v8-.*/, ".v8");
  return Object.fromEntries(
    folders.map((folder) => [withoutHash(folder), readdirSync(join(cache, folder)).map(withoutHash).sort()]),
  );
}

/** The bundles of both launchers. */
export const BUNDLES: readonly string[] = [
  "main-ts.cjs",
  "main-ts.cjs.v8",
  "main-ts.json",
  "project",
  "tools-cli-ts.json",
  "tools-cli-ts.mjs",
];

/** The bundle of the packages that the apps of all checkouts share. */
export const PACKAGES: readonly string[] = ["packages.cjs", "packages.cjs.v8", "packages.json"];

/** Expects both launchers to use their own sources and folder, and the package of a folder. */
export async function expectOwnCode(
  folder: string,
  shelf: string,
  path: string = folder,
  text = "own",
): Promise<void> {
  expect(await runApp(path)).toBe(`${text} 1.0.0 1.0.0 ${folder}`);
  expect(await runCli(drydockOf(path))).toEqual({
    text,
    projectFolder: folder,
    imported: join(shelf, "index.js"),
    required: join(shelf, "package.json"),
  });
}
