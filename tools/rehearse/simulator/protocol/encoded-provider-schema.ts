import type { ProviderSchema, TypeSchema } from "../backend.ts";
import type {
  NestingMode,
  SchemaAttribute,
  SchemaBlock,
  SchemaNestedBlock,
  TerraformType,
} from "../schema.ts";
import { messageCodec } from "./descriptor.ts";
import { readWireFields, wireFieldContent } from "./wire.ts";

/** Field numbers of `GetProviderSchema.Response`, and of the entries of its maps. */
const PROVIDER = 1;
const RESOURCES = 2;
const DATA_SOURCES = 3;
const EPHEMERALS = 8;
const ENTRY_KEY = 1;
const ENTRY_VALUE = 2;

interface SchemaMessage {
  readonly version: number;
  readonly block: BlockMessage | null;
}

interface BlockMessage {
  readonly attributes: readonly (Omit<SchemaAttribute, "type"> & {
    readonly name: string;
    type: Uint8Array;
  })[];
  readonly blockTypes: readonly {
    readonly typeName: string;
    readonly block: BlockMessage;
    readonly nesting: number;
    readonly minItems: number;
    readonly maxItems: number;
  }[];
}

const schemaCodec = messageCodec<SchemaMessage>("Schema");
const utf8 = new TextDecoder();
const NESTING_MODES: readonly NestingMode[] = ["single", "single", "list", "set", "map", "group"];

/** Decodes one `Schema` message. */
export function decodeSchema(bytes: Uint8Array): TypeSchema {
  const { version, block } = schemaCodec.decode(bytes);
  return { version, block: block === null ? { attributes: {}, blocks: {} } : toBlock(block) };
}

function toBlock(message: BlockMessage): SchemaBlock {
  return {
    attributes: Object.fromEntries(message.attributes.map((entry) => [entry.name, toAttribute(entry)])),
    blocks: Object.fromEntries(message.blockTypes.map((entry) => [entry.typeName, toNestedBlock(entry)])),
  };
}

function toAttribute(message: BlockMessage["attributes"][number]): SchemaAttribute {
  const { required, optional, computed, sensitive, writeOnly } = message;
  const type = JSON.parse(utf8.decode(message.type)) as TerraformType;
  return { type, required, optional, computed, sensitive, writeOnly };
}

function toNestedBlock(message: BlockMessage["blockTypes"][number]): SchemaNestedBlock {
  const { minItems, maxItems } = message;
  return {
    nesting: NESTING_MODES[message.nesting] ?? "single",
    block: toBlock(message.block),
    minItems,
    maxItems,
  };
}

/** A provider's schema, backed by the bytes of its `GetProviderSchema` response. */
export class EncodedProviderSchema implements ProviderSchema {
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
      else entries.set(utf8.decode(wireFieldContent(field.content, ENTRY_KEY)), field.bytes);
      if (field.number === PROVIDER) provider = decodeSchema(field.content);
    }
    this.provider = provider;
  }

  resource(type: string): TypeSchema | undefined {
    return this.#schema(RESOURCES, type);
  }

  dataSource(type: string): TypeSchema | undefined {
    return this.#schema(DATA_SOURCES, type);
  }

  ephemeral(type: string): TypeSchema | undefined {
    return this.#schema(EPHEMERALS, type);
  }

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
    const schema = decodeSchema(wireFieldContent(entry?.content ?? field, ENTRY_VALUE) ?? new Uint8Array());
    this.#decoded.set(field, schema);
    return schema;
  }
}
