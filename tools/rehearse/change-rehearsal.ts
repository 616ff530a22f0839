import { join } from "node:path";
import { compact } from "../../language/compact.ts";
import type { Platform } from "../../language/platform.ts";
import { platformPrefix } from "../../modules/names.ts";
import { ChangeError } from "../deploy/change-error.ts";
import { type AppliedForm, ChangeRunner } from "../deploy/change-runner.ts";
import { changeStacks } from "../deploy/change-stacks.ts";
import { AwsHealth } from "../deploy/health/aws-health.ts";
import { planChange, rejectForbiddenChange } from "../deploy/plan-change.ts";
import type { Retirements } from "../deploy/plan-retirement.ts";
import { runInOrder } from "../deploy/run-in-order.ts";
import { formatCounts, type StackStep, stackStep } from "../deploy/stack-step.ts";
import { TransitionProof } from "../deploy/transition-proof.ts";
import { synthesizeProject } from "../synthesize-project.ts";
import { synthesizeRevision } from "../synthesize-revision.ts";
import { stateBucketsOf } from "../synthesized/stack-settings.ts";
import { readSynthesizedStacks, type SynthesizedStack } from "../synthesized/synthesized-stacks.ts";
import type { Terraform } from "../terraform/terraform.ts";
import { proveDeclaredPaths, summarizeOpenPaths } from "./open-paths.ts";
import { runExplainedStep } from "./rehearsal.ts";
import type { RehearseOptions } from "./rehearse-options.ts";
import { type Simulation, terraformForSimulation, withSimulation } from "./simulation.ts";
import { awsTypesIn, usedBlocksByType } from "./used-types.ts";

/** The result of a rehearsed change, as printed by `--json`. */
export interface ChangeRehearsalResult {
  /** `cybershield-prod`. */
  readonly subject: string;
  /** The revision that is deployed first, abbreviated. */
  readonly from: string;
  /** The changes of each stack in each pass, in their order. */
  readonly steps: readonly StackStep[];
  /** The number of states between the steps whose reachability was proven. */
  readonly provenStates: number;
  /** With the way back: what does not come back as it was, or must be retired to go back. */
  readonly notBack: readonly string[];
  /** The time that it took. */
  readonly seconds: number;
}

/** Options of {@link rehearseChange}. */
export interface ChangeRehearsalOptions
  extends Pick<
    RehearseOptions,
    "projectFolder" | "terraformBinary" | "provider" | "port" | "signal" | "progress"
  > {
  /** The platform in one environment. */
  readonly platform: Platform;
  /** The Git revision that is deployed first. */
  readonly revision: string;
  /** Changes back to the revision afterwards. */
  readonly andBack: boolean;
}

/**
 * Deploys another revision's form of a platform in a simulated account, and then this tree's, by
 * the two passes of a change.
 */
export async function rehearseChange(
  options: ChangeRehearsalOptions,
  workFolder: string,
): Promise<ChangeRehearsalResult> {
  const { platform } = options;
  const startedAt = performance.now();
  const { deployed, wanted, commit } = await synthesizeBoth(options, workFolder);
  const both = [...deployed, ...wanted];
  const account = {
    folder: join(workFolder, "aws"),
    terraformBinary: options.terraformBinary,
    accountId: platform.account,
    types: awsTypesIn(both),
    usedBlocks: usedBlocksByType(both),
    existingBuckets: stateBucketsOf(both),
    provider: options.provider,
    port: options.port,
  };
  return withSimulation(account, async (simulation) => {
    const change = new RehearsedChange(options, simulation, join(workFolder, "forms"));
    await change.deploy(`deploy ${commit}`, deployed);
    await change.change(deployed, wanted, platform.retire);
    const leaving = planChange(deployed, wanted).problems.map(({ name }) => name);
    // What was kept is in AWS and in no state: a way back would make it a second time.
    const isForgotten = leaving.some((name) => platform.retire[name] === "keep");
    const goesBack = planChange(wanted, deployed).inPlace.length === 0;
    if (options.andBack && goesBack && !isForgotten) {
      await change.change(wanted, deployed, retireAll(wanted, deployed), "back ");
    }
    return {
      subject: platformPrefix(platform),
      from: commit,
      steps: change.steps,
      provenStates: change.provenStates,
      notBack: options.andBack ? whatCannotComeBack(deployed, wanted, platform.retire) : [],
      seconds: (performance.now() - startedAt) / 1000,
    };
  });
}

async function synthesizeBoth(options: ChangeRehearsalOptions, workFolder: string) {
  const { platform } = options;
  const env = { DRYDOCK_PLATFORM: platform.name, DRYDOCK_ENVIRONMENT: platform.environment };
  const before = join(workFolder, "before.out");
  const after = join(workFolder, "cdktf.out");
  const [commit] = await runExplainedStep(options.progress, "synthesize both forms", async () => {
    const both = await Promise.all([
      synthesizeRevision({
        projectFolder: options.projectFolder,
        revision: options.revision,
        workFolder: join(workFolder, "revision"),
        output: before,
        env,
        ...compact({ signal: options.signal }),
      }),
      synthesizeProject(after, env),
    ]);
    return [both, `${both[0]} and this tree`];
  });
  await runExplainedStep(options.progress, "prove reachability", async () => {
    const paths = await proveDeclaredPaths(after, platform);
    return [paths, summarizeOpenPaths(paths)];
  });
  return { deployed: readSynthesizedStacks(before), wanted: readSynthesizedStacks(after), commit };
}

class RehearsedChange {
  readonly steps: StackStep[] = [];
  /** The states between the passes' steps whose reachability was proven. */
  provenStates = 0;
  readonly #options: ChangeRehearsalOptions;
  readonly #simulation: Simulation;
  readonly #terraform: Terraform;
  readonly #folder: string;

  constructor(options: ChangeRehearsalOptions, simulation: Simulation, folder: string) {
    this.#options = options;
    this.#simulation = simulation;
    this.#terraform = terraformForSimulation(simulation, options.terraformBinary, options.signal);
    this.#folder = folder;
  }

  async deploy(name: string, stacks: readonly SynthesizedStack[]): Promise<void> {
    const runner = new ChangeRunner({
      terraform: this.#terraform,
      workFolder: this.#folder,
      wantedFolders: new Map(stacks.map(({ name, folder }) => [name, folder])),
      onApplied: (applied) => this.#record(name, applied),
    });
    await this.#runPass(name, () => runner.up(planChange([], stacks).stacks));
  }

  /**
   * Changes what is deployed by both passes, and proves each state on the way.
   *
   * @param prefix the start of the passes' names
   */
  async change(
    deployed: readonly SynthesizedStack[],
    wanted: readonly SynthesizedStack[],
    retire: Retirements,
    prefix = "",
  ): Promise<void> {
    const planned = planChange(deployed, wanted, retire);
    rejectForbiddenChange(planned);
    const { stacks } = planned;
    const proof = new TransitionProof({
      platform: this.#options.platform,
      deployed,
      wanted,
      workFolder: join(this.#folder, `${prefix}states`),
    });
    const health = new AwsHealth(this.#simulation.env);
    await changeStacks(stacks, {
      terraform: this.#terraform,
      workFolder: this.#folder,
      wantedFolders: new Map(wanted.map(({ name, folder }) => [name, folder])),
      health: { ask: (question) => health.ask(question), acceptCut: [] },
      onApplied: async (applied, json) => {
        this.#record(`${prefix}${applied.form}`, applied);
        await proof.prove(applied.stack, json);
      },
      runPart: (part, work) => this.#runPass(`${prefix}${part}`, work),
    });
    this.provenStates += proof.states;
    await this.#verifySecondPlanEmpty(wanted);
  }

  #runPass(name: string, work: () => Promise<void>): Promise<void> {
    return runExplainedStep(this.#options.progress, name, async () => {
      await work();
      return [undefined, `${this.#simulation.simulator.account.resources().length} resources in the account`];
    });
  }

  #verifySecondPlanEmpty(wanted: readonly SynthesizedStack[]): Promise<void> {
    return runExplainedStep(this.#options.progress, "second plan", async () => {
      const changed: string[] = [];
      const steps = wanted.map(({ name }) => ({ name, after: [] }));
      await runInOrder(steps, async ({ name }) => {
        const { changes, plan } = await this.#terraform.planAsDeployed(join(this.#folder, "stacks", name));
        if (changes) changed.push(`${name}\n${plan}`);
      });
      if (changed.length > 0) {
        throw new ChangeError(
          `A second plan is not empty: every deployment would change resources.\n${changed.join("\n")}`,
        );
      }
      return [undefined, `empty for ${wanted.length} stacks`];
    });
  }

  #record(pass: string, applied: AppliedForm): void {
    const step = stackStep(pass, applied);
    this.steps.push(step);
    this.#options.progress.detail(`${step.stack}: ${formatCounts(step)}`);
  }
}

/**
 * Lists the data that a return cannot restore, and the protected things that it would delete.
 */
function whatCannotComeBack(
  deployed: readonly SynthesizedStack[],
  wanted: readonly SynthesizedStack[],
  retire: Retirements,
): string[] {
  const forth = planChange(deployed, wanted).problems.map(({ name }) => {
    if (retire[name] === "keep") return `${name} stays in AWS: import it to go back, which is not rehearsed`;
    return `${name} comes back empty${retire[name] === "final-snapshot" ? ": its data is in its final snapshot" : ""}`;
  });
  const { problems, inPlace } = planChange(wanted, deployed);
  const back = problems.map(({ name }) => `${name} is new and protected: going back must retire it`);
  const fixed = inPlace.map(
    ({ name, argument, from }) => `${name} keeps its ${argument} ${from}: the way back is not rehearsed`,
  );
  return [...new Set([...forth, ...back, ...fixed])];
}

/** Retires whatever a rehearsed return must delete. */
function retireAll(deployed: readonly SynthesizedStack[], wanted: readonly SynthesizedStack[]): Retirements {
  return Object.fromEntries(planChange(deployed, wanted).problems.map(({ name }) => [name, "delete"]));
}
