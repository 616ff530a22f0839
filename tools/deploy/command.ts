import { cp } from "node:fs/promises";
import { basename, join } from "node:path";
import { createInterface } from "node:readline/promises";
import { Argument, Command } from "commander";
import { compact } from "../../language/compact.ts";
import { required } from "../../language/required.ts";
import { selectPlatforms } from "../../language/selection.ts";
import { platformPrefix } from "../../modules/names.ts";
import { platforms } from "../../platforms/index.ts";
import { formatApply } from "../apply/format-apply.ts";
import { SHORTEST_DIGEST } from "../apply/refusals.ts";
import { terminalColumns } from "../columns.ts";
import { inPlanFolder } from "../plan/plan-folder.ts";
import { StreamProgress } from "../progress.ts";
import { projectFolder } from "../project-folder.ts";
import { EXIT_CODES } from "../review/level.ts";
import { readWaivers } from "../review/waivers/read-waivers.ts";
import { shownPath } from "../shown-path.ts";
import { SetupError } from "../terraform/setup-error.ts";
import { makeTemporaryFolder } from "../terraform/temporary-folder.ts";
import { findTerraform } from "../terraform/terraform-binary.ts";
import { type DeployResult, deploy } from "./deploy.ts";
import { formatPasses } from "./format-passes.ts";
import { formatReviewedDeployment, needsConsent, type ReviewedDeployment } from "./review-deployment.ts";
import { formatStackSteps, formatStepChanges } from "./stack-step.ts";

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
The plans are reviewed before anything is changed: what blocks is not deployed, and what asks needs
your answer at a terminal, or drydock apply --accept.

Exit codes: 0 deployed, 1 rejected or failed, 3 not deployed: you answered no, or the review asks,
4 it cannot know, 5 it blocks, 130 interrupted.`;

/** `drydock deploy`: changes what is deployed to what the project says, in two passes. */
export function deployCommand(): Command {
  return new Command("deploy")
    .description("change what is deployed to what is wanted, in two passes: nothing in use is deleted")
    .addArgument(new Argument("<platform>", "a platform in platforms/"))
    .addArgument(new Argument("<environment>", "one of its environments"))
    .option("--yes", "do not ask, unless the review asks")
    .option("--from-revision <revision>", "what is deployed, where a state does not say it itself")
    .option(
      "--accept-cut <name...>",
      "go on although the named flow or service is cut off for a while, or is not healthy",
    )
    .option("--force-unlock <id>", "first remove the lock of a change whose machine stopped")
    .option("--json", "print one result object; progress goes to standard error")
    .addHelpText("after", HELP_FOOTER)
    .action((platform: string, environment: string, flags: DeployFlags) =>
      runDeploy(platform, environment, flags),
    );
}

/** The folder of plans that wait for a person in the project, which Git ignores. */
const KEPT_PLANS = join(projectFolder, ".drydock", "deploy");

async function runDeploy(name: string, environment: string, flags: DeployFlags): Promise<void> {
  if (flags.yes !== true && process.stdin.isTTY !== true) throw new SetupError(NO_TERMINAL);
  const platform = required(selectPlatforms(platforms, { platform: name, environment }), 0);
  const { command: terraformBinary } = await findTerraform();
  const stream = flags.json === true ? process.stderr : process.stdout;
  const temporaryFolder = makeTemporaryFolder("drydock-deploy");
  const planFolder = join(temporaryFolder.path, "plans");
  let decision: Decision = "no";
  let goOn = `npx drydock deploy ${name} ${environment}`;
  try {
    const result = await deploy({
      ...{ platform, platforms, terraformBinary, planFolder },
      workFolder: temporaryFolder.path,
      progress: new StreamProgress(stream),
      onNotice: (notice) => process.stderr.write(`${notice}\n`),
      acceptCut: flags.acceptCut ?? [],
      waivers: readWaivers(undefined),
      decide: async (planned, reviewed, digest) => {
        const columns = Math.min(terminalColumns(process.stdout), 100);
        stream.write(`${formatPasses(planned.change.stacks)}\n`);
        stream.write(`${formatReviewedDeployment(reviewed, planned, columns)}\n`);
        decision = await decide({ name, environment, reviewed, stream, isYes: flags.yes === true });
        if (decision === "later") goOn = await keepForLater(planFolder, platformPrefix(platform), digest);
        return decision === "yes" ? "accepted" : "refused";
      },
      ...compact({ fromRevision: flags.fromRevision, forceUnlock: flags.forceUnlock }),
    });
    process.exitCode = exitCodeOf(result, decision);
    const output = flags.json === true ? resultAsJson(result, goOn) : formatDeployResult(result, goOn);
    process.stdout.write(output);
  } finally {
    await temporaryFolder.remove();
  }
}

interface Question {
  readonly name: string;
  readonly environment: string;
  readonly reviewed: ReviewedDeployment;
  readonly stream: NodeJS.WriteStream;
  readonly isYes: boolean;
}

/** `later`: nobody is there to accept what the review asks. */
type Decision = "yes" | "no" | "later";

async function decide({ name, environment, reviewed, stream, isYes }: Question): Promise<Decision> {
  if (reviewed.verdict === "block") return "no";
  const isAsked = needsConsent(reviewed);
  if (isYes && !isAsked) return "yes";
  if (isAsked && process.stdin.isTTY !== true) return "later";
  return (await ask(`Deploy ${name} ${environment}? Only "yes" goes on: `, stream)) ? "yes" : "no";
}

/** Keeps the plans, and returns the command that applies them once somebody accepts them. */
async function keepForLater(planFolder: string, prefix: string, digest: string): Promise<string> {
  const kept = join(KEPT_PLANS, prefix);
  // Terraform's working files, which `terraform init` makes again, have the provider.
  const filter = (path: string) => basename(path) !== ".terraform";
  await inPlanFolder(kept, () => cp(planFolder, kept, { recursive: true, filter }));
  return `npx drydock apply ${shownPath(kept)} --accept ${digest.slice(0, SHORTEST_DIGEST)}`;
}

function exitCodeOf({ outcome, verdict }: DeployResult, decision: Decision): number {
  if (outcome !== "refused") return outcome === "deployed" ? 0 : 1;
  return decision === "later" || verdict === "block" ? EXIT_CODES[verdict] : EXIT_CODES.ask;
}

/**
 * Formats the result of a deployment, which ends with what is so now.
 *
 * @param goOn the command that goes on, if anything is left to do
 */
export function formatDeployResult(result: DeployResult, goOn: string): string {
  const { outcome, steps, verdict } = result;
  if (outcome === "failed") {
    return formatApply({ failed: [], notBegun: [], ...result, outcome }, goOn);
  }
  if (outcome === "refused") {
    return verdict === "block"
      ? `The review blocks: nothing was changed.\nNext: ${AFTER_BLOCK}: ${goOn}\n`
      : `Nothing was changed. To go on: ${goOn}\n`;
  }
  if (steps.every((step) => formatStepChanges(step).length === 0))
    return `Nothing to change: ${result.subject} is deployed as it is wanted.\n`;
  return `${formatStackSteps(steps)}\n\nDeployed ${result.subject}.\n`;
}

/** Returns the result as JSON, with the next command if anything is left to do. */
function resultAsJson(result: DeployResult, next: string): string {
  return `${JSON.stringify(result.outcome === "deployed" ? result : { ...result, next }, null, 2)}\n`;
}

const AFTER_BLOCK =
  "change the platform, or waive each blocking finding in review-waivers.json, and run it again";

const NO_TERMINAL =
  "there is no terminal to ask: pass --yes to go on. What the review asks then waits for drydock apply.";

async function ask(question: string, output: NodeJS.WriteStream): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output });
  try {
    return (await terminal.question(question)).trim() === "yes";
  } finally {
    terminal.close();
  }
}
