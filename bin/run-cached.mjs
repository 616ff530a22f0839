import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Script } from "node:vm";

/**
 * Runs a bundle in CommonJS with the code that V8 compiled in an earlier run, so that starting it compiles nothing.
 * The compiled code stands beside the file, and is made anew when Node changes; a changed bundle is another file.
 *
 * @param bundle its file's path; or its text, which nothing is kept of
 * @param projectFolder where its packages are, as far as they are not in it
 */
export function runCached({ file, text }, projectFolder) {
  const filename = file ?? join(projectFolder, "bundle.cjs");
  const compiledFile = file === undefined ? undefined : `${file}.v8-${process.versions.v8}`;
  const isThere = compiledFile !== undefined && existsSync(compiledFile);
  const isFresh = isThere && statSync(compiledFile).mtimeMs >= statSync(file).mtimeMs;
  // esbuild writes ASCII: read as such, the text takes a byte a character and no decoding.
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
