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

/** Compiles an entry and stores the bundle in the first writable folder; else returns its text. */
export async function makeBundle(options) {
  const { format, name, folders } = options;
  const { text, inputs } = await compile(options);
  const extension = format === "cjs" ? "cjs" : "mjs";
  // Named by content hash, so V8's cached code never belongs to another text.
  const file = `${name}-${createHash("sha256").update(text).digest("hex").slice(0, 12)}.${extension}`;
  for (const folder of folders) {
    if (keep({ ...options, folder, file, text, inputs })) return { file: join(folder, file) };
  }
  return { text };
}

/** Returns false if the folder is not writable. */
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

/** Concurrent starts each write their own file, then rename it. */
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

/** Keeps the previous bundle until the next one: another start may be about to read it. */
function removeOlder(folder, name, kept) {
  for (const entry of readdirSync(folder)) {
    const path = join(folder, entry);
    const isBundle = entry.startsWith(`${name}-`) && !entry.endsWith(".tmp");
    const isOlder = isBundle && !kept.some((file) => file !== undefined && entry.startsWith(file));
    if (isOlder || isAbandoned(path)) rmSync(path, { force: true });
  }
}

/** Removes the partial file of a killed start. */
function isAbandoned(path) {
  const HOUR = 3_600_000;
  if (!path.endsWith(".tmp")) return false;
  const { mtimeMs = 0 } = statSync(path, { throwIfNoEntry: false }) ?? {};
  return Date.now() - mtimeMs > HOUR;
}

/** Removes the bundles of projects that were deleted or moved. */
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

/** A source that does not compile ends the program; esbuild has printed the error. */
async function compile({ projectFolder, entry, format, name }) {
  const { build } = await esbuildOf(projectFolder);
  const outside = new Set();
  try {
    const { outputFiles, metafile } = await build(
      buildOptions({ projectFolder, entry, format, name }, outside),
    );
    const text = outputFiles[0].text.replace(COPY_EXPORTS, REMEMBER_EXPORTS);
    return { text, inputs: inputsOf(projectFolder, metafile, outside) };
  } catch (error) {
    if (!Array.isArray(error.errors)) throw error;
    process.exit(1);
  }
}

/**
 * The source map of a bundle that the same sources made, and the offset in esbuild's text of an
 * offset in the bundle.
 */
export async function sourceMap(options) {
  const { build } = await esbuildOf(options.projectFolder);
  const { outputFiles } = await build({
    ...buildOptions(options, new Set()),
    sourcemap: "external",
    sourcesContent: false,
  });
  const [json, text] = [".map", ".js"].map(
    (extension) => outputFiles.find(({ path }) => path.endsWith(extension)).text,
  );
  const replaced = text.indexOf(COPY_EXPORTS);
  const added = replaced < 0 ? 0 : REMEMBER_EXPORTS.length - COPY_EXPORTS.length;
  return {
    map: { json, text },
    originalOffset: (offset) => (replaced >= 0 && offset > replaced ? offset - added : offset),
  };
}

/** esbuild's options; `outside` collects the files of excluded packages. */
function buildOptions({ projectFolder, entry, format, name }, outside) {
  const isApp = format === "cjs";
  const base = JSON.stringify(pathToFileURL(join(projectFolder, "package.json")).href);
  return {
    absWorkingDir: projectFolder,
    entryPoints: [entry],
    outfile: `${name}.js`,
    write: false,
    bundle: true,
    platform: "node",
    target: "node20",
    format,
    // Node's conditions select among a package's builds.
    conditions: isApp ? undefined : [],
    // Packages in CommonJS require Node's modules.
    banner: isApp
      ? undefined
      : {
          js: `import{createRequire as __createRequire}from"node:module";const require=__createRequire(${base});`,
        },
    // A bundle may be anywhere, so its modules get the project folder and its packages.
    define: { "import.meta.url": base },
    // Smaller bundles start faster.
    minifyWhitespace: isApp,
    legalComments: "none",
    plugins: [isApp ? cdktfPatchPlugin : packagesOnDemand(outside)],
    metafile: true,
    sourcemap: false,
    logLevel: "error",
  };
}

/** Start of esbuild's helper that copies a CommonJS module's exports for an importing module. */
const COPY_EXPORTS = "var __toESM=(mod,isNodeMode,target)=>(";
/** Copies the exports of cdktf once, not for each of fifty modules that import it. */
const REMEMBER_EXPORTS = `var __copies=new Map,__toESM=(mod,isNodeMode)=>{
if(!__copies.has(mod))__copies.set(mod,__copyOf(mod,isNodeMode));return __copies.get(mod)};var __copyOf=(mod,isNodeMode,target)=>(`;

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
 * An esbuild plugin that leaves packages outside a bundle that are imported on demand, and imports
 * their files by absolute path, wherever the bundle is.
 *
 * @param files collects the packages' files
 */
function packagesOnDemand(files) {
  return {
    name: "packages-on-demand",
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, async ({ path, pluginData, ...from }) => {
        if (pluginData === packagesOnDemand || from.kind !== "dynamic-import" || isBuiltin(path))
          return undefined;
        const found = await build.resolve(path, { ...from, pluginData: packagesOnDemand });
        if (found.errors.length > 0) return found;
        files.add(found.path);
        return { path: pathToFileURL(found.path).href, external: true };
      });
    },
  };
}

/** Every input of the bundle, each file with its stamp. */
function inputsOf(projectFolder, metafile, outside) {
  const sources = Object.keys(metafile.inputs);
  const makers = ["bin/bundle.mjs", "bin/make-bundle.mjs", "bin/quicker-cdktf.mjs"];
  const esbuild = fileURLToPath(import.meta.resolve("esbuild"));
  const files = [...sources, ...makers, ...outside, esbuild].map(packageFileOf);
  return Object.fromEntries([...new Set([...files, ...lockFiles(projectFolder)])].map((f) => [f, stamp(f)]));
}

/** A package's files change with its package.json; for any other file, the file itself. */
function packageFileOf(file) {
  const [, folder] = /^((?:.*[\\/])?node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(file) ?? [];
  return folder === undefined ? file : `${folder}/package.json`;
}

const LOCK_FILES = ["package-lock.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock"];

/** The lock files of the project and of the workspace that contains it. */
function lockFiles(folder) {
  const here = LOCK_FILES.map((name) => join(folder, name)).filter((file) => existsSync(file));
  const above = dirname(folder);
  return above === folder ? here : [...here, ...lockFiles(above)];
}
