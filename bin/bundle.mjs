import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** The folder of the project that this launcher belongs to: its real path, whatever links led here. */
export const projectFolder = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * One JavaScript file made from a TypeScript entry: made once, used until one of its sources or packages changes.
 * Starting it costs a third of what compiling on the fly does.
 *
 * @param entry the entry, from the project's folder: `main.ts`
 * @param packages `bundle`: node_modules go in as well, for the fastest start; `external`: they stay out
 * @returns the file's path; the text alone where no cache folder can be written
 */
export async function bundle(entry, packages) {
  const name = entry.replace(/\W+/g, "-");
  const folders = cacheFolders();
  for (const folder of folders) {
    const file = currentBundle(folder, name);
    if (file !== undefined) return { file };
  }
  const { makeBundle } = await import("./make-bundle.mjs");
  return makeBundle({ projectFolder, entry, packages, name, folders });
}

/** Runs an entry whose packages stay outside its bundle. */
export async function start(entry) {
  const { file, text } = await bundle(entry, "external");
  await import(file === undefined ? asAddress(text) : pathToFileURL(file).href);
}

/** A module's text as an address to import it from; errors name the second argument of `sourceURL`. */
function asAddress(text) {
  const named = `${text}\n//# sourceURL=drydock.mjs\n`;
  return `data:text/javascript;base64,${Buffer.from(named).toString("base64")}`;
}

/**
 * The folders that may hold this project's bundles, the preferred one first. Checkouts may share their node_modules
 * by a link, so each has a folder of its own there. The second one is for checkouts that this user cannot write to.
 */
function cacheFolders() {
  const hash = createHash("sha256").update(projectFolder).digest("hex").slice(0, 12);
  const key = `${basename(projectFolder)}-${hash}`;
  const own = join(projectFolder, "node_modules", ".cache", "drydock", key);
  const users = userCacheFolder();
  return users === undefined ? [own] : [own, join(users, "drydock", "bundles", key)];
}

/** https://specifications.freedesktop.org/basedir/latest/ */
function userCacheFolder() {
  const named = process.env.XDG_CACHE_HOME;
  if (named !== undefined && isAbsolute(named)) return named;
  try {
    const home = homedir();
    return isAbsolute(home) ? join(home, ".cache") : undefined;
  } catch {
    // A user without a home, as containers have them.
    return undefined;
  }
}

/** A bundle whose sources and packages are as they were when it was made. */
function currentBundle(folder, name) {
  try {
    const { file, inputs } = JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));
    const path = join(folder, file);
    const isCurrent = Object.entries(inputs).every(([input, known]) => stamp(input) === known);
    return isCurrent && statSync(path, { throwIfNoEntry: false }) !== undefined ? path : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A mark that changes with a file.
 *
 * @param input its path, absolute or from the project's folder
 */
export function stamp(input) {
  const { mtimeMs, size } = statSync(resolve(projectFolder, input), { throwIfNoEntry: false }) ?? {};
  return `${mtimeMs} ${size}`;
}
