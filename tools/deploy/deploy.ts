import { dirname, join, resolve } from "node:path";
import type { Platform, PlatformSpec } from "../../language/platform.ts";
import { required } from "../../language/required.ts";
import { platformPrefix } from "../../modules/names.ts";
import { ApplyRecord } from "../apply/apply-record.ts";
import { type ApplyResult, PlannedRun } from "../apply/planned-run.ts";
import { readCoverage } from "../apply/read-coverage.ts";
import { historyOf } from "../history/deployment-history.ts";
import { recordDeployment } from "../history/record-deployment.ts";
import { manifestDigest } from "../plan/plan-folder.ts";
import { type PlannedPlatform, planPlatform } from "../plan/plan-platform.ts";
import { projectRevision } from "../plan/project-revision.ts";
import type { Progress } from "../progress.ts";
import { chooseProvider } from "../rehearse/provider-choice.ts";
import type { Level } from "../review/level.ts";
import { reviewFolder } from "../review/review-folder.ts";
import { recordReview } from "../review/review-record.ts";
import type { Waiver } from "../review/waivers/waiver.ts";
import { synthesizeProject } from "../synthesize-project.ts";
import { synthesizeRevision } from "../synthesize-revision.ts";
import {
  readSynthesizedStacks,
  type SynthesizedStack,
  type TerraformJson,
} from "../synthesized/synthesized-stacks.ts";
import { projectLockFile } from "../terraform/provider-lock.ts";
import { runTerraformStep } from "../terraform/run-terraform-step.ts";
import { Terraform } from "../terraform/terraform.ts";
import { ChangeError } from "./change-error.ts";
import { forceUnlockChange, withChangeLock } from "./change-lock.ts";
import { acceptOptions, formatCuts } from "./format-cuts.ts";
import { AwsHealth } from "./health/aws-health.ts";
import { type ReviewedDeployment, reviewedDeployment } from "./review-deployment.ts";
import type { StackChange } from "./stack-change.ts";
import type { StackStep } from "./stack-step.ts";

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
  /** The absolute path of a private folder for the plans: see `inPlanFolder`. */
  readonly planFolder: string;
  /** The platforms of this tree: their names, and which environments are protected. */
  readonly platforms: readonly PlatformSpec[];
  /** The waivers of the team. */
  readonly waivers: readonly Waiver[];
  /** Shows the passes and their review, and decides whether to go on. */
  readonly decide: (
    planned: PlannedPlatform,
    reviewed: ReviewedDeployment,
    digest: string,
  ) => Promise<"accepted" | "refused">;
}

/** The result of a deployment, as printed by `--json`. */
export interface DeployResult
  extends Partial<Omit<ApplyResult, "outcome" | "steps">>,
    Pick<ApplyResult, "steps"> {
  /** `shop-prod`. */
  readonly subject: string;
  /**
   * `refused`: by the user or the review, before anything was changed; `failed`: something failed,
   * and the same command goes on.
   */
  readonly outcome: "deployed" | "refused" | "failed";
  /** The verdict of the review. */
  readonly verdict: Level;
  /** The reviewed digest, by which `drydock apply` accepts the plans. */
  readonly digest: string;
}

/**
 * Deploys a platform as it is in this project, from whatever is deployed, in two passes: up, where
 * nothing is deleted, and down, where everything becomes as wanted. Both are planned and reviewed
 * before anything is changed.
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
      outcomeOf: ({ outcome }) => (outcome === "refused" ? undefined : outcome),
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
  const { platform, workFolder, planFolder: folder, terraformBinary, progress } = options;
  const subject = platformPrefix(platform);
  const planned = await planPlatform({
    ...{ platform, wanted, terraform, terraformBinary, folder, workFolder },
    selection: { isNamed: () => true },
    chooseProvider: () => chooseProvider("auto", (line) => progress.detail(line)),
    revision: await projectRevision(),
    lockFile: projectLockFile,
    earlier: await earlierForms(options),
    onChange: ({ stacks }) => rejectCuts(stacks, options.acceptCut),
    progress,
  });
  rejectUnplanned(planned);
  const { reviewed, plans, digest } = await runDeployStep(progress, "review", async () => {
    const found = await reviewPlans(options, terraform, wanted, planned);
    return [found, found.reviewed.verdict];
  });
  const result = { subject, verdict: reviewed.verdict, digest };
  const decision = await options.decide(planned, reviewed, digest);
  if (decision === "refused") return { ...result, outcome: decision, steps: [] };
  const { manifest, read, change } = planned;
  const run = new PlannedRun({
    ...{ folder, manifest, wanted, terraform, progress, onStep },
    record: new ApplyRecord(folder, manifestDigest(manifest)),
    health: { ask: (question) => new AwsHealth().ask(question), acceptCut: options.acceptCut },
    partNames: PART_NAMES,
    ...(isCompared(reviewed, planned)
      ? {
          coverage: readCoverage({
            ...{ folder, manifest, read, terraform, workFolder, reviewed: plans },
            platforms: options.platforms,
          }),
        }
      : {}),
  });
  const applied = await run.change(change);
  return { ...result, ...applied, outcome: applied.outcome === "applied" ? "deployed" : "failed" };
}

/**
 * True if plans that are made on the way must be covered by the reviewed ones: not in a first
 * deployment, which changes nothing that is there, and not where a person accepted that some could
 * not be made beforehand.
 */
function isCompared({ isFirst }: ReviewedDeployment, { unsimulated }: PlannedPlatform): boolean {
  return !isFirst && unsimulated.length === 0;
}

async function reviewPlans(
  { planFolder, platforms, waivers }: DeployPlatformOptions,
  terraform: Terraform,
  wanted: readonly SynthesizedStack[],
  planned: PlannedPlatform,
) {
  const show = (path: string) => terraform.showPlan(dirname(path), resolve(path));
  const today = new Date().toISOString().slice(0, 10);
  const { review, plans } = await reviewFolder(planFolder, show, { platforms, waivers, today });
  const digest = recordReview(planFolder, review);
  return { reviewed: reviewedDeployment(review, planned, wanted), plans, digest };
}

/** @throws ChangeError with Terraform's errors, if it could not plan a stack */
function rejectUnplanned({ manifest, unsimulated }: PlannedPlatform): void {
  const failed = manifest.unplanned.filter((one) => !unsimulated.includes(one));
  if (failed.length === 0) return;
  const lines = failed.map(({ stack, message }) => `${stack} could not be planned: ${message}`);
  throw new ChangeError(
    [...lines, "Nothing was changed. Next: mend the cause, and run the same command again."].join("\n"),
  );
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
