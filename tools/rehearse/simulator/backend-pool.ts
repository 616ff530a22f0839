import type { BackendFactory, ProviderBackend } from "./backend.ts";
import { configuredAlone } from "./configured-alone.ts";
import {
  type Configure_Request,
  type Configure_Response,
  Diagnostic_Severity,
} from "./protocol/tfplugin5.ts";
import { RememberedAnswers } from "./remembered-answers.ts";

/** A configured backend, leased by one session until released. */
export interface BackendLease {
  /** The backend; no session with another configuration uses it meanwhile. */
  readonly backend: ProviderBackend;
  /** The provider's response to the configuration. */
  readonly response: Configure_Response;
  /** Returns the backend to the pool; repeated calls do nothing. */
  release(): void;
}

/** A configuration of a backend, and the backend once it has it. */
interface Configuration {
  readonly key: string;
  readonly configured: Promise<Pick<BackendLease, "backend" | "response">>;
}

/** A backend of the pool, with its present configuration. */
interface PoolEntry {
  readonly started: Promise<ProviderBackend>;
  /** The backend, for calls that need no configuration. */
  readonly unconfigured: Promise<ProviderBackend>;
  /** Undefined before the first configuration, and after one that failed. */
  configuration: Configuration | undefined;
  users: number;
  /** The time of the last release, on the pool's own counter. */
  lastUsed: number;
}

/**
 * A pool of backends by configuration. A provider holds one configuration (region, default tags) at
 * a time, so sessions with equal ones share a backend, and an idle backend is configured again for
 * a session with another: a start of a real provider costs ten times as much. Backends are added
 * while sessions with different configurations run. All share their remembered answers.
 */
export class BackendPool {
  readonly #factory: BackendFactory;
  readonly #maximum: number;
  readonly #answers = new RememberedAnswers();
  readonly #entries = new Set<PoolEntry>();
  /** The entry that serves unconfigured calls too; it is never stopped while the pool runs. */
  #base: PoolEntry | undefined;
  #count = 0;
  #stopped = false;

  /**
   * @param maximum - the number of backends to keep; more run only while all are in use. A real
   * provider process takes about 220 MB.
   */
  constructor(factory: BackendFactory, maximum = 4) {
    this.#factory = factory;
    this.#maximum = maximum;
  }

  /** The shared backend for calls that need no configuration: schema, validation, functions. */
  base(): Promise<ProviderBackend> {
    this.#base ??= [...this.#entries][0] ?? this.#add();
    return this.#base.unconfigured;
  }

  /**
   * Leases a backend with exactly this configuration: one that has it, else an idle one that takes
   * it, else a new one.
   */
  async lease(request: Configure_Request): Promise<BackendLease> {
    const key = configurationKey(request);
    const entry = this.#entryFor(key);
    entry.users++;
    entry.configuration ??= this.#configure(entry, key, request);
    const { configured } = entry.configuration;
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
      return { ...(await configured), release };
    } catch (error) {
      release();
      throw error;
    }
  }

  /** Forgets the remembered answers, after a change of what the backends answer. */
  forgetAnswers(): void {
    this.#answers.clear();
  }

  /** Stops every backend. */
  async stop(): Promise<void> {
    this.#stopped = true;
    const entries = [...this.#entries];
    this.#entries.clear();
    await Promise.all(entries.map(stopEntry));
  }

  /** The entry that has a configuration, or one that may take it. */
  #entryFor(key: string): PoolEntry {
    const entries = [...this.#entries];
    const same = entries.find(({ configuration }) => configuration?.key === key);
    if (same !== undefined) return same;
    const [idle] = entries.filter(({ users }) => users === 0).sort((a, b) => b.lastUsed - a.lastUsed);
    const entry = idle ?? this.#add();
    entry.configuration = undefined;
    return entry;
  }

  #configure(entry: PoolEntry, key: string, request: Configure_Request): Configuration {
    const configured = entry.started.then(async (backend) => {
      const response = await backend.Configure(request);
      return { backend: this.#answers.wrap(backend, key), response };
    });
    const forget = () => {
      if (entry.configuration?.configured === configured) entry.configuration = undefined;
    };
    configured.then(({ response }) => {
      if (response.diagnostics.some(({ severity }) => severity === Diagnostic_Severity.ERROR)) forget();
    }, forget);
    return { key, configured };
  }

  #add(): PoolEntry {
    const started = this.#start();
    const unconfigured = started.then((backend) => this.#answers.wrap(backend, ""));
    const entry = { started, unconfigured, configuration: undefined, users: 0, lastUsed: ++this.#count };
    this.#entries.add(entry);
    const forget = () => {
      this.#entries.delete(entry);
      if (this.#base === entry) this.#base = undefined;
    };
    unconfigured.then((backend) => backend.ended?.then(forget), forget);
    return entry;
  }

  async #start(): Promise<ProviderBackend> {
    if (this.#stopped) throw new Error("the rehearsal has ended");
    return configuredAlone(await this.#factory());
  }

  /** Stops the least recently used idle backends while there are more than the maximum. */
  #trim(): void {
    const idle = [...this.#entries]
      .filter((entry) => entry.users === 0 && entry !== this.#base)
      .sort((a, b) => a.lastUsed - b.lastUsed);
    for (const entry of idle.slice(0, Math.max(0, this.#entries.size - this.#maximum))) {
      this.#entries.delete(entry);
      void stopEntry(entry);
    }
  }
}

/** Stops a backend; one that did not start, or has ended, needs none. */
function stopEntry({ started }: PoolEntry): Promise<void> {
  return started.then(
    (backend) => backend.stop(),
    () => undefined,
  );
}

function configurationKey({ terraform_version, config, client_capabilities }: Configure_Request): string {
  const parts = [config?.msgpack, client_capabilities].map((part) => part ?? new Uint8Array());
  return [terraform_version, ...parts.map((part) => Buffer.from(part).toString("base64"))].join("|");
}
