import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import type { TypeSchema } from "../simulator/backend.ts";
import type { TerraformValue } from "../simulator/terraform-value.ts";
import { BlockPool, createBlockUnpacker, type PackedPool, type PackedSchema } from "./block-pool.ts";
import type { PlanBehavior } from "./plan-behavior.ts";

/** A resource type: its schema, and its plan behavior. */
export interface ResourceSnapshot extends TypeSchema {
  /** The plan behavior that schemas do not show. */
  readonly behavior: PlanBehavior;
}

/** A provider's schema and plan behavior. */
export interface ProviderSnapshot {
  /** `hashicorp/aws`. */
  readonly provider: string;
  /** `5.100.0`. */
  readonly version: string;
  /** The schema of the provider's own arguments. */
  readonly providerSchema: TypeSchema;
  /** Resource types, by name. */
  readonly resources: SnapshotTable<ResourceSnapshot>;
  /** Data sources, by name. */
  readonly dataSources: SnapshotTable<TypeSchema>;
  /** Ephemeral resources, by name. */
  readonly ephemerals: SnapshotTable<TypeSchema>;
  /** The definition of each provider function, protobuf-encoded, by name. */
  readonly functions: Readonly<Record<string, Uint8Array>>;
}

/** Entries by name, read on demand. */
export interface SnapshotTable<T> {
  /** The names of all entries. */
  readonly names: readonly string[];
  /** Returns an entry; undefined if there is none. */
  get(name: string): T | undefined;
}

/** The plan behavior of one type in the file, without empty parts. */
interface PackedBehavior {
  readonly legacy?: 1;
  readonly replace?: readonly string[];
  readonly replaceOnSetting?: readonly string[];
  readonly json?: readonly string[];
  readonly defaults?: Readonly<Record<string, TerraformValue>>;
  readonly computedBlocks?: readonly string[];
  readonly recomputed?: Readonly<Record<string, readonly string[]>>;
  readonly allowed?: Readonly<Record<string, readonly string[]>>;
  readonly unprobed?: readonly string[];
}

type PackedTable = Readonly<Record<string, PackedSchema>>;

interface PackedSnapshot {
  readonly format: 1;
  readonly provider: string;
  readonly version: string;
  readonly pool: PackedPool;
  readonly providerSchema: PackedSchema;
  readonly resources: PackedTable;
  readonly facts: Readonly<Record<string, PackedBehavior>>;
  readonly dataSources: PackedTable;
  readonly ephemerals: PackedTable;
  readonly functions: Readonly<Record<string, string>>;
}

/** Encodes a snapshot as a file: the text of {@link packSnapshot}, compressed with Brotli. */
export function encodeSnapshot(snapshot: ProviderSnapshot): Buffer {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 };
  return brotliCompressSync(Buffer.from(packSnapshot(snapshot)), { params });
}

/**
 * Returns a snapshot as JSON that contains equal blocks once. Equal snapshots give the same text.
 */
export function packSnapshot(snapshot: ProviderSnapshot): string {
  const pool = new BlockPool();
  const table = (entries: SnapshotTable<TypeSchema>): PackedTable =>
    Object.fromEntries(
      entries.names.toSorted().map((name) => [name, pool.add(requiredEntry(entries, name))]),
    );
  const behavior = snapshot.resources.names
    .toSorted()
    .map((name) => [name, packBehavior(requiredEntry(snapshot.resources, name).behavior)] as const);
  const functions = Object.entries(snapshot.functions)
    .map(([name, bytes]) => [name, Buffer.from(bytes).toString("base64")] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const packed: PackedSnapshot = {
    format: 1,
    provider: snapshot.provider,
    version: snapshot.version,
    providerSchema: pool.add(snapshot.providerSchema),
    resources: table(snapshot.resources),
    facts: Object.fromEntries(behavior),
    dataSources: table(snapshot.dataSources),
    ephemerals: table(snapshot.ephemerals),
    functions: Object.fromEntries(functions),
    pool: pool.packed(),
  };
  return JSON.stringify(packed);
}

/**
 * Decodes a snapshot file. Types are unpacked on demand, so this takes milliseconds.
 * @throws Error if the bytes are not a snapshot of this format.
 */
export function decodeSnapshot(bytes: Uint8Array): ProviderSnapshot {
  return unpackSnapshot(brotliDecompressSync(bytes).toString("utf8"));
}

/**
 * Parses the text of {@link packSnapshot}.
 * @throws Error if the text is not a snapshot of this format.
 */
export function unpackSnapshot(text: string): ProviderSnapshot {
  const packed = JSON.parse(text) as PackedSnapshot;
  if (packed.format !== 1) throw new Error(`the snapshot has format ${packed.format}, not 1`);
  const block = createBlockUnpacker(packed.pool);
  const schema = ([version, index]: PackedSchema): TypeSchema => ({ version, block: block(index) });
  const functions = Object.entries(packed.functions).map(
    ([name, base64]) => [name, Buffer.from(base64, "base64")] as const,
  );
  return {
    provider: packed.provider,
    version: packed.version,
    providerSchema: schema(packed.providerSchema),
    resources: unpackTable(packed.resources, (entry, name) => ({
      ...schema(entry),
      behavior: unpackBehavior(packed.facts[name] ?? {}),
    })),
    dataSources: unpackTable(packed.dataSources, schema),
    ephemerals: unpackTable(packed.ephemerals, schema),
    functions: Object.fromEntries(functions),
  };
}

/** Returns a table of the given entries. */
export function snapshotTable<T>(entries: Readonly<Record<string, T>>): SnapshotTable<T> {
  return {
    names: Object.keys(entries),
    get: (name) => (Object.hasOwn(entries, name) ? entries[name] : undefined),
  };
}

function requiredEntry<T>(table: SnapshotTable<T>, name: string): T {
  const entry = table.get(name);
  if (entry === undefined) throw new Error(`the table lists ${name} but has no entry for it`);
  return entry;
}

function unpackTable<T>(
  packed: PackedTable,
  read: (entry: PackedSchema, name: string) => T,
): SnapshotTable<T> {
  const unpacked = new Map<string, T>();
  return {
    names: Object.keys(packed),
    get(name) {
      const entry = Object.hasOwn(packed, name) ? packed[name] : undefined;
      if (entry === undefined) return undefined;
      const value = unpacked.get(name) ?? read(entry, name);
      unpacked.set(name, value);
      return value;
    },
  };
}

function packBehavior(behavior: PlanBehavior): PackedBehavior {
  return {
    ...(behavior.legacyTypeSystem && { legacy: 1 as const }),
    ...(behavior.requiresReplace.size > 0 && { replace: [...behavior.requiresReplace].toSorted() }),
    ...(behavior.requiresReplaceIfSet.size > 0 && {
      replaceOnSetting: [...behavior.requiresReplaceIfSet].toSorted(),
    }),
    ...(behavior.jsonAttributes.size > 0 && { json: [...behavior.jsonAttributes].toSorted() }),
    ...(Object.keys(behavior.defaults).length > 0 && { defaults: sortByKey(behavior.defaults) }),
    ...(behavior.computedBlocks.size > 0 && { computedBlocks: [...behavior.computedBlocks].toSorted() }),
    ...(Object.keys(behavior.recomputedOnUpdate).length > 0 && {
      recomputed: sortByKey(behavior.recomputedOnUpdate),
    }),
    ...(Object.keys(behavior.allowedValues).length > 0 && { allowed: sortByKey(behavior.allowedValues) }),
    ...(behavior.unprobed.length > 0 && { unprobed: behavior.unprobed.toSorted() }),
  };
}

function unpackBehavior(packed: PackedBehavior): PlanBehavior {
  return {
    legacyTypeSystem: packed.legacy === 1,
    requiresReplace: new Set(packed.replace),
    requiresReplaceIfSet: new Set(packed.replaceOnSetting),
    jsonAttributes: new Set(packed.json),
    defaults: packed.defaults ?? {},
    computedBlocks: new Set(packed.computedBlocks),
    recomputedOnUpdate: packed.recomputed ?? {},
    allowedValues: packed.allowed ?? {},
    unprobed: packed.unprobed ?? [],
  };
}

function sortByKey<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
