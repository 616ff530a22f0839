import { existsSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { currentBundle, stamp } from "./bundle.mjs";
import { keepInFirst, noteUse, readIndex } from "./bundle-cache.mjs";
import { packagesApart, packagesEntry, packagesName } from "./packages-bundle.mjs";
import { cdktfPatchPlugin } from "./quicker-cdktf.mjs";

/** The code that decides the text of a bundle. */
const MAKERS = ["make-bundle.mjs", "packages-bundle.mjs", "quicker-cdktf.mjs"].map((name) =>
  join("bin", name),
);

/**
 * Compiles an entry and stores the bundle in the first writable folder; else returns its text. The
 * packages of a CommonJS bundle are in a bundle of their own, which lasts while sources change, and
 * which all checkouts share that share the installed packages.
 */
export async function makeBundle(options) {
  const { format, folders } = options;
  const { text, inputs, packageFiles } = await compile(options);
  const packages = packageFiles.length === 0 ? undefined : await packagesBundle(options, packageFiles);
  const extension = format === "cjs" ? "cjs" : "mjs";
  const index = { inputs: { ...packages?.inputs, ...inputs }, packages: packages?.file };
  const kept = keepInFirst(folders, { ...options, text, extension, index });
  // Without a file of its own the bundle is in memory, and so are its packages.
  return {
    ...kept,
    ...(packages === undefined ? {} : { packages: { file: packages.file, text: packages.text } }),
  };
}

/** The bundle of a project's packages: an earlier one if there is one, and else a new one. */
async function packagesBundle({ projectFolder, folders }, files) {
  const sorted = files.toSorted();
  const esbuildPackage = fileURLToPath(import.meta.resolve("esbuild/package.json"));
  const makers = MAKERS.map((maker) => join(projectFolder, maker));
  const name = packagesName(sorted, [...lockFiles(projectFolder), ...makers, esbuildPackage]);
  const shared = folders.map((folder) => join(dirname(folder), "packages"));
  for (const folder of shared) {
    const current = currentBundle(folder, name);
    if (current === undefined) continue;
    noteUse(join(folder, `${name}.json`));
    return { ...current, inputs: readIndex(folder, name).inputs };
  }
  const { outputFiles, metafile } = await buildOrExit(projectFolder, {
    ...commonOptions(projectFolder, name, "cjs"),
    stdin: { contents: packagesEntry(sorted), resolveDir: projectFolder },
    plugins: [cdktfPatchPlugin],
  });
  const { "<stdin>": _entry, ...sources } = metafile.inputs;
  // Absolute, since other checkouts read them too.
  const inputs = stamps(Object.keys(sources).map((file) => resolve(projectFolder, packageFileOf(file))));
  const text = withRememberedExports(outputFiles[0].text);
  return { ...keepInFirst(shared, { name, text, extension: "cjs", index: { inputs } }), inputs };
}

async function compile({ projectFolder, entry, format, name }) {
  const outside = new Set();
  const options = buildOptions({ projectFolder, entry, format, name }, outside);
  const { outputFiles, metafile } = await buildOrExit(projectFolder, options);
  const text = withRememberedExports(outputFiles[0].text);
  const packageFiles = format === "cjs" ? [...outside] : [];
  return { text, inputs: inputsOf(projectFolder, metafile, outside), packageFiles };
}

/** A source that does not compile ends the program; esbuild has printed the error. */
async function buildOrExit(projectFolder, options) {
  const { build } = await esbuildOf(projectFolder);
  try {
    return await build(options);
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
  return {
    ...commonOptions(projectFolder, name, format),
    entryPoints: [entry],
    // Node's conditions select among a package's builds.
    conditions: isApp ? undefined : [],
    // Packages in CommonJS require Node's modules.
    banner: isApp
      ? undefined
      : {
          js: `import{createRequire as __createRequire}from"node:module";const require=__createRequire(${baseOf(projectFolder)});`,
        },
    plugins: [isApp ? packagesApart(projectFolder, outside) : packagesOnDemand(outside)],
  };
}

/** esbuild's options for every bundle. */
function commonOptions(projectFolder, name, format) {
  return {
    absWorkingDir: projectFolder,
    outfile: `${name}.js`,
    write: false,
    bundle: true,
    platform: "node",
    target: "node20",
    format,
    // A bundle may be anywhere, so its modules get the project folder and its packages.
    define: { "import.meta.url": baseOf(projectFolder) },
    // Smaller bundles start faster.
    minifyWhitespace: format === "cjs",
    legalComments: "none",
    metafile: true,
    sourcemap: false,
    logLevel: "error",
  };
}

/** The URL of a file in the project folder, as a JavaScript text. */
function baseOf(projectFolder) {
  return JSON.stringify(pathToFileURL(join(projectFolder, "package.json")).href);
}

/** Start of esbuild's helper that copies a CommonJS module's exports for an importing module. */
const COPY_EXPORTS = "var __toESM=(mod,isNodeMode,target)=>(";
/** Copies the exports of cdktf once, not for each of fifty modules that import it. */
const REMEMBER_EXPORTS = `var __copies=new Map,__toESM=(mod,isNodeMode)=>{
if(!__copies.has(mod))__copies.set(mod,__copyOf(mod,isNodeMode));return __copies.get(mod)};var __copyOf=(mod,isNodeMode,target)=>(`;

function withRememberedExports(text) {
  return text.replace(COPY_EXPORTS, REMEMBER_EXPORTS);
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
  const esbuild = fileURLToPath(import.meta.resolve("esbuild"));
  const files = [...sources, ...MAKERS, ...outside, esbuild].map(packageFileOf);
  return stamps([...files, ...lockFiles(projectFolder)]);
}

function stamps(files) {
  return Object.fromEntries([...new Set(files)].map((file) => [file, stamp(file)]));
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
