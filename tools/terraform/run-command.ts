import { constants } from "node:os";
import { stripVTControlCharacters } from "node:util";
import { execa } from "execa";
import { ChildProcessTree, type InterruptScope } from "./child-process-tree.ts";
import { onExit, processCleanup } from "./cleanup.ts";

/** A program to run and how. */
export interface CommandOptions {
  /** The folder it runs in. */
  readonly cwd: string;
  /** Laid over this process's environment; `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Told of each line as it comes, without its line end. */
  readonly onLine?: (line: string, stream: "stdout" | "stderr") => void;
  /** Receives the program's process id once it has started. */
  readonly onStart?: (pid: number) => void;
  /** Stops the program: an interrupt first, then SIGTERM, then SIGKILL. */
  readonly signal?: AbortSignal;
  /** Who is interrupted first. @default "everyone" */
  readonly interrupt?: InterruptScope;
  /** How long it may take to stop after an interrupt, and again after SIGTERM, in milliseconds. @default 30000 */
  readonly graceMs?: number;
  /** The exit codes that are no failure. @default [0] */
  readonly okExitCodes?: readonly number[];
}

/** What a program did. */
export interface CommandResult {
  /** The exit code; 128 and the signal's number when it was killed, as a shell has it. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
}

/** A program that failed or was stopped; the message says in one line which and why. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  /** All that it printed, and its exit code. */
  readonly result: CommandResult;

  constructor(message: string, result: CommandResult) {
    super(message);
    this.result = result;
  }
}

const DEFAULT_GRACE_MS = 30_000;

/** Far more than any plan as JSON. */
const MAX_OUTPUT_CHARACTERS = 1024 ** 3;

/**
 * Runs a program to its end, in a process group of its own, with no terminal and nothing on its input.
 *
 * Throws {@link CommandError} when it fails, cannot be started or is stopped. Whatever happens, when this
 * returns neither the program nor anything that it started is left; and when this process ends earlier, by an
 * error or a signal, they are taken along.
 */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  options.signal?.throwIfAborted();
  const startedAt = performance.now();
  const child = execa(command, [...args], {
    cwd: options.cwd,
    env: { ...options.env },
    // Ctrl-C in a terminal must not reach it as well: Terraform takes a second interrupt as "exit at once".
    detached: true,
    cleanup: false,
    reject: false,
    stdin: "ignore",
    stripFinalNewline: false,
    maxBuffer: MAX_OUTPUT_CHARACTERS,
    stdout: lineTransform("stdout", options.onLine),
    stderr: lineTransform("stderr", options.onLine),
  });
  const release = stopOnAbortOrExit(child.pid, options);
  try {
    if (child.pid !== undefined) options.onStart?.(child.pid);
    const outcome = await child;
    // A signal is ending us, and the program with us: that is no failure to be told of on the way out.
    if (processCleanup().isEnding) await new Promise(() => {});
    const result: CommandResult = {
      exitCode:
        outcome.exitCode ?? 128 + (outcome.signal === undefined ? -1 : constants.signals[outcome.signal]),
      stdout: outcome.stdout,
      stderr: outcome.stderr,
      durationMs: performance.now() - startedAt,
    };
    const failure = failureMessage([command, ...args].join(" "), result, outcome, options);
    if (failure !== undefined) throw new CommandError(failure, result);
    return result;
  } finally {
    await release();
  }
}

/** Ends the program when it is to be stopped or we end ourselves; the function returned ends what is left of it. */
function stopOnAbortOrExit(
  pid: number | undefined,
  { signal, graceMs, interrupt }: CommandOptions,
): () => Promise<void> {
  if (pid === undefined) return async () => {};
  const processTree = new ChildProcessTree(pid, graceMs ?? DEFAULT_GRACE_MS, interrupt ?? "everyone");
  const release = onExit({ dispose: () => processTree.stop(), disposeNow: () => processTree.kill() });
  const onAbort = () => void processTree.stop();
  signal?.addEventListener("abort", onAbort, { once: true });
  return async () => {
    signal?.removeEventListener("abort", onAbort);
    await release();
  };
}

function lineTransform(stream: "stdout" | "stderr", onLine: CommandOptions["onLine"]) {
  return function* (line: unknown): Generator<string> {
    onLine?.(String(line), stream);
    yield String(line);
  };
}

/** Why a run is a failure, in one line; `undefined` when it is none. */
function failureMessage(
  name: string,
  result: CommandResult,
  outcome: { readonly code?: string | undefined; readonly originalMessage?: string | undefined },
  options: CommandOptions,
): string | undefined {
  if (options.signal?.aborted === true) return `\`${name}\` was stopped.`;
  if (outcome.code !== undefined)
    return `\`${name}\` cannot be run: ${outcome.originalMessage ?? outcome.code}`;
  if ((options.okExitCodes ?? [0]).includes(result.exitCode)) return undefined;
  const reason = firstError(result);
  return `\`${name}\` failed with exit code ${result.exitCode}${reason === undefined ? "." : `: ${reason}`}`;
}

/** The first error that Terraform or Node printed, in one line; else the last line there is. */
function firstError({ stdout, stderr }: CommandResult): string | undefined {
  const lines = [...plainLines(stderr), ...plainLines(stdout)];
  // cdktf puts the stack's name before Terraform's error.
  const errors = lines.flatMap((line) => /(?:^|\s)(?:Error: |(?=[A-Z]\w*Error: ))(.+)/.exec(line)?.[1] ?? []);
  // cdktf adds one of its own, which says only that there was one.
  const cause = errors.find((error) => !/ failed with exit code \d+$/.test(error));
  return cause ?? errors[0] ?? plainLines(stderr).at(-1) ?? lines.at(-1);
}

/** Lines with something in them, free of colours and of Terraform's frame. */
function plainLines(output: string): readonly string[] {
  return stripVTControlCharacters(output)
    .split("\n")
    .map((line) => line.replace(/^[\s\u2500-\u257f]+/, "").trim())
    .filter((line) => line !== "");
}
