import { join } from "node:path";
import type { Platform, PlatformSpec } from "../../language/platform.ts";
import { required } from "../../language/required.ts";
import { platformPrefix } from "../../modules/names.ts";
import { forceUnlockChange, withChangeLock } from "../deploy/change-lock.ts";
import type { AppliedForm, FormPlan, PlanGate } from "../deploy/change-runner.ts";
import { changeStacks } from "../deploy/change-stacks.ts";
import type { HealthWait } from "../deploy/health/wait-until-healthy.ts";
import type { PlannedStackChanges } from "../deploy/plan-change.ts";
import { type DeployedPlatform, planAllowedChange, readDeployedPlatform } from "../deploy/read-change.ts";
import { formatCounts, type StackStep, stackStep } from "../deploy/stack-step.ts";
import { formatCount } from "../format-count.ts";
import { fileDigest, jsonDigest, synthesizedDigest } from "../plan/digests.ts";
import { PlanError } from "../plan/plan-error.ts";
import {
  manifestDigest,
  type PlanManifest,
  type PlannedRevision,
  type PlanStep,
  readManifestOfPlans,
} from "../plan/plan-folder.ts";
import { plannedState } from "../plan/planned-state.ts";
import { type Progress, runStep } from "../progress.ts";
import { readReviewRecord } from "../review/review-record.ts";
import { shownPath } from "../shown-path.ts";
import type { SynthesizedStack } from "../synthesized/synthesized-stacks.ts";
import { CommandError } from "../terraform/run-command.ts";
import type { Terraform } from "../terraform/terraform.ts";
import { terraformDiagnostics } from "../terraform/terraform-diagnostics.ts";
import { ApplyRecord } from "./apply-record.ts";
import { type CoverageCheck, NotCoveredError } from "./coverage-check.ts";
import { readCoverage } from "./read-coverage.ts";
import {
  type ApplyFacts,
  boundFiles,
  formatRefusals,
  isAppliedAsItIs,
  refusals,
  stepName,
} from "./refusals.ts";

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

/** A step that failed. */
export interface FailedStep {
  /** The pass and stack: `up shop-prod-data`. */
  readonly step: string;
  /** Terraform's errors, or what the reviewed plan does not cover. */
  readonly message: string;
  /** True if its new plan is not covered by the reviewed one: nothing of it was applied. */
  readonly isNotCovered: boolean;
}

/** The result of applying plans, as printed by `--json`. */
export interface ApplyResult {
  /** `applied`: all of the plans; `failed`: something failed, and the same command goes on. */
  readonly outcome: "applied" | "failed";
  /** The changes of each step, in the order in which they were done. */
  readonly steps: readonly StackStep[];
  /** The steps that failed. */
  readonly failed: readonly FailedStep[];
  /** The steps that were not begun, since they come after what failed. */
  readonly notBegun: readonly string[];
  /** The failure of the whole, such as of a health check; undefined if steps say it. */
  readonly error?: string;
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
  const read = await runStep(progress, "compare with the plans", async () => {
    const found = await readDeployedPlatform(reading);
    return [found, formatCount(manifest.steps.length, "plan")];
  });
  const planned = await planAllowedChange(read.deployed, reading);
  const found = refusals(manifest, factsOf(options, manifest, read, planned, record));
  if (found.length > 0) throw new PlanError(formatRefusals(found, shownPath(folder)));
  const coverage = await readCoverage({ ...options, manifest, read });
  const run = new PlannedRun(options, manifest, record, coverage);
  return run.change(onlySelected(planned, manifest.selected));
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
    files: new Map(boundFiles(manifest).map(({ file }) => [file, fileDigest(join(folder, file))])),
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

/** One run of the command: what it does, and what it notes. */
class PlannedRun implements PlanGate {
  readonly #options: ApplyPlansOptions;
  readonly #manifest: PlanManifest;
  readonly #record: ApplyRecord;
  readonly #coverage: CoverageCheck;
  readonly #steps: StackStep[] = [];
  readonly #failed: FailedStep[] = [];

  constructor(
    options: ApplyPlansOptions,
    manifest: PlanManifest,
    record: ApplyRecord,
    coverage: CoverageCheck,
  ) {
    this.#options = options;
    this.#manifest = manifest;
    this.#record = record;
    this.#coverage = coverage;
  }

  async change(planned: PlannedStackChanges): Promise<ApplyResult> {
    const { terraform, folder, wanted, health, progress, facts } = this.#options;
    try {
      await changeStacks(planned, {
        terraform,
        workFolder: folder,
        wantedFolders: new Map(wanted.map((stack) => [stack.name, stack.folder])),
        health: {
          ...health,
          acceptCut: facts.acceptedCuts,
          onWaiting: (waiting) => progress.detail(waiting),
        },
        gate: this,
        onApplied: (applied) => this.#applied(applied),
        runPart: (part, work) => runStep(progress, part, async () => [await work(), ""]),
      });
      return this.#result();
    } catch (error) {
      return this.#result(error);
    }
  }

  saved(pass: PlanStep["pass"], stack: string) {
    const step = this.#step(pass, stack);
    if (step === undefined || !isAppliedAsItIs(step, this.#record.steps)) return undefined;
    return { file: join(this.#options.folder, step.file), changes: step.changes };
  }

  async accept(pass: PlanStep["pass"], plan: FormPlan): Promise<void> {
    await this.#coverage.require(pass, plan);
  }

  starting(pass: PlanStep["pass"], stack: string): void {
    if (!this.#record.isDone(pass, stack)) this.#record.start(pass, stack);
  }

  failed(pass: PlanStep["pass"], stack: string, error: unknown): void {
    this.#failed.push({
      step: stepName(pass, stack),
      message: messageOf(error),
      isNotCovered: error instanceof NotCoveredError,
    });
  }

  async #applied(applied: AppliedForm): Promise<void> {
    const { terraform, folder, progress } = this.#options;
    const state = await terraform.statePull(join(folder, "stacks", applied.stack));
    this.#record.finish(applied.form, applied.stack, plannedState(state));
    this.#coverage.noteState(applied.stack, state);
    const step = stackStep(applied.form, applied);
    this.#steps.push(step);
    progress.detail(`${step.stack}: ${formatCounts(step)}`);
  }

  #step(pass: PlanStep["pass"], stack: string): PlanStep | undefined {
    return this.#manifest.steps.find((step) => step.pass === pass && step.stack === stack);
  }

  #result(error?: unknown): ApplyResult {
    const failed = new Set(this.#failed.map(({ step }) => step));
    const notBegun = this.#manifest.steps
      .filter(({ pass, stack }) => !this.#record.isDone(pass, stack) && !failed.has(stepName(pass, stack)))
      .map(({ pass, stack }) => stepName(pass, stack));
    return {
      outcome: error === undefined ? "applied" : "failed",
      steps: this.#steps,
      failed: this.#failed,
      notBegun: error === undefined ? [] : notBegun,
      ...(error === undefined || failed.size > 0 ? {} : { error: messageOf(error) }),
    };
  }
}

function messageOf(error: unknown): string {
  if (error instanceof CommandError) return terraformDiagnostics(error);
  return error instanceof Error ? error.message : String(error);
}
