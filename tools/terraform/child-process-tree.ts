import { setTimeout as sleep } from "node:timers/promises";
import {
  findProcess,
  listProcesses,
  type ProcessEntry,
  signalProcesses,
  withDescendants,
} from "./process-list.ts";

/** The interval between checks for the processes' exit, in milliseconds. */
const POLL_MS = 25;

/**
 * A leader that is spared is interrupted only if it still runs when no other process has been seen
 * for that long, in milliseconds: it has that time to end by itself. An interrupted cdktf would
 * interrupt a Terraform that it has only just started.
 */
const LEADER_WAIT_MS = 1_000;

/** The same while the whole program blocks, and its time limit: the kernel needs no longer. */
const KILL_POLL_MS = 5;
const KILL_WAIT_MS = 2_000;

/**
 * The recipients of the first interrupt: all processes, as with Ctrl-C in a terminal, or all but
 * the program itself. An interrupted cdktf exits at once and leaves its Terraform without an output
 * to write to, which loses the state and keeps the lock. If only its Terraform is interrupted,
 * cdktf waits for it and exits by itself.
 */
export type InterruptScope = "everyone" | "all-but-leader";

/**
 * A child process that leads its own process group, and all its descendants, in the group or not.
 */
export class ChildProcessTree {
  readonly #leaderPid: number;
  readonly #graceMs: number;
  readonly #interrupt: InterruptScope;
  readonly #interrupted = new Set<string>();
  /** The processes seen so far, including those whose parent has exited since. */
  #knownProcesses: readonly ProcessEntry[] = [];
  #stopping: Promise<void> | undefined;
  /** The time at which another process than the leader was last seen, in milliseconds. */
  #othersSeenAt = Number.NEGATIVE_INFINITY;

  /** `graceMs`: the time limit for exiting after an interrupt, and again after SIGTERM. */
  constructor(leaderPid: number, graceMs: number, interrupt: InterruptScope) {
    this.#leaderPid = leaderPid;
    this.#graceMs = graceMs;
    this.#interrupt = interrupt;
    // It has only just started: a list of all processes would add nothing, for each command.
    this.#knownProcesses = findProcess(leaderPid);
  }

  /** The members that are still running. */
  running(): readonly ProcessEntry[] {
    const all = listProcesses();
    const group = all.filter(({ groupId }) => groupId === this.#leaderPid);
    this.#knownProcesses = withDescendants([...this.#knownProcesses, ...group], all);
    return this.#knownProcesses;
  }

  /**
   * Stops all processes: one interrupt, so that Terraform can save its state and release its locks;
   * then SIGTERM to those that remain; then SIGKILL.
   */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  /** Kills all processes, and blocks until they are gone, so that their folders can be removed. */
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

  /** Interrupts each process at most once: Terraform exits immediately on a second interrupt. */
  #interruptOnce(): void {
    const members = this.running();
    const others = members.filter(({ pid }) => pid !== this.#leaderPid);
    if (others.length > 0) this.#othersSeenAt = performance.now();
    const sparesLeader =
      this.#interrupt === "all-but-leader" && performance.now() - this.#othersSeenAt < LEADER_WAIT_MS;
    const targets = sparesLeader ? others : members;
    for (const target of targets) {
      const processKey = `${target.pid} ${target.startMark}`;
      if (!this.#interrupted.has(processKey)) signalProcesses([target], "SIGINT");
      this.#interrupted.add(processKey);
    }
  }

  /** Waits for the processes to exit, up to the grace time. Returns true if all have exited. */
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
