import type { Library } from "./entry.ts";

/** The outcome of a step. */
export interface StepResult {
  /** The step's name: `install`. */
  readonly name: string;
  /** `skipped` if a step that it requires failed. */
  readonly status: "passed" | "failed" | "skipped";
  /** The step's duration in seconds; 0 if it was skipped. */
  readonly seconds: number;
  /** The cause, in one line, of a step that failed. */
  readonly reason?: string;
}

/** The outcome of an entry. */
export interface EntryResult {
  /** The entry as given on the command line: `26+cdktn`. */
  readonly name: string;
  /** The library that synthesized. */
  readonly library: Library;
  /** The version of Node.js; `undefined` if none could be found or installed. */
  readonly node?: string;
  /** The version of npm; `undefined` if none could be found or installed. */
  readonly npm?: string;
  /** The steps, in order. */
  readonly steps: readonly StepResult[];
}

/** The outcome of all entries: the object that `--json` prints. */
export interface MatrixResult {
  /** Platform and architecture: `linux-x64`. */
  readonly platform: string;
  /** The entries, in order. */
  readonly entries: readonly EntryResult[];
  /** The number of steps that passed. */
  readonly passed: number;
  /** The number of steps that failed. */
  readonly failed: number;
  /** The number of steps skipped because a step that they require had failed. */
  readonly skipped: number;
}

/** Counts the steps of all entries. */
export function summarize(platform: string, entries: readonly EntryResult[]): MatrixResult {
  const steps = entries.flatMap((entry) => entry.steps);
  const count = (status: StepResult["status"]) => steps.filter((step) => step.status === status).length;
  return {
    platform,
    entries,
    passed: count("passed"),
    failed: count("failed"),
    skipped: count("skipped"),
  };
}
