import { rmSync } from "node:fs";
import { required } from "../../language/required.ts";
import { replacedIn } from "../deploy/allowed-deletions.ts";
import type { StackChange } from "../deploy/stack-change.ts";
import { upOrder } from "../deploy/up-order.ts";
import { formatCount } from "../format-count.ts";
import type { PlannedChange } from "../terraform/planned-changes.ts";
import { type AwaitedOutput, awaitedOutputs, producerPlan } from "./changed-outputs.ts";
import type { PlanPlatformOptions } from "./plan-options.ts";
import { type PlanFailure, planStacks, type SavedPlan } from "./plan-stacks.ts";

/** The exact plans of the up pass, and what hinders the others. */
export interface ExactPlans {
  readonly plans: readonly SavedPlan[];
  readonly failures: readonly PlanFailure[];
  readonly selected: ReadonlySet<string>;
  readonly awaited: ReadonlyMap<string, readonly AwaitedOutput[]>;
}

/** Plans the up forms of the selected stacks whose inputs are deployed and stay. */
export async function planExactly(
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
