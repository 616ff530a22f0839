import { Command, Option } from "commander";
import { readSynthesizedStacks } from "../synthesized/synthesized-stacks.ts";
import { makeTemporaryFolder } from "../terraform/temporary-folder.ts";
import { findTerraform } from "../terraform/terraform-binary.ts";
import { formatShellExports } from "./format-result.ts";
import { createProviderOption, parseAccountId, parsePort } from "./options.ts";
import { chooseProvider, type ProviderChoice } from "./provider-choice.ts";
import { terminalVariables } from "./rehearsal.ts";
import { type SimulationOptions, withSimulation } from "./simulation.ts";
import { awsTypesIn, usedBlocksByType } from "./used-types.ts";

interface SimulateFlags {
  readonly account: string;
  readonly bucket: readonly string[];
  readonly region: string;
  readonly typesOf?: string;
  readonly json?: boolean;
  readonly provider: ProviderChoice;
  readonly port?: number;
}

const HELP_FOOTER = `
Example, in two terminals:
  npx drydock simulate --bucket my-state
  terraform init && terraform apply

Faster, for the resource types of one folder only:
  npx drydock simulate --bucket my-state --types-of cdktf.out

Ends on Ctrl-C, and leaves nothing.`;

/** `drydock simulate`: starts an empty simulated account for any Terraform configuration. */
export function simulateCommand(): Command {
  return new Command("simulate")
    .description(
      "start an empty simulated AWS account on this machine, and print how terraform and cdktf reach it",
    )
    .addOption(
      new Option("--account <id>", "the 12-digit account ID")
        .default("123456789012")
        .argParser(parseAccountId),
    )
    .addOption(
      new Option("--bucket <name>", "an existing state bucket; may be repeated")
        .default([], "none")
        .argParser((name, all: string[]) => [...all, name]),
    )
    .option("--region <region>", "the region of these buckets", "us-east-1")
    .option("--types-of <folder>", "only the resource types in this folder, written by cdktf synth: faster")
    .addOption(createProviderOption())
    .option("--port <number>", "the state backend's port on 127.0.0.1 (default: any free port)", parsePort)
    .option("--json", "print the variables as one JSON object on one line")
    .addHelpText("after", HELP_FOOTER)
    .action(runSimulation);
}

async function runSimulation(flags: SimulateFlags): Promise<void> {
  const types = flags.typesOf === undefined ? {} : typesOf(flags.typesOf);
  const terraformBinary = (await findTerraform()).command;
  const provider = await chooseProvider(flags.provider, (line) => console.error(line));
  console.error(provider.description);
  const temporaryFolder = makeTemporaryFolder("drydock-simulation");
  const options = {
    folder: temporaryFolder.path,
    accountId: flags.account,
    terraformBinary,
    provider,
    port: flags.port,
    existingBuckets: new Map(flags.bucket.map((name) => [name, flags.region] as const)),
    ...types,
  };
  await withSimulation(options, ({ env }) => {
    console.log(
      flags.json === true
        ? JSON.stringify(terminalVariables(env))
        : formatShellExports(terminalVariables(env)),
    );
    return waitForSignal();
  });
}

/** The types whose schema is sent to Terraform. @throws SetupError if it is not such a folder */
function typesOf(folder: string): Pick<SimulationOptions, "types" | "usedBlocks"> {
  const stacks = readSynthesizedStacks(folder);
  return { types: awsTypesIn(stacks), usedBlocks: usedBlocksByType(stacks) };
}

/** Waits for Ctrl-C; the signal's own clean-up then exits the program. */
export function waitForSignal(): Promise<never> {
  return new Promise(() => {
    // A pending promise alone does not keep a program running.
    setInterval(() => undefined, 60_000);
  });
}
