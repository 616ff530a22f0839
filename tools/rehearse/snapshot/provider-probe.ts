import type { BackendFactory, ProviderBackend } from "../simulator/backend.ts";
import { decodeObjectValue, encodeDynamicValue } from "../simulator/protocol/codec.ts";
import { type AttributePath, type Diagnostic, Diagnostic_Severity } from "../simulator/protocol/tfplugin5.ts";
import type { ObjectValue } from "../simulator/terraform-value.ts";

/** A plan of the provider. */
export interface ProbedPlan {
  /** The planned values of the resource. */
  readonly planned: ObjectValue;
  /** The attribute names on the path to each value that requires replacement, without indexes. */
  readonly requiresReplace: readonly (readonly string[])[];
  /** True if the type uses the older SDK. */
  readonly legacyTypeSystem: boolean;
}

/** The errors instead of a plan; empty if the provider crashed. */
export interface RejectedPlan {
  /** The provider's errors. */
  readonly errors: readonly Diagnostic[];
}

/**
 * Calls a real provider with configurations that no user would write. The provider may reject them
 * or crash; after a crash it is restarted.
 */
export class ProviderProbe {
  readonly #factory: BackendFactory;
  readonly #configure: (backend: ProviderBackend) => Promise<void>;
  #backend: Promise<ProviderBackend> | undefined;

  constructor(factory: BackendFactory, configure: (backend: ProviderBackend) => Promise<void>) {
    this.#factory = factory;
    this.#configure = configure;
  }

  /** Returns the configured backend in use. */
  async backend(): Promise<ProviderBackend> {
    this.#backend ??= this.#start();
    return await this.#backend;
  }

  /** Returns the plan, or the errors. */
  async plan(
    type_name: string,
    prior: ObjectValue | null,
    proposed: ObjectValue,
    config: ObjectValue,
  ): Promise<ProbedPlan | RejectedPlan> {
    const response = await this.#call((backend) =>
      backend.PlanResourceChange({
        type_name,
        prior_state: encodeDynamicValue(prior),
        proposed_new_state: encodeDynamicValue(proposed),
        config: encodeDynamicValue(config),
      }),
    );
    if (response === undefined) return { errors: [] };
    const errors = response.diagnostics.filter(({ severity }) => severity === Diagnostic_Severity.ERROR);
    const planned = errors.length > 0 ? null : decodeObjectValue(response.planned_state);
    if (planned === null) return { errors };
    return {
      planned,
      requiresReplace: response.requires_replace.map(attributeNamesOnPath),
      legacyTypeSystem: response.legacy_type_system,
    };
  }

  /** Returns the provider's diagnostics for a configuration; empty if it crashed. */
  async validate(type_name: string, config: ObjectValue): Promise<readonly Diagnostic[]> {
    const response = await this.#call((backend) =>
      backend.ValidateResourceTypeConfig({ type_name, config: encodeDynamicValue(config) }),
    );
    return response?.diagnostics ?? [];
  }

  /** Stops the provider's process, if one runs. */
  async stop(): Promise<void> {
    const backend = this.#backend;
    this.#backend = undefined;
    await (await backend)?.stop();
  }

  async #start(): Promise<ProviderBackend> {
    const backend = await this.#factory();
    await this.#configure(backend);
    return backend;
  }

  /**
   * Treats a crash as a rejection, and makes the next call with a fresh process. Each call is tried
   * twice, since something else may have ended the process.
   */
  async #call<T>(call: (backend: ProviderBackend) => Promise<T>): Promise<T | undefined> {
    for (let attempt = 0; attempt < 2; attempt++) {
      const backend = await this.backend();
      try {
        return await withTimeout(CALL_TIMEOUT_MS, call(backend));
      } catch (error) {
        await this.stop();
        if (error instanceof CallTimeout) throw error;
      }
    }
    return undefined;
  }
}

/** The time limit of a call in milliseconds; the largest types take minutes on a busy machine. */
const CALL_TIMEOUT_MS = 3_600_000;

/**
 * A missing response. It is not treated as a rejection, because the snapshot would then depend on
 * the speed of the machine.
 */
class CallTimeout extends Error {}

async function withTimeout<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    const message = `the provider has not responded for ${ms / 60_000} minutes: try again on a less busy machine`;
    timer = setTimeout(() => reject(new CallTimeout(message)), ms);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** Returns the attribute names on a path, without indexes and keys. */
export function attributeNamesOnPath(path: AttributePath): string[] {
  return path.steps.flatMap((step) => (step.attribute_name ? [step.attribute_name] : []));
}
