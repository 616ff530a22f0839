import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Probe, TinyNetwork } from "./tiny-network.ts";

const PROGRAM = fileURLToPath(new URL("reference.py", import.meta.url));

/** A network and the connections to probe in it. */
export interface ProbedNetwork {
  readonly network: TinyNetwork;
  readonly probes: readonly Probe[];
}

/**
 * The Linux kernel as an independent reference for reach: a Python program builds networks from
 * network namespaces and sends real packets. The namespaces are unnamed and belong to its process,
 * so they vanish with it.
 */
export class KernelReference {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  #stderr = "";

  private constructor() {
    // -B: no bytecode files beside the sources.
    this.#process = spawn("python3", ["-B", PROGRAM]);
    this.#process.stdin.on("error", () => undefined);
    this.#process.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#stderr += text;
    });
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  /**
   * Starts the program. Returns the reason if this machine cannot run it: no privileges or Python.
   */
  static async start(): Promise<KernelReference | string> {
    const kernel = new KernelReference();
    const error = once(kernel.#process, "error").then(([reason]) => String(reason));
    const first = await Promise.race([kernel.#read(), error]);
    if (typeof first === "string") return first;
    const { refused } = first as { refused?: string };
    return refused ?? kernel;
  }

  /** The ID of its process. */
  get pid(): number {
    return this.#process.pid!;
  }

  /**
   * Returns for each probe of each network if the connection works. Allows one call at a time.
   *
   * @param quietSeconds seconds without any packet after which unanswered probes count as blocked.
   * Packets take microseconds, but a busy machine may delay them.
   */
  async connectivity(cases: readonly ProbedNetwork[], quietSeconds = 0.15): Promise<boolean[][]> {
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
    throw new Error(`the kernel reference ended: ${this.#stderr.trim()}`);
  }
}
