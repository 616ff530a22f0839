import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { dirname, join } from "node:path";

/** The part of a path that is in an installed package. */
const IN_PACKAGE = /[\\/]node_modules[\\/]/;

/**
 * An esbuild plugin that leaves the files of CommonJS packages that sources import outside a
 * bundle, which requires them by their absolute paths. Packages of ES modules stay inside: of them
 * a bundle takes only what is used.
 *
 * @param projectFolder the folder from which packages are resolved
 * @param files collects the paths
 */
export function packagesApart(projectFolder, files) {
  const findFile = commonJsFinder(projectFolder);
  return {
    name: "packages-apart",
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, ({ path, importer }) => {
        const file = isBuiltin(path) || IN_PACKAGE.test(importer) ? undefined : findFile(path);
        if (file === undefined) return undefined;
        files.add(file);
        return { path: file, external: true };
      });
    },
  };
}

/**
 * Finds the file that an import names, if it is in a CommonJS package. Node.js resolves it: esbuild
 * takes milliseconds for each.
 */
function commonJsFinder(projectFolder) {
  const require = createRequire(join(projectFolder, "package.json"));
  return remember((path) => {
    try {
      const file = require.resolve(path);
      return IN_PACKAGE.test(file) && typeIn(dirname(file)) === "commonjs" ? file : undefined;
    } catch {
      // esbuild reports it.
      return undefined;
    }
  });
}

/** The module system of a folder: https://nodejs.org/api/packages.html#type */
const typeIn = remember((folder) => {
  const file = join(folder, "package.json");
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")).type ?? "commonjs";
  return dirname(folder) === folder ? "commonjs" : typeIn(dirname(folder));
});

function remember(find) {
  const known = new Map();
  return (key) => {
    if (!known.has(key)) known.set(key, find(key));
    return known.get(key);
  };
}

/** The text of a module with a function for each file, by its path, that requires it. */
export function packagesEntry(files) {
  const loaders = files.map((file) => `${JSON.stringify(file)}: () => require(${JSON.stringify(file)}),`);
  return `module.exports = {\n${loaders.join("\n")}\n};\n`;
}

/**
 * The name of the bundle of package files: equal for all checkouts that use the same files of the
 * same `node_modules`, locked in the same way and bundled by the same code.
 *
 * @param files the files that the project's sources import
 * @param texts the files whose text also decides what is in the bundle
 */
export function packagesName(files, texts) {
  const hash = createHash("sha256");
  for (const file of files) hash.update(`${file}\n`);
  for (const text of texts) hash.update(readFileSync(text)).update("\n");
  return `packages-${hash.digest("hex").slice(0, 12)}`;
}
