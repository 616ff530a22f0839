import { join } from "node:path";
import type { Progress } from "../tools/progress.ts";
import { CommandError, type CommandResult, runCommand } from "../tools/terraform/run-command.ts";
import { makeTemporaryFolder } from "../tools/terraform/temporary-folder.ts";
import { moveToCdktn } from "./cdktn.ts";
import { copyCheckout } from "./checkout.ts";
import type { MatrixEntry } from "./entry.ts";
import type { EntryResult, StepResult } from "./result.ts";
import { NODE_STEP, type Step, stepsFor } from "./steps.ts";
import { environmentWith, findToolchain, type Toolchain } from "./toolchain.ts";

/** Options of {@link runEntry}. */
export interface RunEntryOptions {
  /** The checkout to copy. */
  readonly checkout: string;
  /** The folder in which Node.js releases are cached. */
  readonly cache: string;
  /** Shows the running step. */
  readonly progress: Progress;
  /** Prints the last lines of a failed step's output. */
  readonly printOutput: (lines: readonly string[]) => void;
}

/** Space for the packages, one rehearsal's files, and a margin. */
const MIN_FREE_MIB = 2500;

/** The number of lines printed from each output stream of a failed step. */
const LINES_SHOWN = 60;

/** Runs an entry's steps in a copy of the checkout, which is removed when the promise settles. */
export async function runEntry(entry: MatrixEntry, options: RunEntryOptions): Promise<EntryResult> {
  let toolchain: Toolchain | undefined;
  const found = await timed(NODE_STEP, label(entry, NODE_STEP), options, async () => {
    const { cache, progress } = options;
    toolchain = await findToolchain(entry.source, { cache, onLine: (line) => progress.detail(line) });
  });
  if (toolchain === undefined)
    return { ...nameOf(entry), steps: [found, ...skipped(stepsFor(entry.library))] };
  const steps = [found, ...(await runSteps(entry, toolchain, options))];
  return { ...nameOf(entry), node: toolchain.node, npm: toolchain.npm, steps };
}

function nameOf({ name, library }: MatrixEntry) {
  return { name, library };
}

async function runSteps(
  entry: MatrixEntry,
  { bin }: Toolchain,
  options: RunEntryOptions,
): Promise<readonly StepResult[]> {
  const workspace = makeTemporaryFolder("drydock-matrix", { minFreeMiB: MIN_FREE_MIB });
  const cwd = join(workspace.path, "drydock");
  try {
    await copyCheckout(options.checkout, cwd);
    if (entry.library === "cdktn") moveToCdktn(cwd);
    const [install, ...others] = stepsFor(entry.library);
    if (install === undefined) return [];
    const installed = await runStep(entry, install, cwd, bin, options);
    if (installed.status === "failed") return [installed, ...skipped(others)];
    const results = [installed];
    for (const step of others) results.push(await runStep(entry, step, cwd, bin, options));
    return results;
  } finally {
    await workspace.remove();
  }
}

function runStep(
  entry: MatrixEntry,
  { name, command: [program, ...args], findFault }: Step,
  cwd: string,
  bin: string,
  options: RunEntryOptions,
): Promise<StepResult> {
  return timed(name, label(entry, [program, ...args].join(" ")), options, async () => {
    const result = await runCommand(program, args, {
      cwd,
      env: environmentWith(bin),
      onLine: (line) => options.progress.detail(line),
    });
    const fault = findFault?.(result);
    if (fault !== undefined) throw new CommandError(`printed: ${fault}`, result);
  });
}

/** Runs a function as a step, and returns its duration and the cause of any failure. */
async function timed(
  name: string,
  shownName: string,
  { progress, printOutput }: RunEntryOptions,
  action: () => Promise<void>,
): Promise<StepResult> {
  const startedAt = performance.now();
  const seconds = () => (performance.now() - startedAt) / 1000;
  progress.step(shownName);
  try {
    await action();
    progress.done();
    return { name, status: "passed", seconds: seconds() };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    progress.failed();
    printOutput(error instanceof CommandError ? lastLines(error.result) : []);
    return { name, status: "failed", seconds: seconds(), reason: error.message };
  }
}

function lastLines({ stdout, stderr }: CommandResult): readonly string[] {
  return [stdout, stderr].flatMap((text) => text.trimEnd().split("\n").slice(-LINES_SHOWN));
}

function skipped(steps: readonly Step[]): readonly StepResult[] {
  return steps.map(({ name }) => ({ name, status: "skipped", seconds: 0 }));
}

function label({ name }: MatrixEntry, action: string): string {
  return `${name}: ${action}`;
}
