import { setTimeout as sleep } from "node:timers/promises";
import {
  listProcesses,
  type ProcessEntry,
  sendSignal,
  signalProcesses,
  withDescendants,
} from "./process-tree.ts";

/** How often it is looked whether the processes have ended, in milliseconds. */
const POLL_MS = 25;

/** A child process that leads its own group, with all that it starts, in that group or out of it. */
export class ProcessFamily {
  readonly #leaderPid: number;
  readonly #graceMs: number;
  /** Those seen so far: one whose parent has ended is still known. */
  #known: readonly ProcessEntry[] = [];
  #stopping: Promise<void> | undefined;

  /** `graceMs`: how long they may take to end after an interrupt, and again after SIGTERM. */
  constructor(leaderPid: number, graceMs: number) {
    this.#leaderPid = leaderPid;
    this.#graceMs = graceMs;
    this.running();
  }

  /** The members that still run. */
  running(): readonly ProcessEntry[] {
    const all = listProcesses();
    const group = all.filter(({ groupId }) => groupId === this.#leaderPid);
    this.#known = withDescendants([...this.#known, ...group], all);
    return this.#known;
  }

  /**
   * Ends them all: an interrupt to the leader's group, as Ctrl-C gives it, so that Terraform can save its state
   * and give back its locks; SIGTERM to each that is left after that; then SIGKILL.
   */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  /** Ends them all at once. */
  kill(): void {
    signalProcesses(this.running(), "SIGKILL");
  }

  async #stop(): Promise<void> {
    if (this.running().length === 0) return;
    sendSignal(-this.#leaderPid, "SIGINT");
    if (await this.#gone()) return;
    signalProcesses(this.running(), "SIGTERM");
    if (await this.#gone()) return;
    this.kill();
    await this.#gone();
  }

  /** Waits for them to end, at most the grace time; whether they did. */
  async #gone(): Promise<boolean> {
    const deadline = performance.now() + this.#graceMs;
    while (this.running().length > 0) {
      if (performance.now() > deadline) return false;
      await sleep(POLL_MS);
    }
    return true;
  }
}
