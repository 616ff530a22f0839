import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { compact } from "../../language/compact.ts";
import { projectFolder } from "../project-folder.ts";
import { type CommandOptions, type CommandResult, runCommand } from "./run-command.ts";
import { SetupError } from "./setup-error.ts";

/** Required before cdktf's own entry: halves the start-up time. */
const QUICKER = join(projectFolder, "bin", "quicker-cdktf-cli.cjs");

/** Options of every cdktf command. */
export interface CdktfOptions extends CommandOptions {
  /** The synthesized folder, absolute or from `cwd`. @default "cdktf.out" */
  readonly output?: string;
  /** The command that synthesizes. @default the `app` of `cdktf.json` in `cwd` */
  readonly app?: string;
  /** Uses the synthesized folder as it is, without running the app. @default false */
  readonly skipSynth?: boolean;
}

/** Options of `destroy`. */
export interface DestroyOptions extends CdktfOptions {
  /** Stack names or patterns: `["*"]` matches all, in dependency order. */
  readonly stacks: readonly string[];
  /** The number of stacks processed in parallel. @default limited by dependencies only */
  readonly parallelism?: number;
}

/** Options of `deploy`. */
export interface DeployOptions extends DestroyOptions {
  /** The file to which the stacks' outputs are written as JSON. */
  readonly outputsFile?: string;
  /** Deploys the named stacks only. Their dependencies must already be deployed. @default false */
  readonly withoutDependencies?: boolean;
}

/** `cdktf synth`: runs the app, which writes the folder. Throws `CommandError`. */
export function cdktfSynth(options: CdktfOptions): Promise<CommandResult> {
  return runCdktf(["synth", ...appOptions(options)], options);
}

/** `cdktf deploy`: applies the stacks, independent ones in parallel. Throws `CommandError`. */
export function cdktfDeploy(options: DeployOptions): Promise<CommandResult> {
  const more = [
    ...(options.outputsFile === undefined ? [] : ["--outputs-file", options.outputsFile]),
    ...(options.withoutDependencies === true ? ["--ignore-missing-stack-dependencies"] : []),
  ];
  return runCdktf(["deploy", ...options.stacks, ...autoApproveOptions(options), ...more], options);
}

/** `cdktf destroy`: destroys the stacks, dependent ones first. Throws `CommandError`. */
export function cdktfDestroy(options: DestroyOptions): Promise<CommandResult> {
  return runCdktf(["destroy", ...options.stacks, ...autoApproveOptions(options)], options);
}

/**
 * The environment that cdktf needs in addition to Terraform's: no crash reports, no version check,
 * and no writes outside `homeFolder`. cdktf's own plugin cache variable would override the CLI
 * configuration's.
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

/** The package of the cdktf CLI. Its successor, cdktn-cli, can be installed under this name. */
const CLI_PACKAGE = "cdktf-cli/package.json";

interface CliPackage {
  readonly version: string;
  /** The package's one command: its name, and its file relative to the package's folder. */
  readonly bin: Readonly<Record<string, string>>;
}

function cliPackage(): CliPackage {
  return createRequire(import.meta.url)(CLI_PACKAGE) as CliPackage;
}

/**
 * The entry of cdktf-cli, run by this Node.js: faster than npx, and the same on every system.
 *
 * @throws SetupError if the installed package has no command.
 */
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
 * Node.js options for cdktf-cli, which suppress warnings that users cannot act on. Libraries in its
 * bundle use `punycode`, deprecated since Node 21, and access the browser's `localStorage`, about
 * which Node 25 and newer warn.
 */
const NODE_OPTIONS: readonly string[] = ["--no-deprecation", "--disable-warning=ExperimentalWarning"];

function runCdktf(args: readonly string[], options: CdktfOptions): Promise<CommandResult> {
  const { onLine } = options;
  return runCommand(process.execPath, [...NODE_OPTIONS, "--require", QUICKER, cdktfExecutable(), ...args], {
    ...options,
    interrupt: "all-but-leader",
    ...compact({ onLine: onLine === undefined ? undefined : withoutColours(onLine) }),
  });
}

/** Terraform colours its output regardless of cdktf's settings. */
function withoutColours(onLine: NonNullable<CommandOptions["onLine"]>): typeof onLine {
  return (line, stream) => onLine(stripVTControlCharacters(line), stream);
}

function autoApproveOptions(options: DestroyOptions): readonly string[] {
  return [
    // Without a terminal cdktf crashes at its prompt, and leaves a lock.
    "--auto-approve",
    ...terraformOptions(options),
    ...(options.parallelism === undefined ? [] : ["--parallelism", String(options.parallelism)]),
  ];
}

/**
 * `--skip-provider-lock`: locking contacts the registry, which an attached provider does not need.
 */
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
