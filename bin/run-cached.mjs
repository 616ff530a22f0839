import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { Script } from "node:vm";

/**
 * Runs a CommonJS file with the code that V8 compiled in an earlier run, so that starting it compiles nothing.
 * The compiled code stands beside the file, and is made anew when the file or Node changes.
 *
 * @param file the file's path
 */
export function runCached(file) {
  const compiledFile = `${file}.v8-${process.versions.v8}`;
  const isFresh = existsSync(compiledFile) && statSync(compiledFile).mtimeMs >= statSync(file).mtimeMs;
  // esbuild writes ASCII: read as such, the text takes a byte a character and no decoding.
  const text = readFileSync(file, "latin1");
  const wrapped = `(function (exports, require, module, __filename, __dirname) {${text}\n})`;
  const script = new Script(wrapped, {
    filename: file,
    ...(isFresh ? { cachedData: readFileSync(compiledFile) } : {}),
  });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(file), module, file, dirname(file));
  if (isFresh && script.cachedDataRejected !== true) return;
  // At the end, when V8 has compiled the functions that were called, not only the file's outermost level.
  process.on("exit", () => keep(compiledFile, script.createCachedData()));
}

/** Two runs at once each write their own file, then rename: neither reads half of one. */
function keep(compiledFile, data) {
  try {
    const fresh = `${compiledFile}.${process.pid}.tmp`;
    writeFileSync(fresh, data);
    renameSync(fresh, compiledFile);
  } catch {
    // A folder that cannot be written costs speed alone.
  }
}
