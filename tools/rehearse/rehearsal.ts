import { existsSync, readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import { counted } from "../counted.ts";
import { type CdktfOptions, cdktfDeploy, cdktfDestroy } from "../terraform/cdktf.ts";
import { CommandError } from "../terraform/run.ts";
import type { Terraform } from "../terraform/terraform.ts";
import { type OpenWays, sayWays } from "./open-ways.ts";
import type { RehearseOptions } from "./rehearse.ts";
import type { PhaseResult, RehearsalResult } from "./result.ts";
import type { Simulation } from "./simulation.ts";
import { readState, type StackState } from "./states.ts";
import { readSynthesized, stateFileOf, stateKeyOf } from "./synthesized.ts";

/** What a rehearsal works with. */
export interface RehearsalTools {
  readonly simulation: Simulation;
  readonly terraform: Terraform;
  /** Where and how cdktf's commands run. */
  readonly cdktf: CdktfOptions & { readonly output: string };
  readonly options: Pick<RehearseOptions, "progress" | "provider">;
  /** What is rehearsed, for the result. */
  readonly subject: string;
}

/** A rehearsal that went wrong; the message says in which phase, and what Terraform said. */
export class RehearsalError extends Error {
  override readonly name = "RehearsalError";
}

/** The phases of a rehearsal, run one after the other; each is timed and told of. */
export class Rehearsal {
  private readonly tools: RehearsalTools;
  private readonly startedAt = performance.now();
  private readonly phases: PhaseResult[] = [];
  private readonly emptyPlans = new Set<string>();
  /** What was deployed when the second plan was made: later phases take it away. */
  private deployed: readonly StackState[] = [];
  private ways: OpenWays = { ways: [], gaps: [] };

  constructor(tools: RehearsalTools) {
    this.tools = tools;
  }

  /** Runs one phase. @throws RehearsalError with the phase's name and all that Terraform said. */
  async phase<T>(name: string, work: () => Promise<readonly [T, string]>): Promise<T> {
    const { progress } = this.tools.options;
    const startedAt = performance.now();
    progress.step(name);
    try {
      const [result, note] = await work();
      progress.done(note);
      this.phases.push({ name, seconds: secondsSince(startedAt), note });
      return result;
    } catch (error) {
      progress.failed();
      throw explained(name, error);
    }
  }

  /** `cdktf deploy` of every stack that a pattern names, independent ones side by side. */
  deploy(pattern: string): Promise<void> {
    return this.phase("cdktf deploy", async () => {
      await cdktfDeploy({ ...this.cdktfOptions(), stacks: [pattern] });
      return [undefined, `${this.count()} resources in the account`];
    });
  }

  /** `cdktf deploy` of these stacks of a platform that stands. */
  deployAgain(name: string, stacks: readonly string[]): Promise<void> {
    return this.phase(name, async () => {
      await cdktfDeploy({ ...this.cdktfOptions(), stacks, withoutDependencies: true });
      return [undefined, `${counted(stacks.length, "stack")}, ${this.count()} resources in the account`];
    });
  }

  /** Finds out who can reach whom, before anything is deployed. */
  findWays(find: (folder: string) => Promise<OpenWays>): Promise<void> {
    return this.phase("prove who reaches whom", async () => {
      this.ways = await find(this.tools.cdktf.output);
      return [undefined, sayWays(this.ways)];
    });
  }

  /** A second plan of every stack that has a state: each must be empty. */
  planAgain(): Promise<void> {
    return this.phase("second plan", async () => {
      this.deployed = this.states();
      const names = new Set(this.deployed.map(({ stack }) => stack));
      const folders = readSynthesized(this.tools.cdktf.output).filter(({ name }) => names.has(name));
      const changes: string[] = [];
      await inPairs(folders, async ({ name, folder }) => {
        const { changes: hasChanges, plan } = await this.tools.terraform.planAsDeployed(folder);
        if (hasChanges) changes.push(`${name}\n${plan}`);
        else this.emptyPlans.add(name);
      });
      if (changes.length > 0) {
        throw new RehearsalError(
          `A second plan is not empty: every deploy would change something.\n${changes.join("\n")}`,
        );
      }
      return [undefined, `empty for ${folders.length} stacks`];
    });
  }

  /** Tries to destroy what is protected; says what refused. @throws RehearsalError when anything went. */
  refuseDestroy(pattern: string): Promise<string[]> {
    return this.phase("cdktf destroy, still protected", async () => {
      const before = this.count();
      // One after the other: cdktf ends at the first refusal, and what it then leaves running holds its lock.
      const options = { ...this.cdktfOptions(), stacks: [pattern], parallelism: 1 };
      const refusal = await cdktfDestroy(options).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (refusal !== undefined && !(refusal instanceof CommandError)) throw refusal;
      if (refusal === undefined || this.count() < before) {
        throw new RehearsalError(
          `What is protected let itself be destroyed: ${before - this.count()} resources went.`,
        );
      }
      const refused = protectedIn(refusal);
      if (refused.length === 0) throw refusal;
      return [refused, `refused by ${counted(refused.length, "resource")}, nothing lost`];
    });
  }

  /** `cdktf destroy` of every stack that a pattern names. */
  destroy(pattern: string): Promise<void> {
    return this.phase("cdktf destroy", async () => {
      await cdktfDestroy({ ...this.cdktfOptions(), stacks: [pattern] });
      return [undefined, `${this.count()} resources in the account`];
    });
  }

  /** What stands in the state store and in states' files, stack by stack. */
  states(): StackState[] {
    const { objects } = this.tools.simulation.store;
    return readSynthesized(this.tools.cdktf.output).flatMap((stack) => {
      const key = stateKeyOf(stack);
      const version = key === undefined ? undefined : objects.current(key.bucket, key.key);
      const text =
        version === undefined ? textOf(stateFileOf(stack)) : objects.read(version).toString("utf8");
      return text === undefined ? [] : [readState(stack.name, text)];
    });
  }

  /** All that was found. */
  result(more: {
    refusedDestroy?: readonly string[];
    kept?: Readonly<Record<string, string | undefined>>;
  }): RehearsalResult {
    const { provider } = this.tools.options;
    return {
      subject: this.tools.subject,
      mode: provider.mode,
      provider: provider.description,
      phases: this.phases,
      stacks: this.deployed.map((state) => ({
        name: state.stack,
        resources: state.resources
          .filter(({ mode }) => mode === "managed")
          .map(({ address }) => address)
          .sort(),
        outputs: state.outputs,
        secondPlanEmpty: this.emptyPlans.has(state.stack),
      })),
      reach: this.ways.ways,
      notKnown: this.ways.gaps,
      refusedDestroy: more.refusedDestroy ?? [],
      left:
        more.kept === undefined
          ? this.tools.simulation.cloud.account.resources().map(({ type, id }) => `${type} ${id}`)
          : [],
      ...(more.kept === undefined ? {} : { kept: setVariables(more.kept) }),
      seconds: secondsSince(this.startedAt),
    };
  }

  private count(): number {
    return this.tools.simulation.cloud.account.resources().length;
  }

  /** Takes the synthesized files as they are, and shows the last line as progress. */
  private cdktfOptions(): CdktfOptions {
    const { progress } = this.tools.options;
    return { ...this.tools.cdktf, skipSynth: true, onLine: (line) => progress.detail(line.trim()) };
  }
}

/** What a file says; undefined when there is none. */
function textOf(file: string | undefined): string | undefined {
  return file === undefined || !existsSync(file) ? undefined : readFileSync(file, "utf8");
}

/** Two at a time: more gain nothing on two cores, and each Terraform takes half a gigabyte. */
async function inPairs<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all([worker(), worker()]);
}

/** A failed command as a failed step, with what it said; any other error as it is. */
export function explained(step: string, error: unknown): unknown {
  if (!(error instanceof CommandError)) return error;
  return new RehearsalError(`${step} failed.\n${diagnosticsIn(error)}`, { cause: error });
}

const TAIL_LINES = 30;

/** What Terraform said was wrong: from its first error on; without one, the last lines of a failed command. */
function diagnosticsIn({ message, result }: CommandError): string {
  const lines = stripVTControlCharacters(`${result.stdout}\n${result.stderr}`).split("\n");
  const first = lines.findIndex((line) => /\bError: /.test(line));
  if (first < 0) return [message, ...lines.slice(-TAIL_LINES)].join("\n");
  return lines
    .slice(first)
    .filter((line) => !/^\d+ Stacks? |^Invoking Terraform CLI failed/.test(line))
    .join("\n")
    .trimEnd();
}

/** The addresses that a refused destroy names. */
function protectedIn({ result }: CommandError): string[] {
  const text = stripVTControlCharacters(`${result.stdout}\n${result.stderr}`).replace(/[\s│]+/g, " ");
  const names = [...text.matchAll(/Resource ([\w.[\]"-]+) (?:\([^)]*\) )?has lifecycle\.prevent_destroy/g)];
  return [...new Set(names.map((match) => match[1]!))].sort();
}

/** The variables that are set, by name. */
export function setVariables(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const set = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(set.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function secondsSince(startedAt: number): number {
  return (performance.now() - startedAt) / 1000;
}
