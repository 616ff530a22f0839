import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { Script } from "node:vm";

/** Flags of V8 12 and newer: six times the calls before a function is optimized. */
const OPTIMIZE_LATER = "--invocation-count-for-turbofan=18000 --invocation-count-for-maglev=2400";
/**
 * Flags by V8's major version; V8 complains about flags that it does not know. By default V8
 * compiles optimized code that a run of a second hardly uses: a quarter of all platforms' time.
 */
const FLAGS = {
  11: "--interrupt-budget=400000",
  12: OPTIMIZE_LATER,
  13: OPTIMIZE_LATER,
  14: OPTIMIZE_LATER,
};

/**
 * Runs a CommonJS bundle with V8's code cache from an earlier run, so nothing is compiled. The
 * cache file is next to the bundle and is rebuilt when Node.js changes; a changed bundle has
 * another name. The bundle's packages, which it requires by their paths, have a cache of their own.
 *
 * @param bundle its file's path, or its text, which is not cached; and the same of its packages
 * @param projectFolder folder from which external packages are resolved
 * @param kind kind of run: each has a cache of its own, with just the functions that it calls
 */
export function runCached({ packages, ...bundle }, projectFolder, kind) {
  // The flags are part of the cache's key, so they are set before it is read.
  setFlagsFromString(FLAGS[process.versions.v8.split(".")[0]] ?? "");
  const require = createRequire(join(projectFolder, "package.json"));
  const bundled = packages === undefined ? {} : load(packages, { projectFolder, require, kind });
  const requireBundled = (path) => (Object.hasOwn(bundled, path) ? bundled[path]() : require(path));
  load(bundle, { projectFolder, require: Object.assign(requireBundled, require), kind });
}

/** Runs one file or text, and returns its exports. */
function load({ file, text }, { projectFolder, require, kind }) {
  const filename = file ?? join(projectFolder, "bundle.cjs");
  const compiledFile = file === undefined ? undefined : `${file}.v8-${process.versions.v8}-${kind}`;
  const isThere = compiledFile !== undefined && existsSync(compiledFile);
  const isFresh = isThere && statSync(compiledFile).mtimeMs >= statSync(file).mtimeMs;
  // esbuild writes ASCII; latin1 needs no decoding and one byte per character.
  const code = text ?? readFileSync(file, "latin1");
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${code}\n})`, {
    filename,
    ...(isFresh ? { cachedData: readFileSync(compiledFile) } : {}),
  });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, require, module, filename, dirname(filename));
  if (compiledFile !== undefined && (!isFresh || script.cachedDataRejected === true)) {
    // On exit V8 has compiled the functions that were called, not just the top level.
    process.on("exit", () => keep(compiledFile, script.createCachedData()));
  }
  return module.exports;
}

/** Concurrent runs each write their own file, then rename it. */
function keep(compiledFile, data) {
  try {
    const fresh = `${compiledFile}.${process.pid}.tmp`;
    writeFileSync(fresh, data);
    renameSync(fresh, compiledFile);
  } catch {
    // A read-only folder costs only speed.
  }
}
