/** Something to take away again at the end: a folder, a socket, a child process. */
export interface CleanupTask {
  /** Takes it away in the ordinary way; may take its time. */
  dispose(): void | Promise<void>;
  /** Takes it away at once, when the process is already ending. Left out where the system does it itself. */
  disposeNow?(): void;
}

/** Signals that end the program, and the exit codes a shell gives for them. */
const SIGNAL_EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/**
 * What must not outlive the program. Things are taken away in reverse order: children before the sockets
 * they use, and folders last.
 */
export class Cleanup {
  readonly #tasks = new Set<CleanupTask>();
  #ending: Promise<void> | undefined;

  /** Registers something; the function returned takes it away now (once) and forgets it. */
  add(task: CleanupTask): () => Promise<void> {
    this.#tasks.add(task);
    return async () => {
      if (this.#tasks.delete(task)) await task.dispose();
    };
  }

  /** How many things are registered. */
  get size(): number {
    return this.#tasks.size;
  }

  /** Whether a signal is ending the program. */
  get isEnding(): boolean {
    return this.#ending !== undefined;
  }

  /** Takes everything away, one after the other, the newest first. A failure does not stop the rest. */
  async disposeAll(): Promise<void> {
    const errors: unknown[] = [];
    for (let newest = this.#takeNewest(); newest !== undefined; newest = this.#takeNewest()) {
      try {
        await newest.dispose();
      } catch (error) {
        errors.push(error);
        disposeQuietly(newest);
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, "Not everything could be cleaned up.");
  }

  /** Takes everything away without waiting for anything, as far as that can be done. */
  disposeAllNow(): void {
    for (let newest = this.#takeNewest(); newest !== undefined; newest = this.#takeNewest()) {
      disposeQuietly(newest);
    }
  }

  /**
   * Makes sure of it for this process: on its exit, and on SIGINT, SIGTERM and SIGHUP, which then end it with
   * the code a shell gives for them. A second signal does not wait for what the first one began.
   */
  installHandlers(): void {
    process.on("exit", () => this.disposeAllNow());
    for (const [signal, exitCode] of Object.entries(SIGNAL_EXIT_CODES)) {
      process.on(signal, () => this.#exitOnSignal(exitCode));
    }
  }

  #exitOnSignal(exitCode: number): void {
    if (this.#ending !== undefined) process.exit(exitCode);
    this.#ending = this.disposeAll().catch((error: unknown) => console.error(String(error)));
    void this.#ending.then(() => process.exit(exitCode));
  }

  #takeNewest(): CleanupTask | undefined {
    const newest = [...this.#tasks].at(-1);
    if (newest !== undefined) this.#tasks.delete(newest);
    return newest;
  }
}

let cachedCleanup: Cleanup | undefined;

/** The cleanup of this process, installed at the first call. */
export function processCleanup(): Cleanup {
  if (cachedCleanup === undefined) {
    cachedCleanup = new Cleanup();
    cachedCleanup.installHandlers();
  }
  return cachedCleanup;
}

/** Has something taken away when the program ends, however it ends; the function returned does it now. */
export function onExit(task: CleanupTask): () => Promise<void> {
  return processCleanup().add(task);
}

/** While the process ends there is no one left to tell of a failure. */
function disposeQuietly(task: CleanupTask): void {
  try {
    task.disposeNow?.();
  } catch {
    return;
  }
}
