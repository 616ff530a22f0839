import { existsSync, readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import { compact } from "../../language/compact.ts";
import { required } from "../../language/required.ts";
import { formatCount } from "../format-count.ts";
import { type Progress, runStep } from "../progress.ts";
import { localStateFileOf, s3StateLocationOf } from "../synthesized/stack-settings.ts";
import { readSynthesizedStacks } from "../synthesized/synthesized-stacks.ts";
import { type CdktfOptions, cdktfDeploy, cdktfDestroy } from "../terraform/cdktf.ts";
import { CommandError } from "../terraform/run-command.ts";
import { parseStateFile, type StackState } from "../terraform/state-file.ts";
import type { Terraform } from "../terraform/terraform.ts";
import { terraformDiagnostics } from "../terraform/terraform-diagnostics.ts";
import { type OpenPaths, summarizeOpenPaths } from "./open-paths.ts";
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
export class RehearsalError extends Error {
  override readonly name = "RehearsalError";
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

  /** Runs `cdktf deploy` for all stacks that match a pattern, independent ones in parallel. */
  deploy(pattern: string): Promise<void> {
    return this.runPhase("cdktf deploy", async () => {
      await cdktfDeploy({ ...this.#cdktfOptions(), stacks: [pattern] });
      return [undefined, `${this.#resourceCount()} resources in the account`];
    });
  }

  /** Runs `cdktf deploy` for the given stacks of a platform that is already deployed. */
  redeploy(name: string, stacks: readonly string[]): Promise<void> {
    return this.runPhase(name, async () => {
      await cdktfDeploy({ ...this.#cdktfOptions(), stacks, withoutDependencies: true });
      return [
        undefined,
        `${formatCount(stacks.length, "stack")}, ${this.#resourceCount()} resources in the account`,
      ];
    });
  }

  /** Analyzes reachability before anything is deployed. */
  analyzeReachability(findOpenPaths: (folder: string) => Promise<OpenPaths>): Promise<void> {
    return this.runPhase("prove reachability", async () => {
      this.#openPaths = await findOpenPaths(this.#context.cdktf.output);
      return [undefined, summarizeOpenPaths(this.#openPaths)];
    });
  }

  /**
   * Plans every stack that has a state again, and verifies that each plan is empty.
   *
   * @throws RehearsalError if a plan contains changes.
   */
  verifySecondPlanEmpty(): Promise<void> {
    return this.runPhase("second plan", async () => {
      this.#stateAtSecondPlan = this.readStackStates();
      const names = new Set(this.#stateAtSecondPlan.map(({ stack }) => stack));
      const folders = readSynthesizedStacks(this.#context.cdktf.output).filter(({ name }) => names.has(name));
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
      return [undefined, `empty for ${folders.length} stacks`];
    });
  }

  /**
   * Tries to destroy protected resources, and returns those that refused. @throws RehearsalError if
   * anything was destroyed
   */
  verifyDestroyRefused(pattern: string): Promise<string[]> {
    return this.runPhase("cdktf destroy, still protected", async () => {
      const before = this.#resourceCount();
      // Not in parallel: cdktf exits at the first error, and Terraform runs that it leaves behind
      // keep their locks.
      const options = { ...this.#cdktfOptions(), stacks: [pattern], parallelism: 1 };
      const destroyError = await cdktfDestroy(options).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (destroyError !== undefined && !(destroyError instanceof CommandError)) throw destroyError;
      if (destroyError === undefined || this.#resourceCount() < before) {
        throw new RehearsalError(
          `Protected resources were not kept: ${before - this.#resourceCount()} resources were destroyed.`,
        );
      }
      const protectedResources = protectedAddresses(destroyError);
      if (protectedResources.length === 0) throw destroyError;
      return [
        protectedResources,
        `refused by ${formatCount(protectedResources.length, "resource")}, nothing destroyed`,
      ];
    });
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
    return readSynthesizedStacks(this.#context.cdktf.output).flatMap((stack) => {
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
  result(extra: {
    refusedDestroy?: readonly string[];
    kept?: Readonly<Record<string, string | undefined>>;
  }): RehearsalResult {
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
      refusedDestroy: extra.refusedDestroy ?? [],
      left:
        extra.kept === undefined
          ? this.#context.simulation.simulator.account.resources().map(({ type, id }) => `${type} ${id}`)
          : [],
      ...compact({ kept: extra.kept === undefined ? undefined : terminalVariables(extra.kept) }),
      seconds: secondsSince(this.#startedAt),
    };
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
export async function runExplainedStep<T>(
  progress: Progress,
  name: string,
  work: () => Promise<readonly [T, string]>,
): Promise<T> {
  try {
    return await runStep(progress, name, work);
  } catch (error) {
    throw explainCommandError(name, error);
  }
}

/**
 * Converts a failed command into a failed step with its output. Returns any other error unchanged.
 */
function explainCommandError(step: string, error: unknown): unknown {
  if (!(error instanceof CommandError)) return error;
  return new RehearsalError(`${step} failed.\n${terraformDiagnostics(error)}`, { cause: error });
}

/** Returns the resource addresses in the output of a refused destroy. */
function protectedAddresses({ result }: CommandError): string[] {
  const text = stripVTControlCharacters(`${result.stdout}\n${result.stderr}`).replace(/[\s│]+/g, " ");
  const names = [...text.matchAll(/Resource ([\w.[\]"-]+) (?:\([^)]*\) )?has lifecycle\.prevent_destroy/g)];
  return [...new Set(names.map((match) => required(match, 1)))].sort();
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
