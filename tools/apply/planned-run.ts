import { join } from "node:path";
import type { AppliedForm, FormPlan, PlanGate } from "../deploy/change-runner.ts";
import { type ChangePart, changeStacks } from "../deploy/change-stacks.ts";
import type { HealthWait } from "../deploy/health/wait-until-healthy.ts";
import type { PlannedStackChanges } from "../deploy/plan-change.ts";
import { formatCounts, type StackStep, stackStep } from "../deploy/stack-step.ts";
import type { PlanManifest, PlanStep } from "../plan/plan-folder.ts";
import { plannedState } from "../plan/planned-state.ts";
import { type Progress, runStep } from "../progress.ts";
import type { SynthesizedStack } from "../synthesized/synthesized-stacks.ts";
import { CommandError } from "../terraform/run-command.ts";
import type { Terraform } from "../terraform/terraform.ts";
import { terraformDiagnostics } from "../terraform/terraform-diagnostics.ts";
import type { ApplyRecord } from "./apply-record.ts";
import { NotCoveredError } from "./coverage-check.ts";
import type { Coverage } from "./read-coverage.ts";
import { isAppliedAsItIs, stepName } from "./refusals.ts";

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

/** Options of {@link PlannedRun}. */
export interface PlannedRunOptions {
  /** The absolute path of the folder of plans. */
  readonly folder: string;
  /** Its manifest. */
  readonly manifest: PlanManifest;
  /** The steps of earlier runs. */
  readonly record: ApplyRecord;
  /** The synthesized stacks, as they are now. */
  readonly wanted: readonly SynthesizedStack[];
  /** Terraform with the user's own credentials. */
  readonly terraform: Terraform;
  /** Compares plans that are made on the way with the reviewed ones. @default none is compared */
  readonly coverage?: Coverage;
  /** Asks whether the resources that take over are healthy. */
  readonly health: Omit<HealthWait, "onWaiting">;
  /** The names of the parts in the progress. @default the parts themselves */
  readonly partNames?: Readonly<Record<ChangePart, string>>;
  /** Receives each step as soon as it is done. @default none */
  readonly onStep?: (step: StackStep) => void;
  /** Receives the progress. */
  readonly progress: Progress;
}

/** One run over reviewed plans: what it does, and what it notes in their folder. */
export class PlannedRun implements PlanGate {
  readonly #options: PlannedRunOptions;
  readonly #steps: StackStep[] = [];
  readonly #failed: FailedStep[] = [];

  /** @param options the reviewed plans, and the means to apply them */
  constructor(options: PlannedRunOptions) {
    this.#options = options;
  }

  /** Changes the stacks by their plans. Never throws: the result says what failed. */
  async change(planned: PlannedStackChanges): Promise<ApplyResult> {
    const { terraform, folder, wanted, health, progress, partNames } = this.#options;
    try {
      await changeStacks(planned, {
        terraform,
        workFolder: folder,
        wantedFolders: new Map(wanted.map((stack) => [stack.name, stack.folder])),
        health: {
          ...health,
          onWaiting: (waiting) => progress.detail(waiting),
        },
        gate: this,
        onApplied: (applied) => this.#applied(applied),
        runPart: (part, work) => runStep(progress, partNames?.[part] ?? part, async () => [await work(), ""]),
      });
      return this.#result();
    } catch (error) {
      return this.#result(error);
    }
  }

  /** The reviewed plan of a step, if it is applied as it is. */
  saved(pass: PlanStep["pass"], stack: string) {
    const step = this.#step(pass, stack);
    if (step === undefined || !isAppliedAsItIs(step, this.#options.record.steps)) return undefined;
    return { file: join(this.#options.folder, step.file), changes: step.changes };
  }

  /** Accepts a plan that was made now. @throws NotCoveredError if it was not reviewed */
  async accept(pass: PlanStep["pass"], plan: FormPlan): Promise<void> {
    await this.#options.coverage?.require(pass, plan);
  }

  /** Notes that a step begins. */
  starting(pass: PlanStep["pass"], stack: string): void {
    if (!this.#options.record.isDone(pass, stack)) this.#options.record.start(pass, stack);
  }

  /** Notes that a step failed. */
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
    this.#options.record.finish(applied.form, applied.stack, plannedState(state));
    this.#options.coverage?.noteState(applied.stack, state);
    const step = stackStep(applied.form, applied);
    this.#steps.push(step);
    this.#options.onStep?.(step);
    progress.detail(`${step.stack}: ${formatCounts(step)}`);
  }

  #step(pass: PlanStep["pass"], stack: string): PlanStep | undefined {
    return this.#options.manifest.steps.find((step) => step.pass === pass && step.stack === stack);
  }

  #result(error?: unknown): ApplyResult {
    const failed = new Set(this.#failed.map(({ step }) => step));
    const notBegun = this.#options.manifest.steps
      .filter(
        ({ pass, stack }) => !this.#options.record.isDone(pass, stack) && !failed.has(stepName(pass, stack)),
      )
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
