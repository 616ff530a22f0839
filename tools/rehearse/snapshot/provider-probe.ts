import type { BackendFactory, ProviderBackend } from "../simulator/backend.ts";
import { decodeObjectValue, encodeDynamicValue } from "../simulator/protocol/codec.ts";
import { type Diagnostic, type ProtocolAttributePath, SEVERITY } from "../simulator/protocol/messages.ts";
import type { ObjectValue } from "../simulator/terraform-value.ts";

/** What the provider plans. */
export interface ProbedPlan {
  readonly planned: ObjectValue;
  /** Names on the path to each value that needs a new resource, indexes left out. */
  readonly requiresReplace: readonly (readonly string[])[];
  readonly legacyTypeSystem: boolean;
}

/** Why there is no plan; nothing where the provider broke down. */
export interface RejectedPlan {
  readonly errors: readonly Diagnostic[];
}

/**
 * Asks a real provider to plan what no user would write. It may refuse or crash; a crashed one is
 * started again.
 */
export class ProviderProbe {
  readonly #factory: BackendFactory;
  readonly #configure: (backend: ProviderBackend) => Promise<void>;
  #backend: Promise<ProviderBackend> | undefined;

  constructor(factory: BackendFactory, configure: (backend: ProviderBackend) => Promise<void>) {
    this.#factory = factory;
    this.#configure = configure;
  }

  /** The backend in use, configured. */
  async backend(): Promise<ProviderBackend> {
    this.#backend ??= this.#start();
    return await this.#backend;
  }

  /** The plan, or why the provider would not make one. */
  async plan(
    typeName: string,
    prior: ObjectValue | null,
    proposed: ObjectValue,
    config: ObjectValue,
  ): Promise<ProbedPlan | RejectedPlan> {
    const response = await this.#call((backend) =>
      backend.plan({
        typeName,
        priorState: encodeDynamicValue(prior),
        proposedNewState: encodeDynamicValue(proposed),
        config: encodeDynamicValue(config),
      }),
    );
    if (response === undefined) return { errors: [] };
    const errors = response.diagnostics.filter(({ severity }) => severity === SEVERITY.error);
    const planned = errors.length > 0 ? null : decodeObjectValue(response.plannedState);
    if (planned === null) return { errors };
    return {
      planned,
      requiresReplace: response.requiresReplace.map(attributeNamesOnPath),
      legacyTypeSystem: response.legacyTypeSystem,
    };
  }

  /** What the provider says of a configuration; empty where it broke down. */
  async validate(typeName: string, config: ObjectValue): Promise<readonly Diagnostic[]> {
    const response = await this.#call((backend) =>
      backend.validateResource({ typeName, config: encodeDynamicValue(config) }),
    );
    return response?.diagnostics ?? [];
  }

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
   * A breakdown is the answer "no": the question was nonsense, and the next one gets a fresh
   * process. It is asked twice,
   * since something else may have ended the process.
   */
  async #call<T>(call: (backend: ProviderBackend) => Promise<T>): Promise<T | undefined> {
    for (let attempt = 0; attempt < 2; attempt++) {
      const backend = await this.backend();
      try {
        return await withTimeout(CALL_TIMEOUT_MS, call(backend));
      } catch (error) {
        await this.stop();
        if (error instanceof LateAnswer) throw error;
      }
    }
    return undefined;
  }
}

/** The largest types take minutes on a busy machine. */
const CALL_TIMEOUT_MS = 3_600_000;

/**
 * No answer: what it would have been is not known, so that the snapshot would depend on the
 * machine.
 */
class LateAnswer extends Error {}

async function withTimeout<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    const why = `the provider has not answered a question for ${ms / 60_000} minutes: try it on a machine that is less busy`;
    timer = setTimeout(() => reject(new LateAnswer(why)), ms);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** The names on a path; indexes and keys are left out. */
export function attributeNamesOnPath(path: ProtocolAttributePath): string[] {
  return path.steps.flatMap((step) => (step.attributeName ? [step.attributeName] : []));
}
