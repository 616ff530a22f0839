import { createInterface } from "node:readline/promises";
import { Argument, Command } from "commander";
import { compact } from "../../language/compact.ts";
import { required } from "../../language/required.ts";
import { selectPlatforms } from "../../language/selection.ts";
import { platforms } from "../../platforms/index.ts";
import { StreamProgress } from "../progress.ts";
import { SetupError } from "../terraform/setup-error.ts";
import { makeTemporaryFolder } from "../terraform/temporary-folder.ts";
import { findTerraform } from "../terraform/terraform-binary.ts";
import { deploy } from "./deploy.ts";
import { formatPasses } from "./format-passes.ts";
import { formatStackSteps } from "./stack-step.ts";

interface DeployFlags {
  readonly yes?: boolean;
  readonly acceptCut?: readonly string[];
  readonly fromRevision?: string;
  readonly forceUnlock?: string;
  readonly json?: boolean;
}

const HELP_FOOTER = `
It uses your AWS credentials, which must belong to the account of the environment, and the state
bucket that \`drydock bootstrap\` creates. An interrupted change goes on when it is run again.

Exit codes: 0 deployed, 1 rejected or failed, 3 not deployed: you answered no.`;

/** `drydock deploy`: changes what is deployed to what the project says, in two passes. */
export function deployCommand(): Command {
  return new Command("deploy")
    .description("change what is deployed to what is wanted, in two passes: nothing in use is deleted")
    .addArgument(new Argument("<platform>", "a platform in platforms/"))
    .addArgument(new Argument("<environment>", "one of its environments"))
    .option("--yes", "do not ask before the first change")
    .option("--from-revision <revision>", "what is deployed, where a state does not say it itself")
    .option("--accept-cut <name...>", "go on although this is cut off for a while, or is not healthy")
    .option("--force-unlock <id>", "first remove the lock of a change that was killed")
    .option("--json", "print one result object; progress goes to standard error")
    .addHelpText("after", HELP_FOOTER)
    .action((platform: string, environment: string, flags: DeployFlags) =>
      runDeploy(platform, environment, flags),
    );
}

async function runDeploy(name: string, environment: string, flags: DeployFlags): Promise<void> {
  const platform = required(selectPlatforms(platforms, { platform: name, environment }), 0);
  const { command: terraformBinary } = await findTerraform();
  const stream = flags.json === true ? process.stderr : process.stdout;
  const temporaryFolder = makeTemporaryFolder("drydock-deploy");
  try {
    const result = await deploy({
      platform,
      terraformBinary,
      workFolder: temporaryFolder.path,
      progress: new StreamProgress(stream),
      onNotice: (notice) => process.stderr.write(`${notice}\n`),
      acceptCut: flags.acceptCut ?? [],
      confirm: async (stacks) => {
        stream.write(`${formatPasses(stacks)}\n`);
        return flags.yes === true || ask(`Deploy ${name} ${environment}? Only "yes" goes on: `, stream);
      },
      ...compact({ fromRevision: flags.fromRevision, forceUnlock: flags.forceUnlock }),
    });
    if (result.outcome === "refused") process.exitCode = 3;
    const text = flags.json === true ? JSON.stringify(result, null, 2) : formatStackSteps(result.steps);
    process.stdout.write(`${text}\n`);
  } finally {
    await temporaryFolder.remove();
  }
}

async function ask(question: string, output: NodeJS.WriteStream): Promise<boolean> {
  if (process.stdin.isTTY !== true) throw new SetupError("there is no terminal to ask: pass --yes to go on.");
  const terminal = createInterface({ input: process.stdin, output });
  try {
    return (await terminal.question(question)).trim() === "yes";
  } finally {
    terminal.close();
  }
}
