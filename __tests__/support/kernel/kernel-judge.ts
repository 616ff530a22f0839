import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Probe, TinyNetwork } from "./tiny-network.ts";

const PROGRAM = fileURLToPath(new URL("judge.py", import.meta.url));

/** Connections to try in one network. */
export interface Case {
  readonly network: TinyNetwork;
  readonly probes: readonly Probe[];
}

/**
 * The independent reference: the Linux kernel. It builds networks in network namespaces and sends
 * real packets. The namespaces have no names and belong to one process, so they vanish with it.
 */
export class KernelJudge {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  #complaints = "";

  private constructor() {
    // Without bytecode: nothing is left beside the sources.
    this.#process = spawn("python3", ["-B", PROGRAM]);
    this.#process.stdin.on("error", () => undefined);
    this.#process.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#complaints += text;
    });
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  /**
   * The kernel reference, or the reason why this machine has none: missing privileges or Python.
   */
  static async start(): Promise<KernelJudge | string> {
    const judge = new KernelJudge();
    const error = once(judge.#process, "error").then(([reason]) => String(reason));
    const first = await Promise.race([judge.#read(), error]);
    if (typeof first === "string") return first;
    const { refused } = first as { refused?: string };
    return refused ?? judge;
  }

  /** Its process. */
  get pid(): number {
    return this.#process.pid!;
  }

  /**
   * Returns for each case which connections work. Allows one call at a time.
   *
   * @param quietSeconds silence after which an unanswered packet counts as blocked. Packets take
   * microseconds, but a busy machine may delay them.
   */
  async judge(cases: readonly Case[], quietSeconds = 0.15): Promise<boolean[][]> {
    this.#process.stdin.write(`${JSON.stringify({ quietSeconds, cases })}\n`);
    return (await this.#read()) as boolean[][];
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const gone = once(this.#process, "exit");
    this.#process.stdin.end();
    await gone;
  }

  async #read(): Promise<unknown> {
    const { value, done } = await this.#lines.next();
    if (done !== true) return JSON.parse(value);
    throw new Error(`the kernel judge ended: ${this.#complaints.trim()}`);
  }
}
