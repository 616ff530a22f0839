import { cpSync, existsSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { PROJECT_FOLDER } from "./command-line.ts";

/** The output of a small checkout's command line. */
export interface Printed {
  /** The text in the checkout's source. */
  readonly text: string;
  readonly projectFolder: string;
  /** The file of the package's module that it includes. */
  readonly imported: string;
  /** The file that it resolved from its own module, as drydock resolves cdktf's command line. */
  readonly required: string;
}

const CLI = (text: string) => `
import { createRequire } from "node:module";
import { place } from "shelf";
import { projectFolder } from "./project-folder.ts";
const required = createRequire(import.meta.url).resolve("shelf/package.json");
console.log(JSON.stringify({ text: ${JSON.stringify(text)}, projectFolder, imported: place, required }));
await Promise.resolve();
`;

const APP = (text: string) => `
import { version } from "shelf/version.js";
import { readVersion } from "crate";
import { projectFolder } from "./tools/project-folder.ts";
console.log(${JSON.stringify(text)}, version, readVersion(), projectFolder);
`;

/**
 * Writes a checkout with this project's launchers, and an app and a command line that print the
 * text.
 */
export function writeCheckout(folder: string, text: string): void {
  cpSync(join(PROJECT_FOLDER, "bin"), join(folder, "bin"), { recursive: true });
  write(join(folder, "package.json"), JSON.stringify({ name: "drydock", type: "module" }));
  write(join(folder, "package-lock.json"), "{}");
  write(join(folder, "cdktf.json"), "{}");
  for (const file of ["project-folder.ts", "expected-error.ts", "terraform/setup-error.ts"]) {
    cpSync(join(PROJECT_FOLDER, "tools", file), join(folder, "tools", file));
  }
  writeSources(folder, text);
}

/** Replaces the text that a checkout prints. */
export function writeSources(folder: string, text: string): void {
  write(join(folder, "tools", "cli.ts"), CLI(text));
  write(join(folder, "main.ts"), APP(text));
}

/** Installs the packages of a checkout: `shelf` of ES modules, `crate` in CommonJS, and esbuild. */
export function install(nodeModules: string, version = "1.0.0"): void {
  writePackage(join(nodeModules, "shelf"), version);
  writeCommonJsPackage(join(nodeModules, "crate"), version);
  symlinkIfAbsent(esbuildCopy(), join(nodeModules, "esbuild"));
}

/** Installs the packages as pnpm does: links to a store with a folder for each version. */
export function installAsPnpm(nodeModules: string): void {
  const store = join(nodeModules, ".pnpm", "shelf@1.0.0", "node_modules", "shelf");
  writePackage(store, "1.0.0");
  symlinkSync(".pnpm/shelf@1.0.0/node_modules/shelf", join(nodeModules, "shelf"));
  writeCommonJsPackage(join(nodeModules, ".pnpm", "crate@1.0.0", "node_modules", "crate"), "1.0.0");
  symlinkSync(".pnpm/crate@1.0.0/node_modules/crate", join(nodeModules, "crate"));
  symlinkIfAbsent(esbuildCopy(), join(nodeModules, "esbuild"));
}

/** A copy of esbuild that every user can read; this project's checkout may not be readable. */
function esbuildCopy(): string {
  const copy = join(tmpdir(), "esbuild-copy", "node_modules");
  if (!existsSync(copy)) {
    for (const name of ["esbuild", "@esbuild"]) {
      const installed = realpathSync(join(PROJECT_FOLDER, "node_modules", name));
      cpSync(installed, join(copy, name), { recursive: true });
    }
  }
  return join(copy, "esbuild");
}

function writePackage(folder: string, version: string): void {
  const exports = { ".": "./index.js", "./version.js": "./version.js", "./package.json": "./package.json" };
  write(join(folder, "package.json"), JSON.stringify({ name: "shelf", version, type: "module", exports }));
  // Not import.meta: a bundle includes the module's text.
  write(join(folder, "index.js"), `export const place = ${JSON.stringify(join(folder, "index.js"))};`);
  write(join(folder, "version.js"), `export const version = ${JSON.stringify(version)};`);
}

function writeCommonJsPackage(folder: string, version: string): void {
  write(join(folder, "package.json"), JSON.stringify({ name: "crate", version }));
  write(join(folder, "index.js"), `exports.readVersion = () => ${JSON.stringify(version)};`);
}

function symlinkIfAbsent(target: string, path: string): void {
  try {
    symlinkSync(target, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** The options of {@link runCli} and {@link runApp}. */
export interface RunSettings {
  /** @default the launcher's checkout */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The user that it runs as. @default the current one */
  readonly uid?: number;
}

/** Runs a launcher of the command line by its path, possibly a symbolic link. */
export async function runCli(launcher: string, settings: RunSettings = {}): Promise<Printed> {
  return JSON.parse(await runNode(launcher, settings)) as Printed;
}

/** Runs the app of a checkout and returns its output. */
export function runApp(checkout: string, settings: RunSettings = {}): Promise<string> {
  return runNode(join(checkout, "bin", "app.mjs"), settings);
}

async function runNode(file: string, { cwd, env, uid }: RunSettings): Promise<string> {
  const { stdout } = await execa(process.execPath, [file], {
    cwd: cwd ?? dirname(dirname(file)),
    // The quick suite preloads a file that another user may not be allowed to read.
    env: { ...(uid === undefined ? {} : { NODE_OPTIONS: "" }), ...env },
    stdin: "ignore",
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  return stdout;
}
