import { join } from "node:path";
import type { Platform } from "../../language/platform.ts";
import type { FormName } from "../deploy/change-runner.ts";
import { changeStacks } from "../deploy/change-stacks.ts";
import { AwsHealth } from "../deploy/health/aws-health.ts";
import type { PlannedStackChanges } from "../deploy/plan-change.ts";
import type { DeployedStack } from "../deploy/stack-change.ts";
import type { ChosenProvider } from "../rehearse/provider-choice.ts";
import { terraformForSimulation, withSimulation } from "../rehearse/simulation.ts";
import { copyStates } from "../rehearse/state-copies.ts";
import { awsTypesIn, usedBlocksByType } from "../rehearse/used-types.ts";
import { stateBucketsOf } from "../synthesized/stack-settings.ts";
import type { SynthesizedStack, TerraformJson } from "../synthesized/synthesized-stacks.ts";
import type { PlannedChange } from "../terraform/planned-changes.ts";

/** A plan that was made in a simulated account. */
export interface SimulatedPlan {
  /** The pass of the change. */
  readonly pass: FormName;
  /** The stack's name. */
  readonly stack: string;
  /** The form that was planned. */
  readonly form: TerraformJson;
  /** The output of `terraform show -json` for the plan: it has the states' secrets. */
  readonly shown: string;
  /** The changes of the plan. */
  readonly changes: readonly PlannedChange[];
}

/** Options of {@link simulatePlans}. */
export interface SimulatePlansOptions {
  /** The platform in its environment. */
  readonly platform: Pick<Platform, "account">;
  /** The deployed stacks. */
  readonly deployed: readonly DeployedStack[];
  /** The states of the deployed stacks, in Terraform's format. */
  readonly states: ReadonlyMap<string, string>;
  /** The wanted stacks. */
  readonly wanted: readonly SynthesizedStack[];
  /** Terraform's path. */
  readonly terraformBinary: string;
  /** The provider that makes the plans. */
  readonly provider: ChosenProvider;
  /** A private folder. */
  readonly workFolder: string;
  /** Called with each plan. */
  readonly onPlanned: (plan: SimulatedPlan) => void;
  /** Called with the state of a stack, in Terraform's format, when its plan was applied there. */
  readonly onApplied: (pass: FormName, stack: string, state: string) => void;
}

/**
 * Makes a whole change in a simulated account that has what the real states have, and returns the
 * plan of each step on the way: later steps see there what earlier ones changed.
 *
 * @throws ChangeError or CommandError if a step fails there; the plans before it were reported
 */
export async function simulatePlans(
  planned: PlannedStackChanges,
  options: SimulatePlansOptions,
): Promise<void> {
  const { deployed, states, wanted, terraformBinary, onPlanned } = options;
  const both = [...deployed, ...wanted];
  const workFolder = join(options.workFolder, "forms");
  const account = {
    folder: join(options.workFolder, "aws"),
    terraformBinary,
    accountId: options.platform.account,
    types: awsTypesIn(both),
    usedBlocks: usedBlocksByType(both),
    existingBuckets: stateBucketsOf(both),
    provider: options.provider,
  };
  await withSimulation(account, async (simulation) => {
    copyStates(
      simulation,
      deployed.map((stack) => ({ stack, state: states.get(stack.name) ?? "{}" })),
    );
    const terraform = terraformForSimulation(simulation, terraformBinary);
    const health = new AwsHealth(simulation.env);
    await changeStacks(planned, {
      terraform,
      workFolder,
      wantedFolders: new Map(wanted.map(({ name, folder }) => [name, folder])),
      health: { ask: (question) => health.ask(question), acceptCut: [] },
      onApplied: async ({ stack, form }) =>
        options.onApplied(form, stack, await terraform.statePull(join(workFolder, "stacks", stack))),
      gate: {
        saved: () => undefined,
        starting: () => {},
        failed: () => {},
        accept: async (pass, { stack, json: form, folder, file, changes }) =>
          onPlanned({ pass, stack, form, shown: await terraform.showPlan(folder, file), changes }),
      },
    });
  });
}
