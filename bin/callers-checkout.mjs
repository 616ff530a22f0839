import { existsSync, lstatSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const LAUNCHER = join("bin", "drydock.mjs");

/**
 * Finds the checkout whose code `drydock` should run. Called by name (`npx drydock`,
 * `node_modules/.bin/drydock`, `npm link`), a link may lead to another checkout than intended: two
 * worktrees may share node_modules. The checkout whose node_modules it was called from counts, else
 * the caller's current one. Called by path, it is this one.
 *
 * @returns the URL of another checkout's launcher; undefined for this one
 */
export function useCallersCheckout() {
  const called = process.argv[1] ?? "";
  const above = folderOfPackages(called);
  const isLink = lstatSync(called, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  if (above === undefined && !isLink) return undefined;
  const checkout = above !== undefined && isCheckout(above) ? above : checkoutAbove(process.cwd());
  if (checkout === undefined) return undefined;
  const launcher = realpathSync(join(checkout, LAUNCHER));
  if (launcher === fileURLToPath(new URL("drydock.mjs", import.meta.url))) return undefined;
  // Another checkout's launcher is called by path.
  process.argv[1] = launcher;
  return pathToFileURL(launcher).href;
}

/** The folder whose node_modules a path goes through; undefined if none. */
function folderOfPackages(path) {
  const parts = path.split(sep);
  const index = parts.lastIndexOf("node_modules");
  return index < 1 ? undefined : parts.slice(0, index).join(sep) || sep;
}

function checkoutAbove(folder) {
  if (isCheckout(folder)) return folder;
  const above = dirname(folder);
  return above === folder ? undefined : checkoutAbove(above);
}

function isCheckout(folder) {
  if (![LAUNCHER, "cdktf.json"].every((file) => existsSync(join(folder, file)))) return false;
  try {
    return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).name === "drydock";
  } catch {
    return false;
  }
}
