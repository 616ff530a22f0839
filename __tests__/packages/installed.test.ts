import { readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { PROJECT_FOLDER } from "../support/command-line.ts";

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
}

interface LockedPackage {
  readonly name?: string;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
  readonly deprecated?: string;
}

const readJson = (file: string) => JSON.parse(readFileSync(join(PROJECT_FOLDER, file), "utf8")) as unknown;
const manifest = readJson("package.json") as Manifest;
const { packages } = readJson("package-lock.json") as {
  packages: Readonly<Record<string, LockedPackage>>;
};

/** A package's own name, whatever its folder is called: that of an alias is another. */
const nameOf = (path: string) => packages[path]?.name ?? path.replace(/^.*node_modules\//, "");

/**
 * The terminal that cdktf-cli runs Terraform in. Its own has binaries for Node.js 22 and older
 * only.
 */
const TERMINAL = "@cdktf/node-pty-prebuilt-multiarch";

describe("the packages that npm ci installs", () => {
  it("need no install script: each one that has some is denied them, so that npm warns of none", () => {
    const withScripts = Object.keys(packages).filter((path) => packages[path]?.hasInstallScript === true);
    expect(withScripts.length).toBeGreaterThan(0);
    expect(withScripts.map(nameOf).filter((name) => manifest.allowScripts[name] !== false)).toEqual([]);
    expect(Object.values(manifest.allowScripts)).not.toContain(true);
  });

  it("are not deprecated", () => {
    expect(Object.keys(packages).filter((path) => packages[path]?.deprecated !== undefined)).toEqual([]);
  });

  it("have the project's own terminal in place of the one whose binaries end at Node.js 22", () => {
    expect(manifest.dependencies[TERMINAL]).toBe("file:packages/cdktf-terminal");
    const terminals = Object.keys(packages).filter((path) => path.endsWith(TERMINAL));
    expect(terminals.map((path) => packages[path]?.resolved)).toEqual(["packages/cdktf-terminal"]);
    const cdktf = createRequire(import.meta.url).resolve("cdktf-cli/package.json");
    const loaded = realpathSync(createRequire(cdktf).resolve(TERMINAL));
    expect(loaded).toBe(realpathSync(join(PROJECT_FOLDER, "packages", "cdktf-terminal", "index.js")));
  });

  it("have nothing that compiles or fetches a binary when it is installed", () => {
    const builders = /(^|[/-])(node-gyp|node-gyp-build|prebuild-install|nan|node-addon-api)$/;
    expect(Object.keys(packages).filter((path) => builders.test(path))).toEqual([]);
  });
});
