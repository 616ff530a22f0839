import { join } from "node:path";
import type { Platform } from "../../language/platform.ts";
import { required } from "../../language/required.ts";
import { platformPrefix } from "../../modules/names.ts";
import { historyOf } from "../history/deployment-history.ts";
import { recordDeployment } from "../history/record-deployment.ts";
import type { Progress } from "../progress.ts";
import { projectLockFile } from "../project-folder.ts";
import { synthesizeProject } from "../synthesize-project.ts";
import { synthesizeRevision } from "../synthesize-revision.ts";
import {
  readSynthesizedStacks,
  type SynthesizedStack,
  type TerraformJson,
} from "../synthesized/synthesized-stacks.ts";
import { runTerraformStep } from "../terraform/run-terraform-step.ts";
import { Terraform } from "../terraform/terraform.ts";
import { ChangeError } from "./change-error.ts";
import { forceUnlockChange, withChangeLock } from "./change-lock.ts";
import { changeStacks } from "./change-stacks.ts";
import { acceptOptions, formatCuts } from "./format-cuts.ts";
import { AwsHealth } from "./health/aws-health.ts";
import { planAllowedChange, readDeployedPlatform } from "./read-change.ts";
import type { StackChange } from "./stack-change.ts";
import { formatCounts, type StackStep, stackStep } from "./stack-step.ts";

/** Options of {@link deploy}. */
export interface DeployPlatformOptions {
  /** The platform in one environment. */
  readonly platform: Platform;
  /** Terraform's path. */
  readonly terraformBinary: string;
  /** A private folder, removed by the caller. */
  readonly workFolder: string;
  /** The revision that is deployed, for states without a record. @default the states say it */
  readonly fromRevision?: string;
  /** Names of what may be cut off, or need not be healthy. */
  readonly acceptCut: readonly string[];
  /** The ID of a killed change's lock, which is removed first. */
  readonly forceUnlock?: string;
  /** Receives each step. */
  readonly progress: Progress;
  /** Receives what went wrong beside the deployment. */
  readonly onNotice: (notice: string) => void;
  /** Shows what the passes do to each stack, and asks whether to go on. */
  readonly confirm: (stacks: readonly StackChange[]) => Promise<boolean>;
}

/** The result of a deployment, as printed by `--json`. */
export interface DeployResult {
  /** `shop-prod`. */
  readonly subject: string;
  /** `refused`: by the user, before anything was changed. */
  readonly outcome: "deployed" | "refused";
  /** The changes of each stack in each pass, in their order. */
  readonly steps: readonly StackStep[];
}

/**
 * Deploys a platform as it is in this project, from whatever is deployed, in two passes: up, where
 * nothing is deleted, and down, where everything becomes as wanted.
 *
 * @throws ChangeError, before anything is changed, if something protected would be deleted, if
 *   another change is running, or if it is not known what is deployed
 */
export async function deploy(options: DeployPlatformOptions): Promise<DeployResult> {
  const { platform, workFolder, progress, terraformBinary } = options;
  const output = join(workFolder, "cdktf.out");
  const env = { DRYDOCK_PLATFORM: platform.name, DRYDOCK_ENVIRONMENT: platform.environment };
  const terraform = new Terraform(terraformBinary, { lockFile: projectLockFile });
  const wanted = await runDeployStep(progress, "synthesize", async () => {
    await synthesizeProject(output, env);
    const stacks = readSynthesizedStacks(output);
    return [stacks, `${stacks.length} stacks`];
  });
  const lock = {
    terraform,
    terraformBinary,
    env: {},
    stack: required(wanted, 0).json,
    prefix: platformPrefix(platform),
    folder: join(workFolder, "lock"),
  };
  if (options.forceUnlock !== undefined) await forceUnlockChange(lock, options.forceUnlock);
  return withChangeLock(lock, () =>
    recordDeployment({
      history: historyOf(platform),
      subject: platformPrefix(platform),
      work: (onStep) => deployLocked(options, terraform, wanted, onStep),
      outcomeOf: ({ outcome }) => (outcome === "deployed" ? outcome : undefined),
      onNotice: options.onNotice,
    }),
  );
}

async function deployLocked(
  options: DeployPlatformOptions,
  terraform: Terraform,
  wanted: readonly SynthesizedStack[],
  onStep: (step: StackStep) => void,
): Promise<DeployResult> {
  const { platform, workFolder, progress } = options;
  const subject = platformPrefix(platform);
  const forms = join(workFolder, "forms");
  const reading = { terraform, wanted, platform, workFolder: forms };
  const { deployed } = await runDeployStep(progress, "read what is deployed", async () => {
    const read = await readDeployedPlatform({ ...reading, earlier: await earlierForms(options) });
    return [read, read.deployed.length === 0 ? "nothing" : `${read.deployed.length} stacks`];
  });
  const planned = await planAllowedChange(deployed, reading);
  const { stacks } = planned;
  rejectCuts(stacks, options.acceptCut);
  if (!(await options.confirm(stacks))) return { subject, outcome: "refused", steps: [] };
  const steps: StackStep[] = [];
  const health = new AwsHealth();
  await changeStacks(planned, {
    terraform,
    workFolder: forms,
    wantedFolders: new Map(wanted.map(({ name, folder }) => [name, folder])),
    health: {
      ask: (question) => health.ask(question),
      acceptCut: options.acceptCut,
      onWaiting: (waiting) => progress.detail(waiting),
    },
    onApplied: (applied) => {
      const step = stackStep(applied.form, applied);
      steps.push(step);
      onStep(step);
      progress.detail(`${step.stack}: ${formatCounts(step)}`);
    },
    runPart: (part, work) => runDeployStep(progress, PART_NAMES[part], async () => [await work(), ""]),
  });
  return { subject, outcome: "deployed", steps };
}

/** @throws ChangeError if something is cut off for a while, and that is not accepted */
function rejectCuts(stacks: readonly StackChange[], accepted: readonly string[]): void {
  const cuts = stacks.flatMap((stack) => stack.cuts).filter(({ name }) => !accepted.includes(name));
  if (cuts.length === 0) return;
  throw new ChangeError(`${formatCuts(cuts)}\nNothing was changed. To go on: ${acceptOptions(cuts)}`);
}

/** The forms of a given revision, by stack. */
async function earlierForms({ fromRevision, platform, workFolder, progress }: DeployPlatformOptions) {
  if (fromRevision === undefined) return new Map<string, TerraformJson>();
  const output = join(workFolder, "earlier.out");
  await synthesizeRevision({
    revision: fromRevision,
    workFolder: join(workFolder, "revision"),
    output,
    env: { DRYDOCK_PLATFORM: platform.name, DRYDOCK_ENVIRONMENT: platform.environment },
    onInstall: (sentence) => progress.detail(sentence),
  });
  return new Map(readSynthesizedStacks(output).map(({ name, json }) => [name, json]));
}

const PART_NAMES = {
  up: "up",
  health: "wait until what takes over is healthy",
  turn: "turn",
  down: "down",
} as const;

/**
 * Runs and reports a step of a deployment.
 *
 * @throws ChangeError with the step's name and Terraform's output, if a command fails
 */
function runDeployStep<T>(
  progress: Progress,
  name: string,
  work: () => Promise<readonly [T, string]>,
): Promise<T> {
  return runTerraformStep(progress, name, work, (...parts) => new ChangeError(...parts));
}
