import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Script } from "node:vm";

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
