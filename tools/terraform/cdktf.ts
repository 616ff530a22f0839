import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { projectFolder } from "../project-folder.ts";
import { type CommandOptions, type CommandResult, runCommand } from "./run-command.ts";
import { SetupError } from "./setup-error.ts";

/** Required before cdktf's own entry: halves the time of a start. */
const QUICKER = join(projectFolder, "bin", "quicker-cdktf-cli.cjs");

/** What every cdktf command takes. */
export interface CdktfOptions extends CommandOptions {
  /** The synthesized folder, absolute or from `cwd`. @default "cdktf.out" */
  readonly output?: string;
  /** The command that synthesizes. @default what `cdktf.json` in `cwd` says */
  readonly app?: string;
  /** Takes the synthesized folder as it is, and does not run the app. @default false */
  readonly skipSynth?: boolean;
}

/** What `destroy` takes besides. */
export interface DestroyOptions extends CdktfOptions {
  /** Stack names or patterns: `["*"]` is all of them, in the order of their dependencies. */
  readonly stacks: readonly string[];
  /** How many stacks are worked on at the same time. @default no limit but their dependencies */
  readonly parallelism?: number;
}

/** What `deploy` takes besides. */
export interface DeployOptions extends DestroyOptions {
  /** Where the stacks' outputs are written as JSON. */
  readonly outputsFile?: string;
  /** Deploys the stacks that are named and none that they depend on: those must stand already. @default false */
  readonly withoutDependencies?: boolean;
}

/** `cdktf synth`: runs the app, which writes the folder. Throws `CommandError`. */
export function cdktfSynth(options: CdktfOptions): Promise<CommandResult> {
  return runCdktf(["synth", ...appOptions(options)], options);
}

/** `cdktf list`: the stacks of the app. Throws `CommandError`. */
export function cdktfList(options: CdktfOptions): Promise<CommandResult> {
  return runCdktf(["list", ...appOptions(options)], options);
}

/** `cdktf diff`: the plan of one stack. Its exit code does not say whether there are changes. Throws `CommandError`. */
export function cdktfDiff(stack: string, options: CdktfOptions): Promise<CommandResult> {
  return runCdktf(["diff", stack, ...terraformOptions(options)], options);
}

/** `cdktf deploy`: applies the stacks, those independent of each other side by side. Throws `CommandError`. */
export function cdktfDeploy(options: DeployOptions): Promise<CommandResult> {
  const more = [
    ...(options.outputsFile === undefined ? [] : ["--outputs-file", options.outputsFile]),
    ...(options.withoutDependencies === true ? ["--ignore-missing-stack-dependencies"] : []),
  ];
  return runCdktf(["deploy", ...options.stacks, ...autoApproveOptions(options), ...more], options);
}

/** `cdktf destroy`: destroys the stacks, the dependent ones first. Throws `CommandError`. */
export function cdktfDestroy(options: DestroyOptions): Promise<CommandResult> {
  return runCdktf(["destroy", ...options.stacks, ...autoApproveOptions(options)], options);
}

/**
 * The environment that cdktf needs besides Terraform's: no crash reports, no version check, and nothing written
 * outside `homeFolder`. Its own plugin cache variable would override that of the CLI configuration.
 */
export function cdktfEnvironment(homeFolder: string): Readonly<Record<string, string>> {
  return {
    CDKTF_HOME: homeFolder,
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1",
    CHECKPOINT_DISABLE: "1",
    DISABLE_VERSION_CHECK: "1",
    FORCE_COLOR: "0",
    CI: "1",
  };
}

/** The package of the command line. Its successor, cdktn-cli, can be installed under this name. */
const CLI_PACKAGE = "cdktf-cli/package.json";

interface CliPackage {
  readonly version: string;
  /** The package's one command: its name and its file, from the package's folder. */
  readonly bin: Readonly<Record<string, string>>;
}

function cliPackage(): CliPackage {
  return createRequire(import.meta.url)(CLI_PACKAGE) as CliPackage;
}

/** cdktf-cli's own entry, run by this Node: quicker than npx, and the same on every system. */
export function cdktfExecutable(): string {
  const [file] = Object.values(cliPackage().bin);
  if (file === undefined) throw new SetupError("cdktf-cli has no command. Install it again: npm ci");
  return join(dirname(createRequire(import.meta.url).resolve(CLI_PACKAGE)), file);
}

/** The version of cdktf-cli. */
export function cdktfVersion(): string {
  return cliPackage().version;
}

/**
 * Options of Node for cdktf-cli, whose warnings are nothing that a user could act on: libraries in
 * its bundle use `punycode`, deprecated since Node 21, and look for the browser's `localStorage`,
 * of which Node 25 and newer warn.
 */
const NODE_OPTIONS: readonly string[] = ["--no-deprecation", "--disable-warning=ExperimentalWarning"];

function runCdktf(args: readonly string[], options: CdktfOptions): Promise<CommandResult> {
  const { onLine } = options;
  return runCommand(process.execPath, [...NODE_OPTIONS, "--require", QUICKER, cdktfExecutable(), ...args], {
    ...options,
    interrupt: "all-but-leader",
    // Terraform colours its lines whatever cdktf is told.
    ...(onLine === undefined
      ? {}
      : { onLine: (line, stream) => onLine(stripVTControlCharacters(line), stream) }),
  });
}

function autoApproveOptions(options: DestroyOptions): readonly string[] {
  return [
    // Without a terminal cdktf crashes at its question, and leaves a lock.
    "--auto-approve",
    ...terraformOptions(options),
    ...(options.parallelism === undefined ? [] : ["--parallelism", String(options.parallelism)]),
  ];
}

/** `--skip-provider-lock`: locking asks the registry, which an attached provider needs not. */
function terraformOptions(options: CdktfOptions): readonly string[] {
  return [
    ...appOptions(options),
    ...(options.skipSynth === true ? ["--skip-synth"] : []),
    "--skip-provider-lock",
    "--no-color",
  ];
}

function appOptions({ app, output }: CdktfOptions): readonly string[] {
  return [
    ...(app === undefined ? [] : ["--app", app]),
    ...(output === undefined ? [] : ["--output", output]),
  ];
}
