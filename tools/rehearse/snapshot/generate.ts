import type { BackendFactory, ProviderBackend, ProviderSchema, TypeSchema } from "../cloud/backend.ts";
import { conformObject } from "../cloud/conform.ts";
import { encodeDynamic } from "../cloud/protocol/codec.ts";
import { offlineConfig } from "../cloud/provider-config.ts";
import type { Block } from "../cloud/schema.ts";
import type { ObjectValue } from "../cloud/value.ts";
import { type ResourceEntry, type Snapshot, type SnapshotTable, tableOf } from "./format.ts";
import { probeHints } from "./hints.ts";
import { NO_FACTS, type PlanFacts } from "./plan-facts.ts";
import { Probe } from "./probe.ts";
import { probeChanges } from "./probe-changes.ts";
import { type AskPlan, probeCreation } from "./probe-creation.ts";
import { schemaNames } from "./schema-names.ts";
import { SEEDS } from "./seeds.ts";

/** How to take a snapshot. */
export interface GenerateOptions {
  /** Makes processes of the real provider. */
  readonly provider: BackendFactory;
  /** Processes that are asked at the same time. @default 2 */
  readonly processes?: number;
  /** The resource types to ask about; the others have their schema only. @default - all of them */
  readonly types?: ReadonlySet<string>;
  /** Told of each type that is done. */
  readonly progress?: (done: number, all: number) => void;
}

/**
 * Takes a snapshot of a provider: its schema, and what it answers to tens of thousands of made-up plans.
 * For all types of the AWS provider this takes some ten minutes.
 */
export async function generateSnapshot(options: GenerateOptions): Promise<Snapshot> {
  const probes = Array.from({ length: options.processes ?? 2 }, () => new Probe(options.provider, configure));
  try {
    const backend = await probes[0]!.backend();
    const schema = await backend.schema();
    const [provider, version] = backend.name.split(" ");
    if (provider === undefined || version === undefined) throw new Error(`no version in "${backend.name}"`);
    const names = schemaNames(schema);
    const resources = await probeResources(schema, names.resources, probes, options);
    // Asked last: after this question the provider answers no other ("multiple implementations of the same
    // function", a fault of its framework's).
    const { functions } = await (await probes[0]!.backend()).functions();
    return {
      provider,
      version,
      providerSchema: schema.provider,
      resources: tableOf(resources),
      dataSources: entries(names.dataSources, (name) => schema.dataSource(name)),
      ephemerals: entries(names.ephemerals, (name) => schema.ephemeral(name)),
      functions,
    };
  } finally {
    await Promise.all(probes.map((probe) => probe.stop()));
  }
}

/** Learns what it can about one type; what the provider will not plan is left out. */
export async function probeType(probe: Probe, type: string, block: Block): Promise<PlanFacts> {
  const ask: AskPlan = (prior, proposed, config) => probe.plan(type, prior, proposed, config);
  const { hints, choices } = await probeHints(block, (config) => probe.validate(type, config));
  const creation = await probeCreation(block, hints, seedsOf(type, block), ask);
  const settable = [...Object.keys(block.attributes), ...Object.keys(block.blocks)];
  if (creation === undefined) return { ...NO_FACTS, allowed: choices, unprobed: settable };
  const { legacy, defaults, computedBlocks } = creation;
  return {
    legacy,
    defaults,
    computedBlocks,
    allowed: choices,
    ...(await probeChanges(block, creation, hints, ask)),
  };
}

/** The provider as in any offline rehearsal, in a region all know. */
async function configure(backend: ProviderBackend): Promise<void> {
  const { provider } = await backend.schema();
  const config = offlineConfig(conformObject({ region: "eu-west-1" }, provider.block));
  const { diagnostics } = await backend.configure({
    terraformVersion: "1.11.4",
    config: encodeDynamic(config),
  });
  if (diagnostics.length > 0) throw new Error(`the provider is not configured: ${diagnostics[0]!.summary}`);
}

/** Each probe takes the next type that is left. */
async function probeResources(
  schema: ProviderSchema,
  names: readonly string[],
  probes: readonly Probe[],
  { types, progress }: GenerateOptions,
): Promise<Record<string, ResourceEntry>> {
  const found = new Map<string, ResourceEntry>();
  const left = names[Symbol.iterator]();
  const work = async (probe: Probe): Promise<void> => {
    for (const name of left) {
      const entry = schema.resource(name)!;
      const facts = types?.has(name) === false ? NO_FACTS : await probeType(probe, name, entry.block);
      found.set(name, { ...entry, facts });
      progress?.(found.size, names.length);
    }
  };
  await Promise.all(probes.map(work));
  return Object.fromEntries(found);
}

function entries(
  names: readonly string[],
  get: (name: string) => TypeSchema | undefined,
): SnapshotTable<TypeSchema> {
  return tableOf(Object.fromEntries(names.map((name) => [name, get(name)!])));
}

function seedsOf(type: string, block: Block): ObjectValue[] {
  return (SEEDS[type] ?? []).map((seed) => {
    const whole = conformObject(seed, block);
    return Object.fromEntries(Object.keys(seed).map((name) => [name, whole[name] ?? null]));
  });
}
