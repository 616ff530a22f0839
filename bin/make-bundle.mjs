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
import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { stamp } from "./bundle.mjs";
import { cdktfPatchPlugin } from "./quicker-cdktf.mjs";

/** The file in a project's cache folder that names the project. */
const OWNER_FILE = "project";

/** Compiles an entry and keeps the bundle in the first folder that can be written; without one, returns its text. */
export async function makeBundle(options) {
  const { packages, name, folders } = options;
  const { text, inputs } = await compile(options);
  const extension = packages === "bundle" ? "cjs" : "mjs";
  // The name follows the text: compiled code that V8 keeps beside it can never be of another text.
  const file = `${name}-${createHash("sha256").update(text).digest("hex").slice(0, 12)}.${extension}`;
  for (const folder of folders) {
    if (keep({ ...options, folder, file, text, inputs })) return { file: join(folder, file) };
  }
  return { text };
}

/** Returns false where the folder cannot be written. */
function keep({ projectFolder, folder, name, file, text, inputs }) {
  try {
    mkdirSync(folder, { recursive: true });
    write(join(folder, OWNER_FILE), projectFolder);
    const index = join(folder, `${name}.json`);
    const former = formerFile(index);
    write(join(folder, file), text);
    write(index, JSON.stringify({ file, inputs }));
    removeOlder(folder, name, [file, former]);
    sweep(dirname(folder));
    return true;
  } catch (error) {
    if (typeof error.code !== "string") throw error;
    return false;
  }
}

/** Two starts at once must not read each other's half-written file: each writes its own, then renames. */
function write(file, text) {
  const fresh = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(fresh, text);
    renameSync(fresh, file);
  } finally {
    rmSync(fresh, { force: true });
  }
}

function formerFile(index) {
  try {
    return JSON.parse(readFileSync(index, "utf8")).file;
  } catch {
    return undefined;
  }
}

/** The former bundle stays until the next one: another start may be about to read it. */
function removeOlder(folder, name, kept) {
  for (const entry of readdirSync(folder)) {
    const path = join(folder, entry);
    const isBundle = entry.startsWith(`${name}-`) && !entry.endsWith(".tmp");
    const isOlder = isBundle && !kept.some((file) => file !== undefined && entry.startsWith(file));
    if (isOlder || isAbandoned(path)) rmSync(path, { force: true });
  }
}

/** A start that was killed leaves its half-written file. */
function isAbandoned(path) {
  const HOUR = 3_600_000;
  if (!path.endsWith(".tmp")) return false;
  const { mtimeMs = 0 } = statSync(path, { throwIfNoEntry: false }) ?? {};
  return Date.now() - mtimeMs > HOUR;
}

/** Removes the bundles of projects that are gone or have moved. */
function sweep(cache) {
  for (const entry of readdirSync(cache)) {
    try {
      const owner = readFileSync(join(cache, entry, OWNER_FILE), "utf8");
      if (!existsSync(owner)) rmSync(join(cache, entry), { recursive: true, force: true });
    } catch {
      // Not a project's folder, or another user's.
    }
  }
}

/** A source that cannot be compiled ends the program: esbuild has printed where and why. */
async function compile({ projectFolder, entry, packages, name }) {
  const { build } = await esbuildOf(projectFolder);
  const isWhole = packages === "bundle";
  const outside = new Set();
  try {
    const { outputFiles, metafile } = await build({
      absWorkingDir: projectFolder,
      entryPoints: [entry],
      outfile: `${name}.js`,
      write: false,
      bundle: true,
      platform: "node",
      target: "node20",
      format: isWhole ? "cjs" : "esm",
      // Of a package's own builds the one that Node would take.
      conditions: isWhole ? undefined : [],
      // A bundle may lie anywhere; its modules find the project, and the packages of the project, all the same.
      define: { "import.meta.url": JSON.stringify(pathToFileURL(join(projectFolder, "package.json")).href) },
      // What is read and compiled at every start is kept small.
      minifyWhitespace: isWhole,
      legalComments: "none",
      plugins: [isWhole ? cdktfPatchPlugin : outsidePackages(outside)],
      metafile: true,
      sourcemap: false,
      logLevel: "error",
    });
    return { text: outputFiles[0].text, inputs: inputsOf(projectFolder, metafile, outside) };
  } catch (error) {
    if (!Array.isArray(error.errors)) throw error;
    process.exit(1);
  }
}

async function esbuildOf(projectFolder) {
  try {
    return await import("esbuild");
  } catch (error) {
    if (error.code !== "ERR_MODULE_NOT_FOUND") throw error;
    console.error(`drydock: its packages are not installed. Run npm ci in ${projectFolder}`);
    process.exit(1);
  }
}

/**
 * A plugin of esbuild that leaves packages out of a bundle, and names their files by whole paths: where the bundle
 * lies, no package needs to be found.
 *
 * @param files the packages' files are added here
 */
function outsidePackages(files) {
  return {
    name: "outside-packages",
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, async ({ path, pluginData, ...from }) => {
        if (pluginData === outsidePackages || from.kind === "entry-point" || isBuiltin(path))
          return undefined;
        const found = await build.resolve(path, { ...from, pluginData: outsidePackages });
        if (found.errors.length > 0) return found;
        files.add(found.path);
        return { path: pathToFileURL(found.path).href, external: true };
      });
    },
  };
}

/** Everything whose change makes another bundle, each file with its stamp. */
function inputsOf(projectFolder, metafile, outside) {
  const sources = Object.keys(metafile.inputs);
  const makers = ["bin/bundle.mjs", "bin/make-bundle.mjs", "bin/quicker-cdktf.mjs"];
  const esbuild = fileURLToPath(import.meta.resolve("esbuild"));
  const files = [...sources, ...makers, ...outside, esbuild].map(packageFileOf);
  return Object.fromEntries([...new Set([...files, ...lockFiles(projectFolder)])].map((f) => [f, stamp(f)]));
}

/** A package's files change with its package.json; of any other file, the file itself. */
function packageFileOf(file) {
  const [, folder] = /^((?:.*[\\/])?node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(file) ?? [];
  return folder === undefined ? file : `${folder}/package.json`;
}

const LOCK_FILES = ["package-lock.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock"];

/** The lock files of the project and, where it is a workspace, of what it is part of. */
function lockFiles(folder) {
  const here = LOCK_FILES.map((name) => join(folder, name)).filter((file) => existsSync(file));
  const above = dirname(folder);
  return above === folder ? here : [...here, ...lockFiles(above)];
}
