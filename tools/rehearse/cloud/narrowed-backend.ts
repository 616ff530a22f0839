import type { BackendFactory, ProviderBackend, ProviderSchema } from "./backend.ts";
import { conformObject } from "./conform.ts";
import { decodeObject, encodeDynamic } from "./protocol/codec.ts";
import type { DynamicValue } from "./protocol/messages.ts";
import { narrowResponse } from "./protocol/narrow-schema.ts";
import { WireSchema } from "./protocol/provider-schema.ts";
import type { UsedBlocks } from "./used-blocks.ts";

/**
 * Backends that Terraform is told less of: of types with a long schema, only the nested blocks that the files use. The provider behind them is
 * told the whole: what it is given has the other blocks, empty, and they are taken out of what it answers.
 *
 * @param used by resource type, the blocks that the files use; asked for at each call, undefined for the whole schema
 */
export function narrowedBackends(
  factory: BackendFactory,
  used: () => ReadonlyMap<string, UsedBlocks> | undefined,
): BackendFactory {
  let narrowing: Promise<Narrowing> | undefined;
  return async () => {
    const backend = await factory();
    const current = async () => {
      const blocks = used();
      if (blocks === undefined) return undefined;
      narrowing ??= backend.schema().then((whole) => new Narrowing(whole, blocks));
      return narrowing;
    };
    return { ...backend, ...narrowedCalls(backend, current) };
  };
}

/** The calls that carry a schema, or a resource's values. */
function narrowedCalls(backend: ProviderBackend, current: () => Promise<Narrowing | undefined>) {
  return {
    schema: async () => (await current())?.schema ?? backend.schema(),
    validateResource: async (request) => {
      const narrowing = await of(current, request.typeName);
      if (narrowing === undefined) return backend.validateResource(request);
      return backend.validateResource({ ...request, config: narrowing.widen(request.config) });
    },
    upgradeState: async (request) => {
      const narrowing = await of(current, request.typeName);
      const response = await backend.upgradeState(request);
      if (narrowing === undefined || response.upgradedState === null) return response;
      return { ...response, upgradedState: narrowing.narrow(response.upgradedState) };
    },
    moveState: async (request) => {
      const narrowing = await of(current, request.targetTypeName);
      const response = await backend.moveState(request);
      if (narrowing === undefined || response.targetState === null) return response;
      return { ...response, targetState: narrowing.narrow(response.targetState) };
    },
    plan: async (request) => {
      const narrowing = await of(current, request.typeName);
      if (narrowing === undefined) return backend.plan(request);
      const response = await backend.plan({
        ...request,
        priorState: narrowing.widen(request.priorState),
        proposedNewState: narrowing.widen(request.proposedNewState),
        config: narrowing.widen(request.config),
      });
      const { plannedState } = response;
      return { ...response, plannedState: plannedState === null ? null : narrowing.narrow(plannedState) };
    },
    importState: async (request) => {
      const narrowing = await current();
      const response = await backend.importState(request);
      const importedResources = response.importedResources.map((resource) => ({
        ...resource,
        state: narrowing?.of(resource.typeName)?.narrow(resource.state) ?? resource.state,
      }));
      return { ...response, importedResources };
    },
  } satisfies Partial<ProviderBackend>;
}

async function of(
  current: () => Promise<Narrowing | undefined>,
  type: string,
): Promise<NarrowedType | undefined> {
  return (await current())?.of(type);
}

/** How the values of one type are carried over. */
interface NarrowedType {
  /** What Terraform knows, as the provider knows it. */
  widen(value: DynamicValue): DynamicValue;
  /** What the provider knows, as Terraform knows it. */
  narrow(value: DynamicValue): DynamicValue;
}

/** A provider's schema, and the part of it that the files use. */
class Narrowing {
  readonly schema: ProviderSchema;
  readonly #whole: ProviderSchema;
  readonly #types: ReadonlySet<string>;

  constructor(whole: ProviderSchema, used: ReadonlyMap<string, UsedBlocks>) {
    const { bytes, types } = narrowResponse(whole.response(), used);
    this.#whole = whole;
    this.#types = types;
    this.schema = types.size === 0 ? whole : new WireSchema(bytes);
  }

  /** Undefined for a type that is told whole. */
  of(type: string): NarrowedType | undefined {
    const wide = this.#whole.resource(type);
    const narrow = this.schema.resource(type);
    if (!this.#types.has(type) || wide === undefined || narrow === undefined) return undefined;
    const fitted = (value: DynamicValue, { block }: typeof wide) => {
      const object = decodeObject(value);
      return encodeDynamic(object === null ? null : conformObject(object, block));
    };
    return { widen: (value) => fitted(value, wide), narrow: (value) => fitted(value, narrow) };
  }
}
