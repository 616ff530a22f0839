import { join } from "node:path";
import type { FormName } from "../deploy/change-runner.ts";
import type { PlannedStackChanges } from "../deploy/plan-change.ts";
import type { DeployedPlatform } from "../deploy/read-change.ts";
import type { StackChange } from "../deploy/stack-change.ts";
import { formatCount } from "../format-count.ts";
import { runStep } from "../progress.ts";
import { CommandError } from "../terraform/run-command.ts";
import { terraformDiagnostics } from "../terraform/terraform-diagnostics.ts";
import type { ExactPlans } from "./exact-plans.ts";
import { type PlanStep, writeBoundFile } from "./plan-folder.ts";
import type { PlanPlatformOptions } from "./plan-options.ts";
import type { PlanFailure } from "./plan-stacks.ts";
import { type SimulatedPlan, simulatePlans } from "./simulated-plans.ts";

/** A step of a change. */
interface StepName {
  readonly pass: FormName;
  readonly stack: string;
}

/** The steps of selected stacks without an exact plan. */
export function laterSteps(
  changes: readonly StackChange[],
  { plans, failures, selected }: ExactPlans,
): readonly StepName[] {
  const done = new Set([...plans, ...failures].map(({ stack }) => stack));
  return changes
    .filter(({ name }) => selected.has(name))
    .flatMap(({ name: stack, up, turned, down }) => [
      ...(up === undefined || done.has(stack) ? [] : [{ pass: "up", stack } as const]),
      ...(turned === undefined ? [] : [{ pass: "turn", stack } as const]),
      ...(down === undefined ? [] : [{ pass: "down", stack } as const]),
    ]);
}

/** The plans of a whole change in a simulated account. */
export interface SimulatedPlans {
  readonly plans: readonly SimulatedPlan[];
  /** The states after the steps, by pass and stack. */
  readonly states: ReadonlyMap<string, string>;
  /** The error that ended the simulation. */
  readonly failures: readonly string[];
}

/** No plans: none was needed. */
export const NOT_SIMULATED: SimulatedPlans = { plans: [], states: new Map(), failures: [] };

/** Makes the whole change in a simulated account. What fails there ends it, with the reason. */
export async function simulate(
  change: PlannedStackChanges,
  { deployed, states }: DeployedPlatform,
  options: PlanPlatformOptions,
): Promise<SimulatedPlans> {
  const { platform, wanted, terraformBinary, progress } = options;
  return runStep(progress, "plan later steps in a simulated account", async () => {
    const plans: SimulatedPlan[] = [];
    const after = new Map<string, string>();
    const failures: string[] = [];
    try {
      await simulatePlans(change, {
        platform,
        deployed,
        states,
        wanted,
        terraformBinary,
        provider: await options.chooseProvider(),
        workFolder: join(options.workFolder, "simulation"),
        onPlanned: (plan) => {
          plans.push(plan);
          progress.detail(`${plan.pass} ${plan.stack}`);
        },
        onApplied: (pass, stack, state) => void after.set(`${pass} ${stack}`, state),
      });
    } catch (error) {
      failures.push(error instanceof CommandError ? terraformDiagnostics(error) : String(error));
    }
    return [
      { plans, states: after, failures },
      failures.length === 0 ? formatCount(plans.length, "plan") : "it failed there",
    ];
  });
}

/** The stacks without a plan for a later step, with the reasons. */
export function unplannedLater(
  later: readonly StepName[],
  steps: readonly PlanStep[],
  { failures }: ExactPlans,
  reasons: readonly string[],
): readonly PlanFailure[] {
  const failed = new Set(failures.map(({ stack }) => stack));
  return later
    .filter(({ pass, stack }) => !steps.some((step) => step.pass === pass && step.stack === stack))
    .filter(({ stack }) => !failed.has(stack))
    .map(({ pass, stack }) => ({
      stack,
      message: `its ${pass} pass could not be planned in the simulated account. ${reasons.join("\n")}`.trim(),
    }));
}

/** Adds the state that a step has led to in the simulated account. */
export function boundToState(step: PlanStep, { states }: SimulatedPlans, folder: string): PlanStep {
  const state = states.get(`${step.pass} ${step.stack}`);
  if (state === undefined) return step;
  const file = join("simulated", step.pass, `${step.stack}.tfstate`);
  return { ...step, simulatedState: writeBoundFile(folder, file, state) };
}

/** The states and forms, in which everything real is. */
export function realTexts({ states }: DeployedPlatform, plans: readonly SimulatedPlan[]): readonly string[] {
  return [...states.values(), ...plans.map(({ form }) => JSON.stringify(form))];
}
