import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { cdktfPatchPlugin } from "./quicker-cdktf.mjs";

/** The project's folder. */
export const projectFolder = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * One JavaScript file made from a TypeScript entry: made once, used until one of its sources changes.
 * Starting it costs a third of what compiling on the fly does.
 *
 * @param entry the entry, from the project's folder: `main.ts`
 * @param packages `bundle`: node_modules go in as well, for the fastest start; `external`: they stay out
 * @returns the file's path
 */
export async function bundle(entry, packages) {
  const folder = join(projectFolder, "node_modules", ".cache", "drydock");
  const extension = packages === "bundle" ? "cjs" : "mjs";
  const name = `${entryName(entry)}-${toolchainHash()}.${extension}`;
  const file = join(folder, name);
  const stamps = `${file}.inputs.json`;
  if (existsSync(file) && isCurrent(stamps)) return file;
  mkdirSync(folder, { recursive: true });
  // Two starts at once must not read each other's half-written file: each writes its own, then renames.
  const fresh = `${file}.${process.pid}.tmp`;
  const result = await compile(entry, fresh, packages);
  const inputs = Object.keys(result.metafile.inputs).filter((input) => !input.includes("node_modules"));
  writeFileSync(
    `${stamps}.${process.pid}.tmp`,
    JSON.stringify(Object.fromEntries(inputs.map((input) => [input, stamp(input)]))),
  );
  renameSync(fresh, file);
  renameSync(`${stamps}.${process.pid}.tmp`, stamps);
  removeOlder(folder, entryName(entry), name);
  return file;
}

function entryName(entry) {
  return entry.replace(/\W+/g, "-");
}

/** What earlier versions left: nothing starts from it any more. */
function removeOlder(folder, prefix, current) {
  for (const file of readdirSync(folder)) {
    if (file.startsWith(`${prefix}-`) && !file.startsWith(current))
      rmSync(join(folder, file), { force: true });
  }
}

/** A source that cannot be compiled ends the program: esbuild has printed where and why. */
async function compile(entry, outfile, packages) {
  const { build } = await import("esbuild");
  const isWhole = packages === "bundle";
  try {
    return await build({
      absWorkingDir: projectFolder,
      entryPoints: [entry],
      outfile,
      bundle: true,
      platform: "node",
      target: "node20",
      format: isWhole ? "cjs" : "esm",
      packages,
      // What is read and compiled at every start is kept small.
      minifyWhitespace: isWhole,
      legalComments: "none",
      plugins: isWhole ? [cdktfPatchPlugin] : [],
      metafile: true,
      sourcemap: false,
      logLevel: "error",
    });
  } catch (error) {
    if (!Array.isArray(error.errors)) throw error;
    process.exit(1);
  }
}

/** Packages change only with the lock file, and how a bundle is made with these files. */
function toolchainHash() {
  return createHash("sha256")
    .update(readFileSync(join(projectFolder, "package-lock.json")))
    .update(readFileSync(fileURLToPath(import.meta.url)))
    .update(readFileSync(fileURLToPath(new URL("quicker-cdktf.mjs", import.meta.url))))
    .digest("hex")
    .slice(0, 12);
}

function isCurrent(stamps) {
  if (!existsSync(stamps)) return false;
  const inputs = Object.entries(JSON.parse(readFileSync(stamps, "utf8")));
  return inputs.every(
    ([input, known]) => existsSync(resolve(projectFolder, input)) && stamp(input) === known,
  );
}

function stamp(input) {
  const { mtimeMs, size } = statSync(resolve(projectFolder, input));
  return `${mtimeMs} ${size}`;
}
