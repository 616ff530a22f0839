import { setTimeout as sleep } from "node:timers/promises";
import { listProcesses, type ProcessEntry, signalProcesses, withDescendants } from "./process-list.ts";

/** How often it is looked whether the processes have ended, in milliseconds. */
const POLL_MS = 25;

/** The same while the whole program waits, and how long that may last: the kernel needs no longer. */
const KILL_POLL_MS = 5;
const KILL_WAIT_MS = 2_000;

/**
 * Whom the first, polite interrupt goes to: all of them, as with Ctrl-C in a terminal, or all but the program
 * itself. cdktf, when it is interrupted, ends at once and leaves its Terraform without an output to write to,
 * which loses the state and keeps the lock; when only its Terraform is interrupted, it waits and ends by itself.
 */
export type InterruptScope = "everyone" | "all-but-leader";

/** A child process that leads its own group, with all that it starts, in that group or out of it. */
export class ChildProcessTree {
  readonly #leaderPid: number;
  readonly #graceMs: number;
  readonly #interrupt: InterruptScope;
  readonly #interrupted = new Set<string>();
  /** Those seen so far: one whose parent has ended is still known. */
  #knownProcesses: readonly ProcessEntry[] = [];
  #stopping: Promise<void> | undefined;

  /** `graceMs`: how long they may take to end after an interrupt, and again after SIGTERM. */
  constructor(leaderPid: number, graceMs: number, interrupt: InterruptScope) {
    this.#leaderPid = leaderPid;
    this.#graceMs = graceMs;
    this.#interrupt = interrupt;
    this.running();
  }

  /** The members that still run. */
  running(): readonly ProcessEntry[] {
    const all = listProcesses();
    const group = all.filter(({ groupId }) => groupId === this.#leaderPid);
    this.#knownProcesses = withDescendants([...this.#knownProcesses, ...group], all);
    return this.#knownProcesses;
  }

  /**
   * Ends them all: one interrupt, so that Terraform can save its state and give back its locks; SIGTERM to each
   * that is left after that; then SIGKILL.
   */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  /** Ends them all at once, and blocks until they are gone, so that the folders they use can go next. */
  kill(): void {
    const deadline = performance.now() + KILL_WAIT_MS;
    const clock = new Int32Array(new SharedArrayBuffer(4));
    while (this.running().length > 0 && performance.now() < deadline) {
      signalProcesses(this.#knownProcesses, "SIGKILL");
      Atomics.wait(clock, 0, 0, KILL_POLL_MS);
    }
  }

  async #stop(): Promise<void> {
    if (await this.#waitForExit(() => this.#interruptOnce())) return;
    signalProcesses(this.running(), "SIGTERM");
    if (await this.#waitForExit()) return;
    this.kill();
  }

  /** Interrupts what is to be interrupted and has not been: Terraform takes a second one as "exit at once". */
  #interruptOnce(): void {
    const members = this.running();
    const others = members.filter(({ pid }) => pid !== this.#leaderPid);
    const targets = this.#interrupt === "all-but-leader" && others.length > 0 ? others : members;
    for (const target of targets) {
      const processKey = `${target.pid} ${target.startMark}`;
      if (!this.#interrupted.has(processKey)) signalProcesses([target], "SIGINT");
      this.#interrupted.add(processKey);
    }
  }

  /** Waits for them to end, at most the grace time; whether they did. */
  async #waitForExit(meanwhile?: () => void): Promise<boolean> {
    const deadline = performance.now() + this.#graceMs;
    while (this.running().length > 0) {
      if (performance.now() > deadline) return false;
      meanwhile?.();
      await sleep(POLL_MS);
    }
    return true;
  }
}
