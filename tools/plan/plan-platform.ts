import { isDeepStrictEqual } from "node:util";
import { compact } from "../../language/compact.ts";
import type { PlannedStackChanges } from "../deploy/plan-change.ts";
import { type DeployedPlatform, planAllowedChange, readDeployedPlatform } from "../deploy/read-change.ts";
import { namesInOrder } from "../deploy/run-in-order.ts";
import type { DeployedStack, StackChange } from "../deploy/stack-change.ts";
import { downOrder, upOrder } from "../deploy/up-order.ts";
import { formatCount } from "../format-count.ts";
import { runStep } from "../progress.ts";
import { fileDigest, synthesizedDigest } from "./digests.ts";
import { planExactly } from "./exact-plans.ts";
import {
  boundToState,
  laterSteps,
  NOT_SIMULATED,
  realTexts,
  simulate,
  unplannedLater,
} from "./later-plans.ts";
import {
  inPlanFolder,
  type PlanManifest,
  type PlanStep,
  planManifest,
  writeManifest,
} from "./plan-folder.ts";
import type { PlanPlatformOptions } from "./plan-options.ts";
import type { PlanFailure } from "./plan-stacks.ts";
import { exactStep, provisionalStep } from "./plan-steps.ts";
import { plannedState } from "./planned-state.ts";
import { simulatedValues, writeSimulatedValues } from "./simulated-values.ts";

/** A platform's change with its plans. */
export interface PlannedPlatform {
  /** The manifest of the folder. */
  readonly manifest: PlanManifest;
  /** The forms of each stack. */
  readonly change: PlannedStackChanges;
  /** The stacks as they are deployed. */
  readonly read: DeployedPlatform;
  /** The stacks of which a later step could not be planned in the simulated account. */
  readonly unsimulated: readonly PlanFailure[];
}

/**
 * Plans a platform's change without changing anything: the stacks whose inputs are deployed and
 * stay, with their real states; the others, and what follows the up pass, in a simulated account.
 *
 * @throws ChangeError if something forbids the change
 */
export function planPlatform(options: PlanPlatformOptions): Promise<PlannedPlatform> {
  return inPlanFolder(options.folder, () => planIntoFolder(options));
}

async function planIntoFolder(options: PlanPlatformOptions): Promise<PlannedPlatform> {
  const { platform, wanted, terraform, folder, progress } = options;
  const reading = {
    ...{ terraform, wanted, platform, workFolder: folder },
    ...compact({ earlier: options.earlier }),
  };
  const read = await runStep(progress, "read what is deployed", async () => {
    const found = await readDeployedPlatform(reading);
    return [found, found.deployed.length === 0 ? "nothing" : formatCount(found.deployed.length, "stack")];
  });
  const change = await planAllowedChange(read.deployed, reading);
  options.onChange?.(change);
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
  const unsimulated = unplannedLater(later, steps, exact, simulated.failures);
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
    unplanned: [...exact.failures, ...unsimulated],
  });
  writeManifest(folder, manifest);
  return { manifest, change, read, unsimulated };
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
    const order = namesInOrder(pass === "down" ? downOrder(changes) : upOrder(changes));
    return order.flatMap((name) => steps.filter((step) => step.pass === pass && step.stack === name));
  });
}
