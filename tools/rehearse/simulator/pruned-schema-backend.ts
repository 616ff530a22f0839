import type { BackendFactory, ProviderBackend, ProviderSchema } from "./backend.ts";
import { normalizeToSchema } from "./normalize-to-schema.ts";
import { decodeObjectValue, encodeDynamicValue } from "./protocol/codec.ts";
import { EncodedProviderSchema } from "./protocol/encoded-provider-schema.ts";
import { pruneSchemaResponse } from "./protocol/prune-schema.ts";
import { rememberResponses } from "./protocol/remembered-responses.ts";
import type { DynamicValue } from "./protocol/tfplugin5.ts";
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
    ValidateResourceTypeConfig: async (request) => {
      const pruning = await prunedTypeOf(currentPruning, request.type_name);
      if (pruning === undefined) return backend.ValidateResourceTypeConfig(request);
      return backend.ValidateResourceTypeConfig({ ...request, config: pruning.expand(request.config) });
    },
    UpgradeResourceState: async (request) => {
      const pruning = await prunedTypeOf(currentPruning, request.type_name);
      const response = await backend.UpgradeResourceState(request);
      if (pruning === undefined) return response;
      return { ...response, upgraded_state: pruning.prune(response.upgraded_state) };
    },
    MoveResourceState: async (request) => {
      const pruning = await prunedTypeOf(currentPruning, request.target_type_name);
      const response = await backend.MoveResourceState(request);
      if (pruning === undefined) return response;
      return { ...response, target_state: pruning.prune(response.target_state) };
    },
    PlanResourceChange: async (request) => {
      const pruning = await prunedTypeOf(currentPruning, request.type_name);
      if (pruning === undefined) return backend.PlanResourceChange(request);
      const response = await backend.PlanResourceChange({
        ...request,
        prior_state: pruning.expand(request.prior_state),
        proposed_new_state: pruning.expand(request.proposed_new_state),
        config: pruning.expand(request.config),
      });
      return { ...response, planned_state: pruning.prune(response.planned_state) };
    },
    ImportResourceState: async (request) => {
      const pruning = await currentPruning();
      const response = await backend.ImportResourceState(request);
      const imported_resources = response.imported_resources.map((resource) => ({
        ...resource,
        state: pruning?.forType(resource.type_name)?.prune(resource.state) ?? resource.state,
      }));
      return { ...response, imported_resources };
    },
  } satisfies Partial<ProviderBackend>;
}

async function prunedTypeOf(
  currentPruning: () => Promise<SchemaPruning | undefined>,
  type: string,
): Promise<PrunedType | undefined> {
  return (await currentPruning())?.forType(type);
}

/** A value, unless the message lacks it. */
type OptionalValue = DynamicValue | null | undefined;

/** Converts the values of one type between the pruned and the full schema. */
interface PrunedType {
  /** Converts a value from Terraform's pruned schema to the provider's full schema. */
  expand(value: OptionalValue): OptionalValue;
  /** Converts a value from the provider's full schema to Terraform's pruned schema. */
  prune(value: OptionalValue): OptionalValue;
}

/** A provider's schema, and its pruned form. */
class SchemaPruning {
  readonly schema: ProviderSchema;
  readonly #fullSchema: ProviderSchema;
  readonly #prunedTypes: ReadonlySet<string>;

  constructor(fullSchema: ProviderSchema, usedBlocksByType: ReadonlyMap<string, UsedBlocks>) {
    const usedTypes = new Set(usedBlocksByType.keys());
    const { bytes, types } = pruneSchemaResponse(fullSchema.response(usedTypes), usedBlocksByType);
    const pruned = new EncodedProviderSchema(bytes);
    this.#fullSchema = fullSchema;
    this.#prunedTypes = types;
    this.schema = {
      provider: fullSchema.provider,
      resource: (type) => (types.has(type) ? pruned : fullSchema).resource(type),
      dataSource: (type) => fullSchema.dataSource(type),
      ephemeral: (type) => fullSchema.ephemeral(type),
      // Only the types in a response are encoded: the simulator starts without reading all.
      response: rememberResponses(
        (served) => pruneSchemaResponse(fullSchema.response(served), usedBlocksByType).bytes,
      ),
    };
  }

  /** Undefined for a type that is not pruned. */
  forType(type: string): PrunedType | undefined {
    const fullType = this.#fullSchema.resource(type);
    const prunedType = this.schema.resource(type);
    if (!this.#prunedTypes.has(type) || fullType === undefined || prunedType === undefined) return undefined;
    const normalized = (value: OptionalValue, { block }: typeof fullType) => {
      const object = decodeObjectValue(value);
      return object === null ? value : encodeDynamicValue(normalizeToSchema(object, block));
    };
    return {
      expand: (value) => normalized(value, fullType),
      prune: (value) => normalized(value, prunedType),
    };
  }
}
