import { Argument, Command, Option } from "commander";
import { compact } from "../../language/compact.ts";
import type { Platform } from "../../language/platform.ts";
import { required } from "../../language/required.ts";
import { selectPlatforms } from "../../language/selection.ts";
import { platforms } from "../../platforms/index.ts";
import { StreamProgress } from "../progress.ts";
import { projectFolder } from "../project-folder.ts";
import { SetupError } from "../terraform/setup-error.ts";
import { findTerraform } from "../terraform/terraform-binary.ts";
import type { ChangeRehearsalOptions } from "./change-start.ts";
import { formatChangeResult } from "./format-change-result.ts";
import { formatResult } from "./format-result.ts";
import { createProviderOption, parsePort } from "./options.ts";
import { chooseProvider, type ProviderChoice } from "./provider-choice.ts";
import { rehearse, rehearseChangeOf } from "./rehearse.ts";
import type { RehearsalResult } from "./result.ts";
import { waitForSignal } from "./simulate-command.ts";

interface RehearseFlags {
  readonly from?: string;
  readonly fromRevision?: string;
  readonly fromState?: boolean;
  readonly andBack?: boolean;
  readonly keep?: boolean;
  readonly json?: boolean;
  readonly provider: ProviderChoice;
  readonly port?: number;
}

const HELP_FOOTER = `
Examples:
  npx drydock rehearse cybershield dev
  npx drydock rehearse cybershield prod --keep
  npx drydock rehearse cybershield prod --from-revision main
  npx drydock rehearse cybershield prod --from-state
  npx drydock rehearse --from cdktf.out --json

Exit codes: 0 rehearsed, 1 rejected or failed.`;

/** `drydock rehearse`: rehearses a complete deployment on this machine before it touches AWS. */
export function rehearseCommand(): Command {
  return new Command("rehearse")
    .description(
      "deploy, re-plan and destroy a platform with real Terraform against a simulated AWS on this machine",
    )
    .addArgument(new Argument("[platform]", "a platform in platforms/").default("cybershield"))
    .addArgument(new Argument("[environment]", "one of its environments").default("prod"))
    .option("--from <folder>", "rehearse a folder written by cdktf synth instead")
    .addOption(
      new Option(
        "--from-revision <revision>",
        "deploy a Git revision first, then change it to what is here",
      ).conflicts(["from", "keep"]),
    )
    .addOption(
      new Option(
        "--from-state",
        "start from what is deployed: copies of the real states, with your AWS credentials",
      ).conflicts(["from", "keep", "fromRevision"]),
    )
    .option("--and-back", "with one of the two: then change it back (default where CI is set)")
    .option("--keep", "keep it running, and print how plain cdktf and terraform commands reach it")
    .option("--json", "print one result object; progress goes to standard error")
    .addOption(createProviderOption())
    .option("--port <number>", "the state backend's port on 127.0.0.1 (default: any free port)", parsePort)
    .addHelpText("after", HELP_FOOTER)
    .action((platform: string, environment: string, flags: RehearseFlags, { args }: Command) => {
      rejectPlatformBesideFolder(flags, args);
      return runRehearsal(platform, environment, flags);
    });
}

/** @throws SetupError if a folder and a platform are named, since one of them would be ignored */
function rejectPlatformBesideFolder({ from }: RehearseFlags, named: readonly string[]): void {
  if (from === undefined || named.length === 0) return;
  throw new SetupError(
    `--from ${from} rehearses a folder in place of a platform. Fix: leave out ${named.join(" ")}, or --from.`,
  );
}

async function runRehearsal(platform: string, environment: string, flags: RehearseFlags): Promise<void> {
  const subject =
    flags.from === undefined ? { platform: selectPlatform(platform, environment) } : { from: flags.from };
  const { command: terraformBinary } = await findTerraform();
  const stream = flags.json === true ? process.stderr : process.stdout;
  const provider = await chooseProvider(flags.provider, (line) => stream.write(`${line}\n`));
  stream.write(`${provider.description}\n`);
  const start = changeStart(flags);
  if (start !== undefined) {
    const change = await rehearseChangeOf({
      projectFolder,
      platform: selectPlatform(platform, environment),
      start,
      andBack: flags.andBack ?? isContinuousIntegration(),
      terraformBinary,
      provider,
      progress: new StreamProgress(stream),
      ...compact({ port: flags.port }),
    });
    process.stdout.write(
      flags.json === true ? `${JSON.stringify(change, null, 2)}\n` : `\n${formatChangeResult(change)}`,
    );
    return;
  }
  const result = await rehearse({
    projectFolder,
    subject,
    terraformBinary,
    provider,
    progress: new StreamProgress(stream),
    ...compact({ port: flags.port }),
    ...(flags.keep === true ? { keep: (result: RehearsalResult) => printAndWait(result, flags) } : {}),
  });
  if (flags.keep !== true) printRehearsal(result, flags);
}

/**
 * The form that a rehearsed change starts from; undefined if a deployment is rehearsed.
 *
 * @throws SetupError for `--and-back` without one
 */
function changeStart({
  fromRevision,
  fromState,
  andBack,
}: RehearseFlags): ChangeRehearsalOptions["start"] | undefined {
  if (fromRevision !== undefined) return { revision: fromRevision };
  if (fromState === true) return "states";
  if (andBack !== true) return undefined;
  throw new SetupError("--and-back needs --from-revision or --from-state: there is nothing to go back to.");
}

/** CI services set this variable. */
function isContinuousIntegration(): boolean {
  return !["", "0", "false"].includes(process.env.CI ?? "");
}

function selectPlatform(platform: string, environment: string): Platform {
  return required(selectPlatforms(platforms, { platform, environment }), 0);
}

function printRehearsal(result: RehearsalResult, { json }: RehearseFlags): void {
  process.stdout.write(json === true ? `${JSON.stringify(result, null, 2)}\n` : `\n${formatResult(result)}`);
}

/** Prints how to reach the running rehearsal, and waits for Ctrl-C. */
function printAndWait(result: RehearsalResult, flags: RehearseFlags): Promise<never> {
  printRehearsal(result, flags);
  return waitForSignal();
}
