import type { BackendFactory, ProviderBackend } from "./backend.ts";
import type { Configure_Request, Configure_Response } from "./protocol/tfplugin5.ts";
import { Diagnostic_Severity } from "./protocol/tfplugin5.ts";

/** A configured backend, leased by one session until released. */
export interface BackendLease {
  /** The backend, which no other session uses meanwhile. */
  readonly backend: ProviderBackend;
  /** The provider's response to the configuration. */
  readonly response: Configure_Response;
  /** Returns the backend to the pool; repeated calls do nothing. */
  release(): void;
}

interface PoolEntry {
  readonly ready: Promise<{ backend: ProviderBackend; response: Configure_Response }>;
  users: number;
  /** The time of the last release, on the pool's own counter. */
  lastUsed: number;
}

/**
 * A pool of backends by configuration. A provider holds one configuration (region, default tags) at
 * a time, so each distinct configuration has its own backend, and equal ones share it.
 */
export class BackendPool {
  readonly #factory: BackendFactory;
  readonly #maximum: number;
  readonly #entries = new Map<string, PoolEntry>();
  #base: Promise<ProviderBackend> | undefined;
  #count = 0;
  #stopped = false;

  /**
   * @param maximum - the number of configured backends to keep; more run only while all are in use.
   * A real provider process takes about 220 MB.
   */
  constructor(factory: BackendFactory, maximum = 4) {
    this.#factory = factory;
    this.#maximum = maximum;
  }

  /** The shared backend for calls that need no configuration: schema, validation, functions. */
  base(): Promise<ProviderBackend> {
    if (this.#base === undefined) {
      const base = this.#start();
      const forget = () => {
        if (this.#base === base) this.#base = undefined;
      };
      base.then((backend) => backend.ended?.then(forget), forget);
      this.#base = base;
    }
    return this.#base;
  }

  /** Leases a backend with exactly this configuration: a running one, or a new one. */
  async lease(request: Configure_Request): Promise<BackendLease> {
    const key = configurationKey(request);
    const entry = this.#entries.get(key) ?? this.#add(key, request);
    entry.users++;
    this.#trim();
    let held = true;
    const release = () => {
      if (!held) return;
      held = false;
      entry.users--;
      entry.lastUsed = ++this.#count;
      this.#trim();
    };
    try {
      return { ...(await entry.ready), release };
    } catch (error) {
      release();
      throw error;
    }
  }

  /** Stops every backend. */
  async stop(): Promise<void> {
    this.#stopped = true;
    const ready = [...this.#entries.values()].map(async (entry) => (await entry.ready).backend);
    const started = await Promise.allSettled([this.#base, ...ready]);
    this.#entries.clear();
    await Promise.all(
      started.map((result) => (result.status === "fulfilled" ? result.value?.stop() : undefined)),
    );
  }

  #add(key: string, request: Configure_Request): PoolEntry {
    const entry: PoolEntry = { ready: this.#configure(request), users: 0, lastUsed: ++this.#count };
    this.#entries.set(key, entry);
    const forget = () => {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
    };
    entry.ready.then(({ backend, response }) => {
      if (response.diagnostics.some(({ severity }) => severity === Diagnostic_Severity.ERROR)) forget();
      backend.ended?.then(forget);
    }, forget);
    return entry;
  }

  async #configure(request: Configure_Request): Promise<Awaited<PoolEntry["ready"]>> {
    const backend = await this.#start();
    try {
      const response = await backend.Configure(request);
      const hasErrors = response.diagnostics.some(({ severity }) => severity === Diagnostic_Severity.ERROR);
      if (hasErrors) await backend.stop();
      return { backend, response };
    } catch (error) {
      await backend.stop();
      throw error;
    }
  }

  async #start(): Promise<ProviderBackend> {
    if (this.#stopped) throw new Error("the rehearsal has ended");
    return this.#factory();
  }

  /** Stops the least recently used idle backends while there are more than the maximum. */
  #trim(): void {
    const idle = [...this.#entries]
      .filter(([, entry]) => entry.users === 0)
      .sort(([, a], [, b]) => a.lastUsed - b.lastUsed);
    for (const [key, entry] of idle.slice(0, Math.max(0, this.#entries.size - this.#maximum))) {
      this.#entries.delete(key);
      entry.ready.then(({ backend }) => backend.stop()).catch(() => undefined);
    }
  }
}

function configurationKey({ terraform_version, config, client_capabilities }: Configure_Request): string {
  const parts = [config?.msgpack, client_capabilities].map((part) => part ?? new Uint8Array());
  return [terraform_version, ...parts.map((part) => Buffer.from(part).toString("base64"))].join("|");
}
