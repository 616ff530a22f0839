import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { Script } from "node:vm";

/** Flags of V8 12 and newer: six times the calls before a function is optimized. */
const OPTIMIZE_LATER = "--invocation-count-for-turbofan=18000 --invocation-count-for-maglev=2400";
/**
 * Flags by V8's major version; V8 complains about flags that it does not know. By default V8
 * compiles optimized code that a run of a second hardly uses, in a quarter of the time of all
 * platforms.
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
 * another name.
 *
 * @param bundle its file's path, or its text, which is not cached
 * @param projectFolder folder from which external packages are resolved
 * @param kind kind of run: each has a cache of its own, with just the functions that it calls
 */
export function runCached({ file, text }, projectFolder, kind) {
  const filename = file ?? join(projectFolder, "bundle.cjs");
  const compiledFile = file === undefined ? undefined : `${file}.v8-${process.versions.v8}-${kind}`;
  const isThere = compiledFile !== undefined && existsSync(compiledFile);
  const isFresh = isThere && statSync(compiledFile).mtimeMs >= statSync(file).mtimeMs;
  // esbuild writes ASCII; latin1 needs no decoding and one byte per character.
  const code = text ?? readFileSync(file, "latin1");
  const wrapped = `(function (exports, require, module, __filename, __dirname) {${code}\n})`;
  // The flags are part of the cache's key, so they are set before it is read.
  setFlagsFromString(FLAGS[process.versions.v8.split(".")[0]] ?? "");
  const script = new Script(wrapped, {
    filename,
    ...(isFresh ? { cachedData: readFileSync(compiledFile) } : {}),
  });
  const module = { exports: {} };
  const require = createRequire(join(projectFolder, "package.json"));
  script.runInThisContext()(module.exports, require, module, filename, dirname(filename));
  if (compiledFile === undefined || (isFresh && script.cachedDataRejected !== true)) return;
  // On exit V8 has compiled the functions that were called, not just the top level.
  process.on("exit", () => keep(compiledFile, script.createCachedData()));
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
