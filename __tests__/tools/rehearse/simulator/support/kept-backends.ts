import type { BackendFactory, ProviderBackend } from "../../../../../tools/rehearse/simulator/backend.ts";

/**
 * Provider processes that simulators take and give back, since each takes seconds to start. A
 * process is configured again for each user.
 */
export class KeptBackends {
  readonly #start: BackendFactory;
  readonly #idle: ProviderBackend[] = [];
  readonly #all: ProviderBackend[] = [];

  constructor(start: BackendFactory) {
    this.#start = start;
  }

  /** Gives an idle process, or starts one. Stopping it makes it idle. */
  readonly factory: BackendFactory = async () => {
    const backend = this.#idle.pop() ?? (await this.#started());
    let isGivenBack = false;
    const giveBack = async () => {
      if (!isGivenBack) this.#idle.push(backend);
      isGivenBack = true;
    };
    return new Proxy(backend, {
      get(target, name) {
        if (name === "stop") return giveBack;
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  };

  /** Ends all processes. Later users get new ones. */
  async stop(): Promise<void> {
    this.#idle.length = 0;
    await Promise.all(this.#all.splice(0).map((backend) => backend.stop()));
  }

  async #started(): Promise<ProviderBackend> {
    const backend = await this.#start();
    this.#all.push(backend);
    return backend;
  }
}
