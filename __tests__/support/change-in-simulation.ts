import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Platform } from "../../language/platform.ts";
import { platformPrefix } from "../../modules/names.ts";
import { withChangeLock } from "../../tools/deploy/change-lock.ts";
import { changeStacks } from "../../tools/deploy/change-stacks.ts";
import { readDeployedStacks } from "../../tools/deploy/deployed-stacks.ts";
import { AwsHealth } from "../../tools/deploy/health/aws-health.ts";
import { type PlannedStackChanges, planChange } from "../../tools/deploy/plan-change.ts";
import { type StackStep, stackStep } from "../../tools/deploy/stack-step.ts";
import { chooseProvider, type ProviderChoice } from "../../tools/rehearse/provider-choice.ts";
import { type Simulation, terraformForSimulation, withSimulation } from "../../tools/rehearse/simulation.ts";
import type { FaultPlan } from "../../tools/rehearse/simulator/faults.ts";
import { awsTypesIn, usedBlocksByType } from "../../tools/rehearse/used-types.ts";
import { stateBucketsOf } from "../../tools/synthesized/stack-settings.ts";
import { readSynthesizedStacks, type SynthesizedStack } from "../../tools/synthesized/synthesized-stacks.ts";
import { findTerraform } from "../../tools/terraform/terraform-binary.ts";
import { withSynthesized } from "./synth.ts";

/** An account in which platforms are deployed and changed with real Terraform. */
class ChangedAccount {
  readonly simulation: Simulation;
  readonly #terraformBinary: string;
  readonly #folder: string;

  constructor(simulation: Simulation, terraformBinary: string, folder: string) {
    this.simulation = simulation;
    this.#terraformBinary = terraformBinary;
    this.#folder = folder;
  }

  /** Deploys stacks as `drydock deploy` does: from what the states say, in two passes. */
  async deploy(wanted: readonly SynthesizedStack[], retire: Platform["retire"] = {}): Promise<StackStep[]> {
    const planned = await this.plan(wanted, retire);
    const steps: StackStep[] = [];
    const health = new AwsHealth(this.simulation.env);
    await changeStacks(planned, {
      terraform: this.#terraform,
      workFolder: this.#folder,
      wantedFolders: new Map(wanted.map(({ name, folder }) => [name, folder])),
      health: { ask: (question) => health.ask(question), acceptCut: [], intervalMs: 10, limitMs: 1_000 },
      onApplied: (applied) => void steps.push(stackStep(applied.form, applied)),
    });
    return steps;
  }

  /** The change from what the states say to these stacks. */
  async plan(
    wanted: readonly SynthesizedStack[],
    retire: Platform["retire"] = {},
  ): Promise<PlannedStackChanges> {
    const deployed = await readDeployedStacks(this.#terraform, wanted, this.#folder);
    const planned = planChange(deployed, wanted, retire);
    expect(planned.problems).toEqual([]);
    return planned;
  }

  /** The second plans of stacks that are not empty. */
  async secondPlans(stacks: readonly SynthesizedStack[]): Promise<string[]> {
    const changed: string[] = [];
    for (const { name } of stacks) {
      const { changes, plan } = await this.#terraform.planAsDeployed(join(this.#folder, "stacks", name));
      if (changes) changed.push(plan);
    }
    return changed;
  }

  /** Runs `work` with the lock of a platform's changes. */
  locked<T>(platform: Platform, stack: SynthesizedStack, work: () => Promise<T>): Promise<T> {
    return withChangeLock(
      {
        terraform: this.#terraform,
        terraformBinary: this.#terraformBinary,
        env: this.simulation.env,
        stack: stack.json,
        prefix: platformPrefix(platform),
        folder: mkdtempSync(join(tmpdir(), "drydock-lock-")),
      },
      work,
    );
  }

  get #terraform() {
    return terraformForSimulation(this.simulation, this.#terraformBinary);
  }
}

/** Runs `work` with an empty account, in which several forms of some stacks can be deployed. */
export async function withAccountFor<T>(
  forms: readonly (readonly SynthesizedStack[])[],
  { accountId, provider, faults = () => undefined }: AccountSettings,
  work: (account: ChangedAccount) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "drydock-change-"));
  try {
    const all = forms.flat();
    const { command: terraformBinary } = await findTerraform();
    const account = {
      folder: join(folder, "aws"),
      terraformBinary,
      accountId,
      types: awsTypesIn(all),
      usedBlocks: usedBlocksByType(all),
      existingBuckets: stateBucketsOf(all),
      provider: await chooseProvider(provider, () => {}),
      faults,
    };
    return await withSimulation(account, (simulation) =>
      work(new ChangedAccount(simulation, terraformBinary, join(folder, "forms"))),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Settings of {@link withAccountFor}. */
interface AccountSettings {
  readonly accountId: string;
  readonly provider: ProviderChoice;
  /** The faults of the account. @default none */
  readonly faults?: FaultPlan;
}

/** Runs `work` with an empty account and the stacks of several forms of a platform. */
export function withChangedAccount<T>(
  forms: readonly Platform[],
  provider: ProviderChoice,
  work: (account: ChangedAccount, stacks: readonly (readonly SynthesizedStack[])[]) => Promise<T>,
  faults: FaultPlan = () => undefined,
): Promise<T> {
  return withForms(forms, [], (stacks) =>
    withAccountFor(stacks, { accountId: forms[0]!.account, provider, faults }, (account) =>
      work(account, stacks),
    ),
  );
}

/** Synthesizes each platform into a folder of its own, all of which exist while `work` runs. */
function withForms<T>(
  [platform, ...others]: readonly Platform[],
  done: readonly (readonly SynthesizedStack[])[],
  work: (stacks: readonly (readonly SynthesizedStack[])[]) => Promise<T>,
): Promise<T> {
  if (platform === undefined) return work(done);
  return withSynthesized([platform], (folder) =>
    withForms(others, [...done, readSynthesizedStacks(folder)], work),
  );
}
