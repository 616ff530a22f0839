import { BACKEND_CALLS, type BackendCalls, type ProviderBackend } from "./backend.ts";

/**
 * The same backend, which answers nothing else while it is configured. A provider is made for a
 * Terraform that configures it before any call that needs it, and not during another call.
 */
export function configuredAlone(backend: ProviderBackend): ProviderBackend {
  const gate = new Gate();
  const calls = BACKEND_CALLS.map((name) => {
    const call = backend[name] as (request: unknown) => Promise<unknown>;
    return [
      name,
      name === "Configure"
        ? (request: unknown) => gate.alone(() => call(request))
        : (request: unknown) => gate.together(() => call(request)),
    ];
  });
  return {
    ...backend,
    ...(Object.fromEntries(calls) as BackendCalls),
    schema: () => gate.together(() => backend.schema()),
  };
}

/** Lets work run together, or some of it alone, which waits for the other and is then preferred. */
class Gate {
  /** Everything that runs or waits now. */
  readonly #running = new Set<Promise<unknown>>();
  #alone: Promise<unknown> = Promise.resolve();

  together<T>(work: () => Promise<T>): Promise<T> {
    return this.#track(this.#alone.then(work));
  }

  alone<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#track(Promise.allSettled([...this.#running]).then(work));
    this.#alone = result.catch(() => undefined);
    return result;
  }

  #track<T>(result: Promise<T>): Promise<T> {
    this.#running.add(result);
    const remove = () => this.#running.delete(result);
    result.then(remove, remove);
    return result;
  }
}
