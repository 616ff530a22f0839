import type { ProviderSchema, TypeSchema } from "../backend.ts";
import { fieldNumber } from "./message-codec.ts";
import { decodeSchema } from "./schema-messages.ts";
import { MAP_ENTRY, readWireFields, wireFieldContent } from "./wire.ts";

const PROVIDER = fieldNumber("GetProviderSchema.Response", "provider");
const RESOURCES = fieldNumber("GetProviderSchema.Response", "resource_schemas");
const DATA_SOURCES = fieldNumber("GetProviderSchema.Response", "data_source_schemas");
const EPHEMERALS = fieldNumber("GetProviderSchema.Response", "ephemeral_resource_schemas");

const utf8 = new TextDecoder();

/** A provider's schema, backed by the bytes of its `GetProviderSchema` response. */
export class EncodedProviderSchema implements ProviderSchema {
  /** The schema of the provider's own arguments. */
  readonly provider: TypeSchema;
  readonly #bytes: Uint8Array;
  /** The entries that can be omitted, by map (the field's number), then by type. */
  readonly #entries = new Map<number, Map<string, Uint8Array>>(
    [RESOURCES, DATA_SOURCES, EPHEMERALS].map((number) => [number, new Map()]),
  );
  /** The fields that are always included: provider, functions, capabilities, diagnostics. */
  readonly #otherFields: Uint8Array[] = [];
  readonly #decoded = new Map<Uint8Array, TypeSchema>();

  /** @throws Error if the bytes are not such a response. */
  constructor(response: Uint8Array) {
    this.#bytes = response;
    let provider: TypeSchema = { version: 0, block: { attributes: {}, blocks: {} } };
    for (const field of readWireFields(response)) {
      const entries = this.#entries.get(field.number);
      if (entries === undefined) this.#otherFields.push(field.bytes);
      else entries.set(utf8.decode(wireFieldContent(field.content, MAP_ENTRY.key)), field.bytes);
      if (field.number === PROVIDER) provider = decodeSchema(field.content);
    }
    this.provider = provider;
  }

  /** Returns the resource type's schema, decoded once; `undefined` if there is none. */
  resource(type: string): TypeSchema | undefined {
    return this.#schema(RESOURCES, type);
  }

  /** Returns the data source's schema, decoded once; `undefined` if there is none. */
  dataSource(type: string): TypeSchema | undefined {
    return this.#schema(DATA_SOURCES, type);
  }

  /** Returns the ephemeral resource's schema, decoded once; `undefined` if there is none. */
  ephemeral(type: string): TypeSchema | undefined {
    return this.#schema(EPHEMERALS, type);
  }

  /** Returns the encoded response with only the entries in `types`. */
  response(types?: ReadonlySet<string>): Uint8Array {
    if (types === undefined) return this.#bytes;
    const keptEntries = [...this.#entries.values()].flatMap((entries) =>
      [...types].flatMap((type) => entries.get(type) ?? []),
    );
    return Buffer.concat([...this.#otherFields, ...keptEntries]);
  }

  #schema(map: number, type: string): TypeSchema | undefined {
    const field = this.#entries.get(map)?.get(type);
    if (field === undefined) return undefined;
    const decoded = this.#decoded.get(field);
    if (decoded !== undefined) return decoded;
    const [entry] = readWireFields(field);
    const schema = decodeSchema(
      wireFieldContent(entry?.content ?? field, MAP_ENTRY.value) ?? new Uint8Array(),
    );
    this.#decoded.set(field, schema);
    return schema;
  }
}
