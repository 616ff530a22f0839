import { existsSync, readFileSync } from "node:fs";
import { compact } from "../../language/compact.ts";
import { runInOrder } from "../deploy/run-in-order.ts";
import { ExpectedError } from "../expected-error.ts";
import { formatCount } from "../format-count.ts";
import type { Progress } from "../progress.ts";
import { localStateFileOf, s3StateLocationOf } from "../synthesized/stack-settings.ts";
import { readSynthesizedStacks, type SynthesizedStack } from "../synthesized/synthesized-stacks.ts";
import { type CdktfOptions, cdktfDeploy, cdktfDestroy } from "../terraform/cdktf.ts";
import { CommandError } from "../terraform/run-command.ts";
import { runTerraformStep } from "../terraform/run-terraform-step.ts";
import { parseStateFile, type StackState } from "../terraform/state-file.ts";
import type { Terraform } from "../terraform/terraform.ts";
import { type OpenPaths, summarizeOpenPaths } from "./open-paths.ts";
import { holdsProtected, refusedAddresses } from "./protected-resources.ts";
import type { RehearseOptions } from "./rehearse-options.ts";
import type { PhaseResult, RehearsalResult } from "./result.ts";
import type { Simulation } from "./simulation.ts";

/** The simulation, commands and options of a rehearsal. */
export interface RehearsalContext {
  readonly simulation: Simulation;
  readonly terraform: Terraform;
  /** Options of the cdktf commands. */
  readonly cdktf: CdktfOptions & { readonly output: string };
  readonly options: Pick<RehearseOptions, "progress" | "provider">;
  /** The name of the platform or folder, for the result. */
  readonly subject: string;
}

/** A failed rehearsal. The message names the phase and includes Terraform's output. */
export class RehearsalError extends ExpectedError {
  override readonly name = "RehearsalError";
}

/** A phase that may run beside others. */
export interface Phase {
  /** The name in the output. */
  readonly name: string;
  /** The work, which returns a note for the reader: `5 stacks`. */
  readonly work: () => Promise<string>;
}

/** Runs the phases of a rehearsal one after the other, and times and reports each. */
export class Rehearsal {
  readonly #context: RehearsalContext;
  readonly #startedAt = performance.now();
  readonly #phases: PhaseResult[] = [];
  readonly #emptyPlans = new Set<string>();
  /** The state when the second plan was made; later phases delete it. */
  #stateAtSecondPlan: readonly StackState[] = [];
  #openPaths: OpenPaths = { paths: [], gaps: [] };
  readonly #refusedDestroy: string[] = [];

  constructor(context: RehearsalContext) {
    this.#context = context;
  }

  /** Runs one phase. @throws RehearsalError with the phase's name and Terraform's output */
  async runPhase<T>(name: string, work: () => Promise<readonly [T, string]>): Promise<T> {
    const startedAt = performance.now();
    return runExplainedStep(this.#context.options.progress, name, async () => {
      const [result, note] = await work();
      this.#phases.push({ name, seconds: secondsSince(startedAt), note });
      return [result, note];
    });
  }

  /**
   * Runs phases side by side. They are reported in their order, each with the time that it takes
   * longer than those before it. After a failure the others end first.
   */
  async runTogether(...phases: readonly Phase[]): Promise<void> {
    const running = phases.map(({ name, work }) => ({ name, note: work() }));
    const ended = Promise.allSettled(running.map(({ note }) => note));
    try {
      for (const { name, note } of running) await this.runPhase(name, async () => [undefined, await note]);
    } finally {
      await ended;
    }
  }

  /** Runs `cdktf deploy` for all stacks that match a pattern, independent ones in parallel. */
  deploy(pattern: string): Promise<void> {
    return this.runPhase("cdktf deploy", async () => {
      await cdktfDeploy({ ...this.#cdktfOptions(), stacks: [pattern] });
      return [undefined, `${this.#resourceCount()} resources in the account`];
    });
  }

  /**
   * Applies stacks of a platform that is already deployed, in the folders that cdktf initialized,
   * as cdktf does.
   */
  redeploy(name: string, stacks: readonly SynthesizedStack[]): Promise<void> {
    return this.runPhase(name, async () => {
      const steps = stacks.map(({ name, folder, dependencies }) => ({ name, folder, after: dependencies }));
      await runInOrder(steps, async ({ folder }) => void (await this.#context.terraform.apply(folder)));
      return [
        undefined,
        `${formatCount(stacks.length, "stack")}, ${this.#resourceCount()} resources in the account`,
      ];
    });
  }

  /** The analysis of reachability, before anything is deployed. */
  analyzeReachability(findOpenPaths: (folder: string) => Promise<OpenPaths>): Phase {
    const work = async () => {
      this.#openPaths = await findOpenPaths(this.#context.cdktf.output);
      return summarizeOpenPaths(this.#openPaths);
    };
    return { name: "prove reachability", work };
  }

  /**
   * The second plan of every stack that has a state, which must be empty.
   *
   * @throws RehearsalError if a plan contains changes.
   */
  verifySecondPlanEmpty(): Phase {
    const work = async () => {
      this.#stateAtSecondPlan = this.readStackStates();
      const names = new Set(this.#stateAtSecondPlan.map(({ stack }) => stack));
      const folders = this.#stacks().filter(({ name }) => names.has(name));
      const changes: string[] = [];
      await forEachTwoAtOnce(folders, async ({ name, folder }) => {
        const { changes: hasChanges, plan } = await this.#context.terraform.planAsDeployed(folder);
        if (hasChanges) changes.push(`${name}\n${plan}`);
        else this.#emptyPlans.add(name);
      });
      if (changes.length > 0) {
        throw new RehearsalError(
          `A second plan is not empty: every deployment would change resources.\n${changes.join("\n")}`,
        );
      }
      return `empty for ${folders.length} stacks`;
    };
    return { name: "second plan", work };
  }

  /**
   * A plan that destroys each stack with protected resources, which Terraform must refuse. It names
   * every protected resource whose dependents may go.
   *
   * @throws RehearsalError if a plan is not refused; CommandError if it fails for another reason.
   */
  verifyDestroyRefused(): Phase {
    const work = async () => {
      const holding = this.#stacks().filter(({ json }) => holdsProtected(json));
      await forEachTwoAtOnce(holding, async ({ name, folder }) => {
        const plan = await this.#context.terraform.planDestroy(folder);
        const refused = refusedAddresses(plan);
        if (plan.exitCode === 0) {
          throw new RehearsalError(`Terraform would destroy the protected resources of ${name}.`);
        }
        if (refused.length === 0) throw new CommandError(`terraform plan -destroy of ${name} failed`, plan);
        this.#refusedDestroy.push(...refused);
      });
      if (holding.length === 0) throw new RehearsalError("The files protect no resource.");
      return `refused by ${formatCount(this.#refusedDestroy.length, "resource")}, nothing destroyed`;
    };
    return { name: "destroy, still protected", work };
  }

  /** Runs `cdktf destroy` for all stacks that match a pattern. */
  destroy(pattern: string): Promise<void> {
    return this.runPhase("cdktf destroy", async () => {
      await cdktfDestroy({ ...this.#cdktfOptions(), stacks: [pattern] });
      return [undefined, `${this.#resourceCount()} resources in the account`];
    });
  }

  /** Reads each stack's state from the state backend or from a local state file. */
  readStackStates(): StackState[] {
    const { objects } = this.#context.simulation.stateBackend;
    return this.#stacks().flatMap((stack) => {
      const key = s3StateLocationOf(stack);
      const version = key === undefined ? undefined : objects.current(key.bucket, key.key);
      const text =
        version === undefined
          ? readFileIfExists(localStateFileOf(stack))
          : objects.read(version).toString("utf8");
      return text === undefined ? [] : [parseStateFile(stack.name, text)];
    });
  }

  /** Returns the rehearsal's result. */
  result(extra: { kept?: Readonly<Record<string, string | undefined>> } = {}): RehearsalResult {
    const { provider } = this.#context.options;
    return {
      subject: this.#context.subject,
      mode: provider.mode,
      provider: provider.description,
      phases: this.#phases,
      stacks: this.#stateAtSecondPlan.map((state) => ({
        name: state.stack,
        resources: state.resources
          .filter(({ mode }) => mode === "managed")
          .map(({ address }) => address)
          .sort(),
        outputs: state.outputs,
        secondPlanEmpty: this.#emptyPlans.has(state.stack),
      })),
      reach: this.#openPaths.paths,
      notKnown: this.#openPaths.gaps,
      refusedDestroy: this.#refusedDestroy.toSorted(),
      left:
        extra.kept === undefined
          ? this.#context.simulation.simulator.account.resources().map(({ type, id }) => `${type} ${id}`)
          : [],
      ...compact({ kept: extra.kept === undefined ? undefined : terminalVariables(extra.kept) }),
      seconds: secondsSince(this.#startedAt),
    };
  }

  #stacks(): SynthesizedStack[] {
    return readSynthesizedStacks(this.#context.cdktf.output);
  }

  #resourceCount(): number {
    return this.#context.simulation.simulator.account.resources().length;
  }

  /**
   * Options that use the synthesized files as they are, and show the last line of output as
   * progress.
   */
  #cdktfOptions(): CdktfOptions {
    const { progress } = this.#context.options;
    return { ...this.#context.cdktf, skipSynth: true, onLine: (line) => progress.detail(line.trim()) };
  }
}

/** Returns a file's content; undefined if there is no file. */
function readFileIfExists(file: string | undefined): string | undefined {
  return file === undefined || !existsSync(file) ? undefined : readFileSync(file, "utf8");
}

/** Two at a time: more gain nothing on two cores, and each Terraform needs half a gigabyte. */
async function forEachTwoAtOnce<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all([worker(), worker()]);
}

/**
 * Runs and reports a step of a rehearsal.
 *
 * @throws RehearsalError with the step's name and Terraform's output, if a command fails
 */
export function runExplainedStep<T>(
  progress: Progress,
  name: string,
  work: () => Promise<readonly [T, string]>,
): Promise<T> {
  return runTerraformStep(progress, name, work, (...parts) => new RehearsalError(...parts));
}

/** Variables for commands without a terminal: no questions, no colours. */
const UNATTENDED = new Set(["CI", "FORCE_COLOR", "NO_COLOR", "TF_INPUT", "TF_IN_AUTOMATION"]);

/**
 * Returns the variables to set in a person's terminal, by name. There Terraform and cdktf ask
 * before they change anything.
 */
export function terminalVariables(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const set = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const attended = set.filter(([name]) => !UNATTENDED.has(name));
  return Object.fromEntries(attended.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function secondsSince(startedAt: number): number {
  return (performance.now() - startedAt) / 1000;
}
