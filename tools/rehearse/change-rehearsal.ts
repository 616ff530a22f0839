import { join } from "node:path";
import { platformPrefix } from "../../modules/names.ts";
import { ChangeError } from "../deploy/change-error.ts";
import { type AppliedForm, ChangeRunner } from "../deploy/change-runner.ts";
import { changeStacks } from "../deploy/change-stacks.ts";
import { AwsHealth } from "../deploy/health/aws-health.ts";
import { obstaclesOf, planChange, rejectForbiddenChange } from "../deploy/plan-change.ts";
import type { Retirements } from "../deploy/plan-retirement.ts";
import { runInOrder } from "../deploy/run-in-order.ts";
import type { DeployedStack, StackChange } from "../deploy/stack-change.ts";
import { formatCounts, type StackStep, stackStep } from "../deploy/stack-step.ts";
import { TransitionProof } from "../deploy/transition-proof.ts";
import { stateBucketsOf } from "../synthesized/stack-settings.ts";
import type { Terraform } from "../terraform/terraform.ts";
import { type ChangeRehearsalOptions, type FormInFolder, startChange } from "./change-start.ts";
import { compareStateful, type StatefulResource, statefulResources } from "./kept-resources.ts";
import { proveDeclaredPaths, summarizeOpenPaths } from "./open-paths.ts";
import { RehearsalError, runExplainedStep } from "./rehearsal.ts";
import { type Simulation, terraformForSimulation, withSimulation } from "./simulation.ts";
import { copyStates } from "./state-copies.ts";
import { awsTypesIn, usedBlocksByType } from "./used-types.ts";

/** The result of a rehearsed change, as printed by `--json`. */
export interface ChangeRehearsalResult {
  /** `cybershield-prod`. */
  readonly subject: string;
  /** The revision that is deployed first, abbreviated; `the states` if it is what is deployed. */
  readonly from: string;
  /** The changes of each stack in each pass, in their order. */
  readonly steps: readonly StackStep[];
  /** The number of states between the steps whose reachability was proven. */
  readonly provenStates: number;
  /** Everything that is cut off for a while, which a deployment must accept: `name: why`. */
  readonly cuts: readonly string[];
  /** With the way back: what does not come back as it was, or must be retired to go back. */
  readonly notBack: readonly string[];
  /** The time that it took. */
  readonly seconds: number;
}

/**
 * Brings a platform in a simulated account to another revision's form, or to what is really
 * deployed, and then to this tree's form, by the two passes of a change.
 */
export async function rehearseChange(
  options: ChangeRehearsalOptions,
  workFolder: string,
): Promise<ChangeRehearsalResult> {
  const { platform } = options;
  const startedAt = performance.now();
  const wantedFolder = join(workFolder, "cdktf.out");
  const { deployed, wanted, from, states } = await startChange(options, workFolder, wantedFolder);
  await runExplainedStep(options.progress, "prove reachability", async () => {
    const paths = await proveDeclaredPaths(wantedFolder, platform);
    return [paths, summarizeOpenPaths(paths)];
  });
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
    if (states === undefined) await change.deploy(`deploy ${from}`, deployed);
    else copyStates(simulation, states);
    await change.change(deployed, wanted, platform.retire);
    const { problems, stacks } = planChange(deployed, wanted);
    const leaving = problems.map(({ name }) => name);
    // What was kept is in AWS and in no state: a way back would make it a second time.
    const isForgotten = leaving.some((name) => platform.retire[name] === "keep");
    const goesBack = obstaclesOf(planChange(wanted, deployed)).length === 0;
    if (options.andBack && goesBack && !isForgotten) {
      await change.change(wanted, deployed, retireAll(wanted, deployed), "back ");
    }
    return {
      subject: platformPrefix(platform),
      from,
      steps: change.steps,
      provenStates: change.provenStates,
      cuts: stacks.flatMap(({ cuts }) => cuts.map(({ name, why }) => `${name}: ${why}`)),
      notBack: options.andBack ? whatCannotComeBack(deployed, wanted, platform.retire) : [],
      seconds: (performance.now() - startedAt) / 1000,
    };
  });
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

  async deploy(name: string, stacks: readonly FormInFolder[]): Promise<void> {
    const runner = new ChangeRunner({
      terraform: this.#terraform,
      workFolder: this.#folder,
      wantedFolders: foldersOf(stacks),
      onApplied: (applied) => this.#record(name, applied),
    });
    await this.#runPass(name, () => runner.up(planChange([], stacks)).then(() => {}));
  }

  /**
   * Changes what is deployed by both passes, and proves each state on the way.
   *
   * @param prefix the start of the passes' names
   */
  async change(
    deployed: readonly FormInFolder[],
    wanted: readonly FormInFolder[],
    retire: Retirements,
    prefix = "",
  ): Promise<void> {
    const planned = planChange(deployed, wanted, retire);
    rejectForbiddenChange(planned);
    const proof = new TransitionProof({
      platform: this.#options.platform,
      deployed,
      wanted,
      handovers: planned.handovers,
      workFolder: join(this.#folder, `${prefix}states`),
    });
    const health = new AwsHealth(this.#simulation.env);
    const stateful = statefulResources(this.#simulation, deployed);
    const { stacks } = await changeStacks(planned, {
      terraform: this.#terraform,
      workFolder: this.#folder,
      wantedFolders: foldersOf(wanted),
      health: { ask: (question) => health.ask(question), acceptCut: [] },
      onApplied: async (applied, json) => {
        this.#record(`${prefix}${applied.form}`, applied);
        await proof.prove(applied.stack, json);
      },
      runPart: (part, work) => this.#runPass(`${prefix}${part}`, work),
    });
    this.provenStates += proof.states;
    await this.#verifySecondPlanEmpty(wanted);
    await this.#verifyStatefulKept(stateful, stacks);
  }

  #runPass(name: string, work: () => Promise<void>): Promise<void> {
    return runExplainedStep(this.#options.progress, name, async () => {
      await work();
      return [undefined, `${this.#simulation.simulator.account.resources().length} resources in the account`];
    });
  }

  #verifySecondPlanEmpty(wanted: readonly FormInFolder[]): Promise<void> {
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

  /** @throws RehearsalError if something is gone that no stack was meant to delete */
  #verifyStatefulKept(before: readonly StatefulResource[], stacks: readonly StackChange[]): Promise<void> {
    return runExplainedStep(this.#options.progress, "data, names and addresses", async () => {
      const account = this.#simulation.simulator.account.resources();
      const objects = new Set(account.map(({ type, id }) => `${type} ${id}`));
      const { kept, lost } = compareStateful(before, objects, stacks);
      if (lost.length > 0) {
        const lines = lost.map(({ stack, address }) => `  ${stack} ${address}`);
        throw new RehearsalError(`These were not kept, although they stay:\n${lines.join("\n")}`);
      }
      return [
        undefined,
        kept === before.length ? `${kept} kept` : `${kept} of ${before.length} kept, the others leave`,
      ];
    });
  }

  #record(pass: string, applied: AppliedForm): void {
    const step = stackStep(pass, applied);
    this.steps.push(step);
    this.#options.progress.detail(`${step.stack}: ${formatCounts(step)}`);
  }
}

function foldersOf(stacks: readonly FormInFolder[]): ReadonlyMap<string, string> {
  return new Map(
    stacks.flatMap(({ name, folder }) => (folder === undefined ? [] : [[name, folder] as const])),
  );
}

/**
 * Lists the data that a return cannot restore, and the protected things that it would delete.
 */
function whatCannotComeBack(
  deployed: readonly DeployedStack[],
  wanted: readonly DeployedStack[],
  retire: Retirements,
): string[] {
  const forth = planChange(deployed, wanted).problems.map(({ name }) => {
    if (retire[name] === "keep") return `${name} stays in AWS: import it to go back, which is not rehearsed`;
    return `${name} comes back empty${retire[name] === "final-snapshot" ? ": its data is in its final snapshot" : ""}`;
  });
  const planned = planChange(wanted, deployed);
  const back = planned.problems.map(({ name }) => `${name} is new and protected: going back must retire it`);
  const fixed = planned.inPlace.map(
    ({ name, argument, from }) => `${name} keeps its ${argument} ${from}: the way back is not rehearsed`,
  );
  const others = [...planned.claims, ...planned.quotas].map(
    (problem) => `the way back is not rehearsed: ${problem}`,
  );
  return [...new Set([...forth, ...back, ...fixed, ...others])];
}

/** Retires whatever a rehearsed return must delete. */
function retireAll(deployed: readonly DeployedStack[], wanted: readonly DeployedStack[]): Retirements {
  return Object.fromEntries(planChange(deployed, wanted).problems.map(({ name }) => [name, "delete"]));
}
