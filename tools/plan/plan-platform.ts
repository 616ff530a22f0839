import { rmSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Platform } from "../../language/platform.ts";
import { required } from "../../language/required.ts";
import { type FormName, replacedIn } from "../deploy/change-runner.ts";
import type { PlannedStackChanges } from "../deploy/plan-change.ts";
import { type DeployedPlatform, planAllowedChange, readDeployedPlatform } from "../deploy/read-change.ts";
import type { DeployedStack, StackChange } from "../deploy/stack-change.ts";
import { downOrder, upOrder } from "../deploy/up-order.ts";
import { formatCount } from "../format-count.ts";
import { type Progress, runStep } from "../progress.ts";
import type { ChosenProvider } from "../rehearse/provider-choice.ts";
import type { SynthesizedStack } from "../synthesized/synthesized-stacks.ts";
import type { PlannedChange } from "../terraform/planned-changes.ts";
import { CommandError } from "../terraform/run-command.ts";
import type { Terraform } from "../terraform/terraform.ts";
import { terraformDiagnostics } from "../terraform/terraform-diagnostics.ts";
import { type AwaitedOutput, awaitedOutputs, producerPlan } from "./changed-outputs.ts";
import { fileDigest, synthesizedDigest } from "./digests.ts";
import {
  makePlanFolder,
  type PlanManifest,
  type PlannedRevision,
  type PlanStep,
  planManifest,
  writeBoundFile,
  writeManifest,
} from "./plan-folder.ts";
import { type PlanFailure, planStacks, type SavedPlan } from "./plan-stacks.ts";
import { exactStep, provisionalStep } from "./plan-steps.ts";
import { plannedState } from "./planned-state.ts";
import { type SimulatedPlan, simulatePlans } from "./simulated-plans.ts";
import { simulatedValues, writeSimulatedValues } from "./simulated-values.ts";

/** The stacks that are planned: those with some names, or those that differ and what follows. */
export type StackSelection = {
  /** True for a stack that is planned in any case. */
  readonly isNamed: (stack: string) => boolean;
  /** Adds stacks that read an output which the others change. @default false */
  readonly withReaders?: boolean;
};

/** Options of {@link planPlatform}. */
export interface PlanPlatformOptions {
  /** The platform in one environment. */
  readonly platform: Platform;
  /** The synthesized stacks. */
  readonly wanted: readonly SynthesizedStack[];
  /** The stacks that are planned. */
  readonly selection: StackSelection;
  /** Terraform with the user's own credentials. */
  readonly terraform: Terraform;
  /** Terraform's path. */
  readonly terraformBinary: string;
  /** Chooses the provider that plans in the simulated account; called only if one is needed. */
  readonly chooseProvider: () => Promise<ChosenProvider>;
  /** The folder of the plans: see {@link makePlanFolder}. */
  readonly folder: string;
  /** A private folder, removed by the caller. */
  readonly workFolder: string;
  /** The project's revision; null without Git. */
  readonly revision: PlannedRevision | null;
  /** The project's file of provider checksums. */
  readonly lockFile: string;
  /** Receives each step. */
  readonly progress: Progress;
}

/** The exact plans of the up pass, and what hinders the others. */
interface ExactPlans {
  readonly plans: readonly SavedPlan[];
  readonly failures: readonly PlanFailure[];
  readonly selected: ReadonlySet<string>;
  readonly awaited: ReadonlyMap<string, readonly AwaitedOutput[]>;
}

/**
 * Plans a platform's change without changing anything: the stacks whose inputs are deployed and
 * stay, with their real states; the others, and what follows the up pass, in a simulated account.
 *
 * @returns the manifest of the folder
 * @throws ChangeError if something forbids the change
 */
export async function planPlatform(options: PlanPlatformOptions): Promise<PlanManifest> {
  const { platform, wanted, terraform, folder, progress } = options;
  makePlanFolder(folder);
  const reading = { terraform, wanted, platform, workFolder: folder };
  const read = await runStep(progress, "read what is deployed", async () => {
    const found = await readDeployedPlatform(reading);
    return [found, found.deployed.length === 0 ? "nothing" : formatCount(found.deployed.length, "stack")];
  });
  const change = await planAllowedChange(read.deployed, reading);
  const exact = await runStep(progress, "plan with the real states", async () => {
    const plans = await planExactly(change.stacks, (stack) => read.states.has(stack), options);
    return [plans, formatCount(plans.plans.length, "stack")];
  });
  const later = laterSteps(change.stacks, exact);
  const simulated = later.length === 0 ? NOT_SIMULATED : await simulate(change, read, options);
  const steps = [
    ...exact.plans.map((plan) => exactStep(plan, change.stacks, folder)),
    ...later.flatMap(({ pass, stack }) => {
      const plan = simulated.plans.find((one) => one.pass === pass && one.stack === stack);
      return plan === undefined ? [] : [provisionalStep(plan, exact.awaited.get(stack) ?? [], folder)];
    }),
  ];
  const manifest = planManifest({
    platform: platform.name,
    environment: platform.environment,
    plannedAt: new Date().toISOString(),
    revision: options.revision,
    lockDigest: fileDigest(options.lockFile) ?? null,
    synthesized: Object.fromEntries(wanted.map((stack) => [stack.name, synthesizedDigest(stack.folder)])),
    states: Object.fromEntries(change.stacks.map(({ name }) => [name, plannedState(read.states.get(name))])),
    cuts: change.stacks.filter(({ name }) => exact.selected.has(name)).flatMap(({ cuts }) => cuts),
    selected: [...exact.selected].sort(),
    leftOut: changedStackNames(read.deployed, wanted).filter((name) => !exact.selected.has(name)),
    steps: inOrder(steps, change.stacks).map((step) => boundToState(step, simulated, folder)),
    simulatedValues:
      simulated.plans.length === 0
        ? null
        : writeSimulatedValues(folder, simulatedValues(simulated.plans, realTexts(read, simulated.plans))),
    unplanned: [...exact.failures, ...unplannedLater(later, steps, exact, simulated.failures)],
  });
  writeManifest(folder, manifest);
  return manifest;
}

/** Plans the up forms of the selected stacks whose inputs are deployed and stay. */
async function planExactly(
  changes: readonly StackChange[],
  isDeployed: (stack: string) => boolean,
  { terraform, folder, wanted, selection, progress }: PlanPlatformOptions,
): Promise<ExactPlans> {
  const byName = new Map(changes.map((change) => [change.name, change]));
  const selected = new Set(changes.map(({ name }) => name).filter(selection.isNamed));
  const awaited = new Map<string, readonly AwaitedOutput[]>();
  const stacks = upOrder(changes).flatMap(({ name, after, stack: { up: json } }) =>
    json === undefined ? [] : [{ name, after, json }],
  );
  const { plans, failures } = await planStacks(stacks, {
    terraform,
    workFolder: folder,
    wantedFolders: new Map(wanted.map((stack) => [stack.name, stack.folder])),
    fileName: "up.tfplan",
    isPlanned: ({ name, json }, earlier) => {
      const change = required(byName, name);
      const producers = change.dependencies.flatMap((dependency) => {
        const producer = byName.get(dependency);
        if (producer === undefined || !selected.has(dependency)) return [];
        const plan = earlier.get(dependency);
        const isExact = plan !== undefined && isAsItIs(plan.changes, producer);
        return [producerPlan(dependency, producer.up ?? {}, isExact ? plan.document : undefined)];
      });
      const outputs = [
        ...awaitedOutputs(json, producers),
        ...producers.filter(({ stack }) => !isDeployed(stack)).map(({ stack }) => ({ stack })),
      ];
      if (outputs.length > 0) awaited.set(name, outputs);
      if (selection.withReaders === true && outputs.length > 0) selected.add(name);
      return selected.has(name) && outputs.length === 0 && change.asides.size === 0;
    },
    onPlanned: ({ stack, changes: { length } }) =>
      progress.detail(`${stack}: ${formatCount(length, "change")}`),
  });
  for (const { file, ...plan } of plans) {
    if (!isAsItIs(plan.changes, required(byName, plan.stack))) rmSync(file);
  }
  return {
    plans: plans.filter(({ stack, changes: own }) => isAsItIs(own, required(byName, stack))),
    failures,
    selected,
    awaited,
  };
}

/** True if a plan is applied as it is: nothing of it must first go aside in the state. */
function isAsItIs(changes: readonly PlannedChange[], change: StackChange): boolean {
  return replacedIn(changes, change).length === 0;
}

/** A step of a change. */
interface StepName {
  readonly pass: FormName;
  readonly stack: string;
}

/** The steps of selected stacks without an exact plan. */
function laterSteps(
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

interface SimulatedPlans {
  readonly plans: readonly SimulatedPlan[];
  /** The states after the steps, by pass and stack. */
  readonly states: ReadonlyMap<string, string>;
  /** The error that ended the simulation. */
  readonly failures: readonly string[];
}

const NOT_SIMULATED: SimulatedPlans = { plans: [], states: new Map(), failures: [] };

/** Makes the whole change in a simulated account. What fails there ends it, with the reason. */
async function simulate(
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

function unplannedLater(
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
function boundToState(step: PlanStep, { states }: SimulatedPlans, folder: string): PlanStep {
  const state = states.get(`${step.pass} ${step.stack}`);
  if (state === undefined) return step;
  const file = join("simulated", step.pass, `${step.stack}.tfstate`);
  return { ...step, simulatedState: writeBoundFile(folder, file, state) };
}

/** The states and forms, in which everything real is. */
function realTexts({ states }: DeployedPlatform, plans: readonly SimulatedPlan[]): readonly string[] {
  return [...states.values(), ...plans.map(({ form }) => JSON.stringify(form))];
}

/** The stacks whose form changes, with those that come and go. */
function changedStackNames(deployed: readonly DeployedStack[], wanted: readonly DeployedStack[]): string[] {
  const before = new Map(deployed.map(({ name, json }) => [name, json]));
  const after = new Map(wanted.map(({ name, json }) => [name, json]));
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.filter((name) => !isDeepStrictEqual(before.get(name), after.get(name)));
}

/** Steps in the order in which they are applied: each pass, and its stacks in their order. */
function inOrder(steps: readonly PlanStep[], changes: readonly StackChange[]): readonly PlanStep[] {
  const passes = ["up", "turn", "down"] as const;
  return passes.flatMap((pass) => {
    const order = sortedNames(pass === "down" ? downOrder(changes) : upOrder(changes));
    return order.flatMap((name) => steps.filter((step) => step.pass === pass && step.stack === name));
  });
}

/** Names, each after those that it comes after. */
function sortedNames(
  items: readonly { readonly name: string; readonly after: readonly string[] }[],
): string[] {
  const byName = new Map(items.map((item) => [item.name, item]));
  const done = new Set<string>();
  const visit = (name: string): void => {
    const item = byName.get(name);
    if (item === undefined || done.has(name)) return;
    for (const before of item.after) visit(before);
    done.add(name);
  };
  for (const { name } of items) visit(name);
  return [...done];
}
