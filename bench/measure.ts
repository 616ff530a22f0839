import { spawn } from "node:child_process";
import { join } from "node:path";
import { required } from "../language/required.ts";

/** The cost of a process. */
export interface ProcessCost {
  /** From start to exit. */
  readonly milliseconds: number;
  /** Peak resident memory, as reported by the operating system. */
  readonly mebibytes: number;
}

/** The project folder. */
export const PROJECT_FOLDER = process.cwd();

const RECORDER = join(PROJECT_FOLDER, "bench", "record-peak-memory.cjs");

/** A Node.js program: its arguments and additional environment. */
export interface MeasuredProgram {
  /** Node.js's arguments: the script and its own. */
  readonly args: readonly string[];
  /** Environment variables besides this process's. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Measures the median cost of each program. Programs alternate in rounds, so that a machine's
 * varying speed affects all alike; the first round, with cold caches, is discarded.
 */
export async function measureMedianCosts(
  programs: readonly MeasuredProgram[],
  rounds = 5,
): Promise<ProcessCost[]> {
  const costs: ProcessCost[][] = programs.map(() => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [index, { args, env }] of programs.entries()) {
      const cost = await measureProcess(args, env);
      if (round > 0) required(costs, index).push(cost);
    }
  }
  return costs.map((list) => ({
    milliseconds: median(list.map((cost) => cost.milliseconds)),
    mebibytes: median(list.map((cost) => cost.mebibytes)),
  }));
}

/** Runs Node.js once. @throws Error with the output if it exits with any other code. */
export function measureProcess(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  exitCodes: readonly number[] = [0],
): Promise<ProcessCost> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, ["--require", RECORDER, ...args], {
    cwd: PROJECT_FOLDER,
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "pipe", "pipe"],
  });
  let errors = "";
  let kibibytes = "";
  child.stderr?.on("data", (chunk) => (errors += chunk));
  child.stdio[3]?.on("data", (chunk) => (kibibytes += chunk));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      if (!exitCodes.includes(code ?? -1))
        reject(new Error(`node ${args.join(" ")} exited with ${code}\n${errors}`));
      else resolve({ milliseconds: performance.now() - startedAt, mebibytes: Number(kibibytes) / 1024 });
    });
  });
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return required(sorted, Math.floor(sorted.length / 2));
}
