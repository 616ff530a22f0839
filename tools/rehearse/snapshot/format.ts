import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import type { TypeSchema } from "../cloud/backend.ts";
import type { Value } from "../cloud/value.ts";
import type { PlanFacts } from "./plan-facts.ts";
import { PackedBlocks, type PackedPool, type PackedSchema, unpackBlocks } from "./pool.ts";

/** A resource type: its schema and what planning it needs besides. */
export interface ResourceEntry extends TypeSchema {
  readonly facts: PlanFacts;
}

/** A provider's schema and plan facts, without the provider. */
export interface Snapshot {
  /** "hashicorp/aws" */
  readonly provider: string;
  /** "5.100.0" */
  readonly version: string;
  readonly providerSchema: TypeSchema;
  readonly resources: SnapshotTable<ResourceEntry>;
  readonly dataSources: SnapshotTable<TypeSchema>;
  readonly ephemerals: SnapshotTable<TypeSchema>;
  /** Each provider function's definition in its wire form, by name. */
  readonly functions: Readonly<Record<string, Uint8Array>>;
}

/** Entries by name, read when asked for. */
export interface SnapshotTable<T> {
  readonly names: readonly string[];
  get(name: string): T | undefined;
}

/** The facts of one type in the file; what is empty is left out. */
interface PackedFacts {
  readonly legacy?: 1;
  readonly replace?: readonly string[];
  readonly replaceOnSetting?: readonly string[];
  readonly json?: readonly string[];
  readonly defaults?: Readonly<Record<string, Value>>;
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
  readonly facts: Readonly<Record<string, PackedFacts>>;
  readonly dataSources: PackedTable;
  readonly ephemerals: PackedTable;
  readonly functions: Readonly<Record<string, string>>;
}

/**
 * Writes a snapshot: JSON in which equal blocks stand once, compressed with brotli. The same snapshot
 * gives the same bytes.
 */
export function encodeSnapshot(snapshot: Snapshot): Buffer {
  const pool = new PackedBlocks();
  const table = (entries: SnapshotTable<TypeSchema>): PackedTable =>
    Object.fromEntries(entries.names.toSorted().map((name) => [name, pool.add(entryOf(entries, name))]));
  const facts = snapshot.resources.names
    .toSorted()
    .map((name) => [name, packFacts(entryOf(snapshot.resources, name).facts)] as const);
  const functions = Object.entries(snapshot.functions)
    .map(([name, bytes]) => [name, Buffer.from(bytes).toString("base64")] as const)
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
  const packed: PackedSnapshot = {
    format: 1,
    provider: snapshot.provider,
    version: snapshot.version,
    providerSchema: pool.add(snapshot.providerSchema),
    resources: table(snapshot.resources),
    facts: Object.fromEntries(facts),
    dataSources: table(snapshot.dataSources),
    ephemerals: table(snapshot.ephemerals),
    functions: Object.fromEntries(functions),
    pool: pool.packed(),
  };
  const text = Buffer.from(JSON.stringify(packed));
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 };
  return brotliCompressSync(text, { params });
}

/**
 * Reads a snapshot. Types are made when asked for, so opening one takes milliseconds.
 * @throws Error when the bytes are not a snapshot of this format.
 */
export function decodeSnapshot(bytes: Uint8Array): Snapshot {
  const packed = JSON.parse(brotliDecompressSync(bytes).toString("utf8")) as PackedSnapshot;
  if (packed.format !== 1) throw new Error(`a snapshot of format 1 is expected, got ${packed.format}`);
  const block = unpackBlocks(packed.pool);
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
      facts: unpackFacts(packed.facts[name] ?? {}),
    })),
    dataSources: unpackTable(packed.dataSources, schema),
    ephemerals: unpackTable(packed.ephemerals, schema),
    functions: Object.fromEntries(functions),
  };
}

/** A table of entries that are all at hand. */
export function tableOf<T>(entries: Readonly<Record<string, T>>): SnapshotTable<T> {
  return {
    names: Object.keys(entries),
    get: (name) => (Object.hasOwn(entries, name) ? entries[name] : undefined),
  };
}

function entryOf<T>(table: SnapshotTable<T>, name: string): T {
  const entry = table.get(name);
  if (entry === undefined) throw new Error(`the table names ${name} and does not have it`);
  return entry;
}

function unpackTable<T>(
  packed: PackedTable,
  read: (entry: PackedSchema, name: string) => T,
): SnapshotTable<T> {
  const made = new Map<string, T>();
  return {
    names: Object.keys(packed),
    get(name) {
      const entry = Object.hasOwn(packed, name) ? packed[name] : undefined;
      if (entry === undefined) return undefined;
      const value = made.get(name) ?? read(entry, name);
      made.set(name, value);
      return value;
    },
  };
}

function packFacts(facts: PlanFacts): PackedFacts {
  return {
    ...(facts.legacy && { legacy: 1 as const }),
    ...(facts.replace.size > 0 && { replace: [...facts.replace].toSorted() }),
    ...(facts.replaceOnSetting.size > 0 && { replaceOnSetting: [...facts.replaceOnSetting].toSorted() }),
    ...(facts.json.size > 0 && { json: [...facts.json].toSorted() }),
    ...(Object.keys(facts.defaults).length > 0 && { defaults: sorted(facts.defaults) }),
    ...(facts.computedBlocks.size > 0 && { computedBlocks: [...facts.computedBlocks].toSorted() }),
    ...(Object.keys(facts.recomputed).length > 0 && { recomputed: sorted(facts.recomputed) }),
    ...(Object.keys(facts.allowed).length > 0 && { allowed: sorted(facts.allowed) }),
    ...(facts.unprobed.length > 0 && { unprobed: facts.unprobed.toSorted() }),
  };
}

function unpackFacts(packed: PackedFacts): PlanFacts {
  return {
    legacy: packed.legacy === 1,
    replace: new Set(packed.replace),
    replaceOnSetting: new Set(packed.replaceOnSetting),
    json: new Set(packed.json),
    defaults: packed.defaults ?? {},
    computedBlocks: new Set(packed.computedBlocks),
    recomputed: packed.recomputed ?? {},
    allowed: packed.allowed ?? {},
    unprobed: packed.unprobed ?? [],
  };
}

function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
