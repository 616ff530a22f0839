import type { BackendFactory, ProviderBackend, ProviderSchema } from "./backend.ts";
import { normalizeToSchema } from "./normalize-to-schema.ts";
import { decodeObjectValue, encodeDynamicValue } from "./protocol/codec.ts";
import { EncodedProviderSchema } from "./protocol/encoded-provider-schema.ts";
import type { DynamicValue } from "./protocol/messages.ts";
import { pruneSchemaResponse } from "./protocol/prune-schema.ts";
import type { UsedBlocks } from "./used-blocks.ts";

/**
 * Backends that show Terraform a pruned schema: types with a large schema have only the nested
 * blocks that the files use. The provider behind them keeps the full schema: the other blocks are
 * added empty to its requests and removed from its responses.
 *
 * @param usedBlocksByType the nested blocks in use by resource type, read at each call; undefined
 * for the full schema
 */
export function prunedSchemaBackends(
  factory: BackendFactory,
  usedBlocksByType: () => ReadonlyMap<string, UsedBlocks> | undefined,
): BackendFactory {
  let pruning: Promise<SchemaPruning> | undefined;
  return async () => {
    const backend = await factory();
    const currentPruning = async () => {
      const blocks = usedBlocksByType();
      if (blocks === undefined) return undefined;
      pruning ??= backend.schema().then((fullSchema) => new SchemaPruning(fullSchema, blocks));
      return pruning;
    };
    return { ...backend, ...prunedCalls(backend, currentPruning) };
  };
}

/** The calls whose messages contain a schema, or a resource's values. */
function prunedCalls(backend: ProviderBackend, currentPruning: () => Promise<SchemaPruning | undefined>) {
  return {
    schema: async () => (await currentPruning())?.schema ?? backend.schema(),
    validateResource: async (request) => {
      const pruning = await prunedTypeOf(currentPruning, request.typeName);
      if (pruning === undefined) return backend.validateResource(request);
      return backend.validateResource({ ...request, config: pruning.expand(request.config) });
    },
    upgradeState: async (request) => {
      const pruning = await prunedTypeOf(currentPruning, request.typeName);
      const response = await backend.upgradeState(request);
      if (pruning === undefined || response.upgradedState === null) return response;
      return { ...response, upgradedState: pruning.prune(response.upgradedState) };
    },
    moveState: async (request) => {
      const pruning = await prunedTypeOf(currentPruning, request.targetTypeName);
      const response = await backend.moveState(request);
      if (pruning === undefined || response.targetState === null) return response;
      return { ...response, targetState: pruning.prune(response.targetState) };
    },
    plan: async (request) => {
      const pruning = await prunedTypeOf(currentPruning, request.typeName);
      if (pruning === undefined) return backend.plan(request);
      const response = await backend.plan({
        ...request,
        priorState: pruning.expand(request.priorState),
        proposedNewState: pruning.expand(request.proposedNewState),
        config: pruning.expand(request.config),
      });
      const { plannedState } = response;
      return { ...response, plannedState: plannedState === null ? null : pruning.prune(plannedState) };
    },
    importState: async (request) => {
      const pruning = await currentPruning();
      const response = await backend.importState(request);
      const importedResources = response.importedResources.map((resource) => ({
        ...resource,
        state: pruning?.forType(resource.typeName)?.prune(resource.state) ?? resource.state,
      }));
      return { ...response, importedResources };
    },
  } satisfies Partial<ProviderBackend>;
}

async function prunedTypeOf(
  currentPruning: () => Promise<SchemaPruning | undefined>,
  type: string,
): Promise<PrunedType | undefined> {
  return (await currentPruning())?.forType(type);
}

/** Converts the values of one type between the pruned and the full schema. */
interface PrunedType {
  /** Converts a value from Terraform's pruned schema to the provider's full schema. */
  expand(value: DynamicValue): DynamicValue;
  /** Converts a value from the provider's full schema to Terraform's pruned schema. */
  prune(value: DynamicValue): DynamicValue;
}

/** A provider's schema, and its pruned form. */
class SchemaPruning {
  readonly schema: ProviderSchema;
  readonly #fullSchema: ProviderSchema;
  readonly #prunedTypes: ReadonlySet<string>;

  constructor(fullSchema: ProviderSchema, usedBlocksByType: ReadonlyMap<string, UsedBlocks>) {
    const { bytes, types } = pruneSchemaResponse(fullSchema.response(), usedBlocksByType);
    this.#fullSchema = fullSchema;
    this.#prunedTypes = types;
    this.schema = types.size === 0 ? fullSchema : new EncodedProviderSchema(bytes);
  }

  /** Undefined for a type that is not pruned. */
  forType(type: string): PrunedType | undefined {
    const fullType = this.#fullSchema.resource(type);
    const prunedType = this.schema.resource(type);
    if (!this.#prunedTypes.has(type) || fullType === undefined || prunedType === undefined) return undefined;
    const normalized = (value: DynamicValue, { block }: typeof fullType) => {
      const object = decodeObjectValue(value);
      return encodeDynamicValue(object === null ? null : normalizeToSchema(object, block));
    };
    return {
      expand: (value) => normalized(value, fullType),
      prune: (value) => normalized(value, prunedType),
    };
  }
}
