import type { TypeSchema } from "../backend.ts";
import type {
  NestingMode,
  SchemaAttribute,
  SchemaBlock,
  SchemaNestedBlock,
  TerraformType,
} from "../schema.ts";
import { messageCodec } from "./message-codec.ts";
import {
  type Schema,
  type Schema_Attribute,
  type Schema_Block,
  type Schema_NestedBlock,
  Schema_NestedBlock_NestingMode,
} from "./tfplugin5.ts";

const { SINGLE, LIST, SET, MAP, GROUP } = Schema_NestedBlock_NestingMode;
const NESTING_MODE_NUMBERS: Readonly<Record<NestingMode, Schema_NestedBlock_NestingMode>> = {
  single: SINGLE,
  list: LIST,
  set: SET,
  map: MAP,
  group: GROUP,
};
const NESTING_MODES = new Map(
  Object.entries(NESTING_MODE_NUMBERS).map(([mode, number]) => [number, mode as NestingMode]),
);

const schemaCodec = messageCodec("Schema");
const utf8 = new TextDecoder();

/** Decodes one `Schema` message. */
export function decodeSchema(bytes: Uint8Array): TypeSchema {
  const { version, block } = schemaCodec.decode(bytes);
  return { version, block: toBlock(block) };
}

function toBlock(message: Schema_Block | null | undefined): SchemaBlock {
  const { attributes = [], block_types = [] } = message ?? {};
  return {
    attributes: Object.fromEntries(attributes.map((entry) => [entry.name, toAttribute(entry)])),
    blocks: Object.fromEntries(block_types.map((entry) => [entry.type_name, toNestedBlock(entry)])),
  };
}

function toAttribute(message: Schema_Attribute): SchemaAttribute {
  const { required, optional, computed, sensitive, write_only: writeOnly } = message;
  const type = JSON.parse(utf8.decode(message.type ?? undefined)) as TerraformType;
  return { type, required, optional, computed, sensitive, writeOnly };
}

function toNestedBlock(message: Schema_NestedBlock): SchemaNestedBlock {
  return {
    nesting: NESTING_MODES.get(message.nesting) ?? "single",
    block: toBlock(message.block),
    minItems: message.min_items,
    maxItems: message.max_items,
  };
}

/**
 * Converts a schema to a message, the inverse of {@link decodeSchema}; blocks that occur several
 * times are converted once.
 */
export function toSchemaMessage({ version, block }: TypeSchema): Schema {
  return { version, block: toBlockMessage(block) };
}

const messagesByBlock = new WeakMap<SchemaBlock, Schema_Block>();

function toBlockMessage(block: SchemaBlock): Schema_Block {
  const cached = messagesByBlock.get(block);
  if (cached !== undefined) return cached;
  const message: Schema_Block = {
    attributes: Object.entries(block.attributes).map(([name, { type, writeOnly, ...flags }]) => ({
      name,
      type: Buffer.from(JSON.stringify(type)),
      ...flags,
      write_only: writeOnly,
    })),
    block_types: Object.entries(block.blocks).map(([name, nested]) => ({
      type_name: name,
      block: toBlockMessage(nested.block),
      nesting: NESTING_MODE_NUMBERS[nested.nesting],
      min_items: nested.minItems,
      max_items: nested.maxItems,
    })),
  };
  messagesByBlock.set(block, message);
  return message;
}
