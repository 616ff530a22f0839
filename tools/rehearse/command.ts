import { Argument, Command } from "commander";
import { platforms } from "../../platforms/index.ts";
import type { Platform } from "../../spec/platform.ts";
import { selectPlatforms } from "../../spec/selection.ts";
import { StreamProgress } from "../progress.ts";
import { projectFolder } from "../project-folder.ts";
import { findTerraform } from "../terraform/terraform-binary.ts";
import { parsePort, providerOption } from "./options.ts";
import { printResult } from "./print.ts";
import { chooseProvider, type ProviderChoice } from "./provider-choice.ts";
import { rehearse } from "./rehearse.ts";
import type { RehearsalResult } from "./result.ts";
import { waitForSignal } from "./simulate-command.ts";

interface Flags {
  readonly from?: string;
  readonly keep?: boolean;
  readonly json?: boolean;
  readonly provider: ProviderChoice;
  readonly port?: number;
}

const AFTER = `
Examples:
  npx drydock rehearse cybershield dev
  npx drydock rehearse cybershield prod --keep
  npx drydock rehearse --from cdktf.out --json

Exit codes: 0 rehearsed, 1 refused or failed.`;

/** `drydock rehearse`: a whole deployment, on this machine, before it touches AWS. */
export function rehearseCommand(): Command {
  return new Command("rehearse")
    .description(
      "deploy, re-plan and destroy a platform with real Terraform against a simulated AWS on this machine",
    )
    .addArgument(new Argument("[platform]", "a platform of platforms/").default("cybershield"))
    .addArgument(new Argument("[environment]", "one of its environments").default("prod"))
    .option("--from <folder>", "rehearse a folder that cdktf synth wrote instead")
    .option("--keep", "leave it up, and print how plain cdktf and terraform commands reach it")
    .option("--json", "print one result object; progress goes to standard error")
    .addOption(providerOption())
    .option("--port <number>", "the state store's port on 127.0.0.1 (default: any free one)", parsePort)
    .addHelpText("after", AFTER)
    .action((platform: string, environment: string, flags: Flags) =>
      runRehearsal(platform, environment, flags),
    );
}

async function runRehearsal(platform: string, environment: string, flags: Flags): Promise<void> {
  const subject =
    flags.from === undefined ? { platform: onlyPlatform(platform, environment) } : { from: flags.from };
  const { command: terraformBinary } = await findTerraform();
  const stream = flags.json === true ? process.stderr : process.stdout;
  const provider = await chooseProvider(flags.provider, (line) => stream.write(`${line}\n`));
  stream.write(`${provider.description}\n`);
  const result = await rehearse({
    projectFolder,
    subject,
    terraformBinary,
    provider,
    progress: new StreamProgress(stream),
    ...(flags.port === undefined ? {} : { port: flags.port }),
    ...(flags.keep === true ? { keep: (kept: RehearsalResult) => showAndWait(kept, flags) } : {}),
  });
  if (flags.keep !== true) show(result, flags);
}

function onlyPlatform(platform: string, environment: string): Platform {
  return selectPlatforms(platforms, { platform, environment })[0]!;
}

function show(result: RehearsalResult, { json }: Flags): void {
  process.stdout.write(json === true ? `${JSON.stringify(result, null, 2)}\n` : `\n${printResult(result)}`);
}

/** Shows what is up, and waits for Ctrl-C. */
function showAndWait(result: RehearsalResult, flags: Flags): Promise<never> {
  show(result, flags);
  return waitForSignal();
}
