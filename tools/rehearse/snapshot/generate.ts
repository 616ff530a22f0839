import { defined, required } from "../../../language/required.ts";
import type { BackendFactory, ProviderBackend, ProviderSchema, TypeSchema } from "../simulator/backend.ts";
import { normalizeToSchema } from "../simulator/normalize-to-schema.ts";
import { encodeDynamicValue } from "../simulator/protocol/codec.ts";
import { offlineProviderConfig } from "../simulator/provider-config.ts";
import type { SchemaBlock } from "../simulator/schema.ts";
import type { ObjectValue } from "../simulator/terraform-value.ts";
import { type ProviderSnapshot, type ResourceSnapshot, type SnapshotTable, snapshotTable } from "./format.ts";
import { DEFAULT_PLAN_BEHAVIOR, type PlanBehavior } from "./plan-behavior.ts";
import { PRESETS } from "./presets.ts";
import { probeChanges } from "./probe-changes.ts";
import { type ProbePlan, probeCreation } from "./probe-creation.ts";
import { ProviderProbe } from "./provider-probe.ts";
import { listSchemaNames } from "./schema-names.ts";
import { probeValueConstraints } from "./value-constraints.ts";

/** Options of taking a snapshot. */
export interface GenerateSnapshotOptions {
  /** Starts processes of the real provider. */
  readonly provider: BackendFactory;
  /** The number of concurrent provider processes. @default 2 */
  readonly processes?: number;
  /** The resource types to probe; the others have only their schema. @default all */
  readonly types?: ReadonlySet<string>;
  /** Called after each probed type. */
  readonly progress?: (done: number, all: number) => void;
}

/**
 * Takes a snapshot of a provider: its schema, and its plan behavior as observed in tens of
 * thousands of test plans. For all types of the AWS provider this takes about ten minutes.
 *
 * @throws Error if the provider's name contains no version.
 */
export async function generateSnapshot(options: GenerateSnapshotOptions): Promise<ProviderSnapshot> {
  const probes = Array.from(
    { length: options.processes ?? 2 },
    () => new ProviderProbe(options.provider, configureOffline),
  );
  try {
    const backend = await required(probes, 0).backend();
    const schema = await backend.schema();
    const [provider, version] = backend.name.split(" ");
    if (provider === undefined || version === undefined)
      throw new Error(`the provider's name "${backend.name}" has no version`);
    const names = listSchemaNames(schema);
    const resources = await probeResources(schema, names.resources, probes, options);
    // Called last: after this call the provider fails all others with "multiple implementations of
    // the same function", a bug of its framework.
    const { functions } = await (await required(probes, 0).backend()).GetFunctions({});
    return {
      provider,
      version,
      providerSchema: schema.provider,
      resources: snapshotTable(resources),
      dataSources: schemaTable(names.dataSources, (name) => schema.dataSource(name)),
      ephemerals: schemaTable(names.ephemerals, (name) => schema.ephemeral(name)),
      functions,
    };
  } finally {
    await Promise.all(probes.map((probe) => probe.stop()));
  }
}

/**
 * Observes the plan behavior of one type. Changes that the provider does not plan are `unprobed`.
 */
async function probeResourceType(
  probe: ProviderProbe,
  type: string,
  block: SchemaBlock,
): Promise<PlanBehavior> {
  const probePlan: ProbePlan = (prior, proposed, config) => probe.plan(type, prior, proposed, config);
  const { constraints, enums } = await probeValueConstraints(block, (config) => probe.validate(type, config));
  const creation = await probeCreation(block, constraints, presetsOf(type, block), probePlan);
  const settable = [...Object.keys(block.attributes), ...Object.keys(block.blocks)];
  if (creation === undefined) return { ...DEFAULT_PLAN_BEHAVIOR, allowedValues: enums, unprobed: settable };
  const { legacyTypeSystem, defaults, computedBlocks } = creation;
  return {
    legacyTypeSystem,
    defaults,
    computedBlocks,
    allowedValues: enums,
    ...(await probeChanges(block, creation, constraints, probePlan)),
  };
}

/** Configures a provider as in every offline rehearsal, in a region that all versions know. */
async function configureOffline(backend: ProviderBackend): Promise<void> {
  const { provider } = await backend.schema();
  const config = offlineProviderConfig(normalizeToSchema({ region: "eu-west-1" }, provider.block));
  const { diagnostics } = await backend.Configure({
    terraform_version: "1.11.4",
    config: encodeDynamicValue(config),
  });
  const [first] = diagnostics;
  if (first !== undefined) throw new Error(`the provider rejects its configuration: ${first.summary}`);
}

/** Probes all types; each probe takes the next remaining type. */
async function probeResources(
  schema: ProviderSchema,
  names: readonly string[],
  probes: readonly ProviderProbe[],
  { types, progress }: GenerateSnapshotOptions,
): Promise<Record<string, ResourceSnapshot>> {
  const probed = new Map<string, ResourceSnapshot>();
  const remaining = names[Symbol.iterator]();
  const probeRemaining = async (probe: ProviderProbe): Promise<void> => {
    for (const name of remaining) {
      const entry = defined(schema.resource(name), `the schema of ${name}`);
      const behavior =
        types?.has(name) === false
          ? DEFAULT_PLAN_BEHAVIOR
          : await probeResourceType(probe, name, entry.block);
      probed.set(name, { ...entry, behavior });
      progress?.(probed.size, names.length);
    }
  };
  await Promise.all(probes.map(probeRemaining));
  return Object.fromEntries(probed);
}

function schemaTable(
  names: readonly string[],
  get: (name: string) => TypeSchema | undefined,
): SnapshotTable<TypeSchema> {
  return snapshotTable(
    Object.fromEntries(names.map((name) => [name, defined(get(name), `the schema of ${name}`)])),
  );
}

function presetsOf(type: string, block: SchemaBlock): ObjectValue[] {
  return (PRESETS[type] ?? []).map((preset) => {
    const normalized = normalizeToSchema(preset, block);
    return Object.fromEntries(Object.keys(preset).map((name) => [name, normalized[name] ?? null]));
  });
}
