import { constants } from "node:os";
import { stripVTControlCharacters } from "node:util";
import { execa } from "execa";
import { ExpectedError } from "../expected-error.ts";
import { ChildProcessTree, type InterruptScope } from "./child-process-tree.ts";
import { onExit, processCleanup } from "./cleanup.ts";
import { credentialsHint } from "./credentials-hint.ts";
import { OutputFiles } from "./output-files.ts";

/** Options of {@link runCommand}. */
export interface CommandOptions {
  /** The working directory. */
  readonly cwd: string;
  /** Overrides variables of this process's environment; `undefined` unsets one. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Receives each line of output, without its line ending. */
  readonly onLine?: (line: string, stream: "stdout" | "stderr") => void;
  /**
   * Lets the program end in its own time if this process is killed: it writes into files, and no
   * line is passed on while it runs. @default false
   */
  readonly mayOutlive?: boolean;
  /** Receives the process ID once the program has started. */
  readonly onStart?: (pid: number) => void;
  /** Aborts the program: an interrupt first, then SIGTERM, then SIGKILL. */
  readonly signal?: AbortSignal;
  /** The recipients of the first interrupt. @default "everyone" */
  readonly interrupt?: InterruptScope;
  /**
   * The time limit for exiting after an interrupt, and again after SIGTERM, in milliseconds.
   * @default 30000
   */
  readonly graceMs?: number;
  /** The exit codes that count as success. @default [0] */
  readonly okExitCodes?: readonly number[];
}

/** The exit code and output of a program. */
export interface CommandResult {
  /** The exit code; as in a shell, 128 plus the signal's number if it was killed. */
  readonly exitCode: number;
  /** Standard output, as UTF-8. */
  readonly stdout: string;
  /** Standard error, as UTF-8. */
  readonly stderr: string;
  /** Milliseconds from the start to the end of the program. */
  readonly durationMs: number;
}

/** A program that failed or was stopped. The one-line message names the program and the cause. */
export class CommandError extends ExpectedError {
  override readonly name = "CommandError";
  /** The program's output and exit code. */
  readonly result: CommandResult;

  constructor(message: string, result: CommandResult) {
    super(message);
    this.result = result;
  }
}

const DEFAULT_GRACE_MS = 30_000;

/** Much larger than any plan in JSON form. */
const MAX_OUTPUT_CHARACTERS = 1024 ** 3;

/**
 * Runs a program to completion in its own process group, without a terminal or input.
 * When the promise settles, neither the program nor any of its descendants is running. If this
 * process ends earlier, by an error or a signal, they are ended too.
 *
 * @throws CommandError if it fails, cannot be started or is stopped.
 */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  options.signal?.throwIfAborted();
  const startedAt = performance.now();
  const files = options.mayOutlive === true ? new OutputFiles() : undefined;
  const child = execa(command, [...args], {
    cwd: options.cwd,
    env: { ...options.env },
    // Ctrl-C in a terminal must not reach the program as well: Terraform exits immediately on a
    // second interrupt.
    detached: true,
    cleanup: false,
    reject: false,
    stdin: "ignore",
    stripFinalNewline: false,
    maxBuffer: MAX_OUTPUT_CHARACTERS,
    stdout: files?.descriptors.stdout ?? lineTransform("stdout", options.onLine),
    stderr: files?.descriptors.stderr ?? lineTransform("stderr", options.onLine),
  });
  const release = stopOnAbortOrExit(child.pid, options);
  try {
    if (child.pid !== undefined) options.onStart?.(child.pid);
    const outcome = await child;
    // A signal is ending both this process and the program: not a failure to report.
    if (processCleanup().isEnding) await new Promise(() => {});
    const result: CommandResult = {
      exitCode:
        outcome.exitCode ?? 128 + (outcome.signal === undefined ? -1 : constants.signals[outcome.signal]),
      stdout: files?.read("stdout") ?? outcome.stdout ?? "",
      stderr: files?.read("stderr") ?? outcome.stderr ?? "",
      durationMs: performance.now() - startedAt,
    };
    const failure = failureMessage([command, ...args].join(" "), result, outcome, options);
    if (failure !== undefined) throw new CommandError(failure, result);
    return result;
  } finally {
    await release();
    files?.close();
  }
}

/**
 * Stops the program on abort or when this process exits. The returned function ends what remains of
 * it.
 */
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

/** Returns the cause of a failure in one line; `undefined` for a success. */
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
  const failed = `\`${name}\` failed with exit code ${result.exitCode}`;
  if (reason === undefined) return `${failed}.`;
  const hint = credentialsHint(reason);
  return `${failed}: ${reason}${hint === undefined ? "" : `. ${hint}`}`;
}

/**
 * Returns the first error printed by Terraform or Node.js, in one line; otherwise the last line.
 */
function firstError({ stdout, stderr }: CommandResult): string | undefined {
  const lines = [...plainLines(stderr), ...plainLines(stdout)];
  // cdktf prefixes Terraform's error with the stack's name.
  const errors = lines.flatMap((line) => /(?:^|\s)(?:Error: |(?=[A-Z]\w*Error: ))(.+)/.exec(line)?.[1] ?? []);
  // cdktf adds an error that reports only the exit code.
  const cause = errors.find((error) => !/ failed with exit code \d+$/.test(error));
  return cause ?? errors[0] ?? plainLines(stderr).at(-1) ?? lines.at(-1);
}

/** Returns the non-empty lines, without colours and Terraform's frame. */
function plainLines(output: string): readonly string[] {
  return stripVTControlCharacters(output)
    .split("\n")
    .map((line) => line.replace(/^[\s\u2500-\u257f]+/, "").trim())
    .filter((line) => line !== "");
}
