/** A resource to release at the end: a folder, a socket, a child process. */
export interface CleanupTask {
  /** Releases the resource; may take time. */
  dispose(): void | Promise<void>;
  /** Releases the resource synchronously while the process exits. Omitted if the system does it. */
  disposeNow?(): void;
}

/** Signals that end the program, with the exit codes that shells use for them. */
const SIGNAL_EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/**
 * The resources that must not outlive the program. They are released in reverse order: child
 * processes before the sockets they use, folders last.
 */
export class Cleanup {
  readonly #tasks = new Set<CleanupTask>();
  #ending: Promise<void> | undefined;

  /** Registers a task. The returned function runs it now (once) and unregisters it. */
  add(task: CleanupTask): () => Promise<void> {
    this.#tasks.add(task);
    return async () => {
      if (this.#tasks.delete(task)) await task.dispose();
    };
  }

  /** The number of registered tasks. */
  get size(): number {
    return this.#tasks.size;
  }

  /** True if a signal is ending the program. */
  get isEnding(): boolean {
    return this.#ending !== undefined;
  }

  /**
   * Runs all tasks one after the other, newest first. A failure does not stop the rest.
   *
   * @throws AggregateError with all failures.
   */
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
    if (errors.length > 0) throw new AggregateError(errors, "The clean-up is incomplete.");
  }

  /** Runs all tasks synchronously, as far as possible. */
  disposeAllNow(): void {
    for (let newest = this.#takeNewest(); newest !== undefined; newest = this.#takeNewest()) {
      disposeQuietly(newest);
    }
  }

  /**
   * Runs the tasks when this process exits, and on SIGINT, SIGTERM and SIGHUP, which then end it
   * with the exit code that shells use for them. A second signal does not wait for the first
   * clean-up.
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

/** Returns the clean-up of this process, and installs it at the first call. */
export function processCleanup(): Cleanup {
  if (cachedCleanup === undefined) {
    cachedCleanup = new Cleanup();
    cachedCleanup.installHandlers();
  }
  return cachedCleanup;
}

/** Registers a task that runs however the program ends. The returned function runs it now. */
export function onExit(task: CleanupTask): () => Promise<void> {
  return processCleanup().add(task);
}

/** A failure while the process exits can no longer be reported. */
function disposeQuietly(task: CleanupTask): void {
  try {
    task.disposeNow?.();
  } catch {
    return;
  }
}
