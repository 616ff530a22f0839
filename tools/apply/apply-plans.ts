import { join } from "node:path";
import type { Platform, PlatformSpec } from "../../language/platform.ts";
import { required } from "../../language/required.ts";
import { platformPrefix } from "../../modules/names.ts";
import { forceUnlockChange, withChangeLock } from "../deploy/change-lock.ts";
import type { HealthWait } from "../deploy/health/wait-until-healthy.ts";
import type { PlannedStackChanges } from "../deploy/plan-change.ts";
import { type DeployedPlatform, planAllowedChange, readDeployedPlatform } from "../deploy/read-change.ts";
import { formatCount } from "../format-count.ts";
import { jsonDigest, synthesizedDigest } from "../plan/digests.ts";
import { PlanError } from "../plan/plan-error.ts";
import {
  manifestDigest,
  type PlanManifest,
  type PlannedRevision,
  readManifestOfPlans,
} from "../plan/plan-folder.ts";
import { plannedState } from "../plan/planned-state.ts";
import { type Progress, runStep } from "../progress.ts";
import { readReviewRecord } from "../review/review-record.ts";
import { shownPath } from "../shown-path.ts";
import type { SynthesizedStack } from "../synthesized/synthesized-stacks.ts";
import type { Terraform } from "../terraform/terraform.ts";
import { ApplyRecord } from "./apply-record.ts";
import { changedFiles } from "./changed-files.ts";
import { type ApplyResult, PlannedRun } from "./planned-run.ts";
import { readCoverage } from "./read-coverage.ts";
import { type ApplyFacts, fileRefusals, formatRefusals, type Refusal, refusals } from "./refusals.ts";

/** Options of {@link applyPlans}. */
export interface ApplyPlansOptions {
  /** The absolute path of the folder that `drydock plan` wrote. */
  readonly folder: string;
  /** The platform in the environment of the plans. */
  readonly platform: Platform;
  /** The synthesized stacks, as they are now. */
  readonly wanted: readonly SynthesizedStack[];
  /** Terraform with the user's own credentials. */
  readonly terraform: Terraform;
  /** Terraform's path. */
  readonly terraformBinary: string;
  /** The environment of the process that holds the change's lock, besides this program's. */
  readonly lockEnv: Readonly<Record<string, string | undefined>>;
  /** A private folder, removed by the caller. */
  readonly workFolder: string;
  /** The circumstances of the project and the command line. */
  readonly facts: Pick<
    ApplyFacts,
    "lockDigest" | "ruleSet" | "today" | "accepted" | "acceptedCuts" | "isSet"
  > & { readonly revision: PlannedRevision | null };
  /** Asks whether the resources that take over are healthy. */
  readonly health: Omit<HealthWait, "acceptCut" | "onWaiting">;
  /** The lock of a killed change, which is removed first. */
  readonly forceUnlock?: string;
  /** The platforms of this tree: their names, and which environments are protected. */
  readonly platforms: readonly PlatformSpec[];
  /** Receives each step. */
  readonly progress: Progress;
}

/**
 * Applies reviewed plans, exactly as they are, pass by pass. What depended on something that
 * changes is planned again, and applied if the reviewed plan covers it.
 *
 * @throws PlanError with every reason not to apply them; then nothing was applied
 * @throws ChangeError if another change of the platform is running
 */
export async function applyPlans(options: ApplyPlansOptions): Promise<ApplyResult> {
  const { terraform, terraformBinary, platform, wanted, workFolder, lockEnv: env } = options;
  const lock = {
    terraform,
    terraformBinary,
    env,
    stack: required(wanted, 0).json,
    prefix: platformPrefix(platform),
    folder: join(workFolder, "lock"),
  };
  if (options.forceUnlock !== undefined) await forceUnlockChange(lock, options.forceUnlock);
  return withChangeLock(lock, () => applyLocked(options));
}

async function applyLocked(options: ApplyPlansOptions): Promise<ApplyResult> {
  const { folder, progress, terraform, wanted, platform } = options;
  const manifest = readManifestOfPlans(folder);
  const reading = { terraform, wanted, platform, workFolder: folder };
  const record = new ApplyRecord(folder, manifestDigest(manifest));
  reject(fileRefusals(manifest, changedFiles(folder, manifest, wanted, record.steps)), folder);
  const read = await runStep(progress, "compare with the plans", async () => {
    const found = await readDeployedPlatform(reading);
    return [found, formatCount(manifest.steps.length, "plan")];
  });
  const planned = await planAllowedChange(read.deployed, reading);
  reject(refusals(manifest, factsOf(options, manifest, read, planned, record)), folder);
  const coverage = readCoverage({ ...options, manifest, read });
  const run = new PlannedRun({
    ...{ folder, wanted, terraform, progress, manifest, record, coverage },
    health: { ...options.health, acceptCut: options.facts.acceptedCuts },
  });
  return run.change(onlySelected(planned, manifest.selected));
}

/** @throws PlanError if there are reasons not to apply the plans */
function reject(found: readonly Refusal[], folder: string): void {
  if (found.length > 0) throw new PlanError(formatRefusals(found, shownPath(folder)));
}

function factsOf(
  { folder, wanted, facts }: ApplyPlansOptions,
  manifest: PlanManifest,
  read: DeployedPlatform,
  planned: PlannedStackChanges,
  record: ApplyRecord,
): ApplyFacts {
  return {
    ...facts,
    plans: manifestDigest(manifest),
    synthesized: Object.fromEntries(wanted.map((stack) => [stack.name, synthesizedDigest(stack.folder)])),
    forms: new Map(planned.stacks.map(({ name, up }) => [name, jsonDigest(up ?? {})])),
    states: new Map(planned.stacks.map(({ name }) => [name, plannedState(read.states.get(name))])),
    review: readReviewRecord(folder),
    begun: record.steps,
  };
}

/** A change without the stacks that the plans leave out. */
function onlySelected(planned: PlannedStackChanges, selected: readonly string[]): PlannedStackChanges {
  const isSelected = ({ name }: { readonly name: string }) => selected.includes(name);
  return {
    ...planned,
    stacks: planned.stacks.filter(isSelected),
    replacing: (stack, addresses) => onlySelected(planned.replacing(stack, addresses), selected),
  };
}
