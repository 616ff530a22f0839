import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { required } from "../language/required.ts";

/** The cost of a program with all programs that it starts. */
export interface TreeCost {
  /** From start to exit. */
  readonly wallSeconds: number;
  /** User and system time of the program and of every program that it waited for. */
  readonly cpuSeconds: number;
  /**
   * The CPU seconds by kind of program, sampled: what a program uses after the last sample is
   * missing. Empty where there is no `/proc`.
   */
  readonly parts: ReadonlyMap<string, number>;
  /** Standard output. */
  readonly stdout: string;
}

const SAMPLE_MS = 40;

/** The kind of every other program: the rehearsal's own process, git. */
const OWN = "Drydock";

/** Clock ticks a second in `/proc`: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
const TICKS = 100;

/**
 * Runs a program, and measures it with all that it starts. A shell's `times` reports what the
 * operating system counted for the programs that have ended.
 *
 * @throws Error if the program fails, with its output.
 */
export async function measureTree(
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<TreeCost> {
  const startedAt = performance.now();
  const child = spawn("sh", ["-c", '"$@" && times >&3', "sh", process.execPath, ...args], {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const texts = [1, 2, 3].map((index) => textOf(child.stdio[index]));
  const samples = new TreeSamples(child.pid ?? 0);
  const timer = setInterval(() => samples.take(), SAMPLE_MS);
  const exitCode = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  }).finally(() => clearInterval(timer));
  const [stdout = "", stderr = "", times = ""] = texts.map((text) => text());
  if (exitCode !== 0) throw new Error(`node ${args.join(" ")} exited with ${exitCode}\n${stdout}${stderr}`);
  return {
    wallSeconds: (performance.now() - startedAt) / 1000,
    cpuSeconds: childSeconds(times),
    parts: samples.parts(),
    stdout,
  };
}

function textOf(stream: unknown): () => string {
  const chunks: Buffer[] = [];
  (stream as NodeJS.ReadableStream).on("data", (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString();
}

/** The second line of `times`: user and system time of the shell's children, as `1m2.30s`. */
function childSeconds(times: string): number {
  const fields = [...times.matchAll(/(\d+)m([\d.]+)s/g)].slice(2);
  return fields.reduce((sum, field) => sum + Number(field[1]) * 60 + Number(field[2]), 0);
}

/** The CPU time of a program's descendants, as last seen. */
class TreeSamples {
  readonly #root: number;
  readonly #hasProc = existsSync("/proc/self/stat");
  /** By process ID and start time: IDs are used again. */
  readonly #seen = new Map<string, { readonly kind: string; readonly seconds: number }>();
  #members = new Set<number>();

  constructor(root: number) {
    this.#root = root;
  }

  take(): void {
    if (!this.#hasProc) return;
    const all = readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .flatMap(readStat);
    const members = new Set([this.#root]);
    // Processes whose parent has ended are the first process's children; they stay members.
    for (const { pid } of all) if (this.#members.has(pid)) members.add(pid);
    for (let size = 0; size < members.size; ) {
      size = members.size;
      for (const { pid, parent } of all) if (members.has(parent)) members.add(pid);
    }
    this.#members = members;
    for (const { pid, start, seconds } of all) {
      if (pid === this.#root || !members.has(pid)) continue;
      const key = `${pid} ${start}`;
      // A program that has ended has no command line any more.
      const kind = programKind(pid) ?? this.#seen.get(key)?.kind ?? OWN;
      this.#seen.set(key, { kind, seconds });
    }
  }

  parts(): ReadonlyMap<string, number> {
    const parts = new Map<string, number>();
    for (const { kind, seconds } of this.#seen.values()) parts.set(kind, (parts.get(kind) ?? 0) + seconds);
    return new Map([...parts].sort(([, a], [, b]) => b - a));
  }
}

interface ProcessTimes {
  readonly pid: number;
  readonly parent: number;
  readonly start: string;
  readonly seconds: number;
}

function readStat(pid: string): ProcessTimes[] {
  const stat = readFile(`/proc/${pid}/stat`);
  if (stat === "") return [];
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = Number(fields[11]) + Number(fields[12]);
  return [
    { pid: Number(pid), parent: Number(fields[1]), start: required(fields, 19), seconds: ticks / TICKS },
  ];
}

/** The kind of a program, by its command line; undefined for one that has ended. */
function programKind(pid: number): string | undefined {
  const args = readFile(`/proc/${pid}/cmdline`).split("\0");
  if (args[0] === "") return undefined;
  const program = basename(args[0] ?? "");
  if (program.startsWith("terraform-provider-")) return "AWS provider";
  if (program.startsWith("terraform")) return "Terraform";
  if (args.some((arg) => /cdkt[fn]-cli/.test(arg))) return "cdktf";
  return args.some((arg) => /app\.mjs$/.test(arg)) ? "synthesis" : OWN;
}

/** Empty for a process that has ended. */
function readFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
