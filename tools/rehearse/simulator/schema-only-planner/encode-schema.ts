import type { TypeSchema } from "../backend.ts";
import { messageCodec } from "../protocol/descriptor.ts";
import type { NestingMode, SchemaBlock } from "../schema.ts";

/** The protocol's `Schema.NestedBlock.NestingMode`. */
const NESTING_MODE_NUMBERS: Readonly<Record<NestingMode, number>> = {
  single: 1,
  list: 2,
  set: 3,
  map: 4,
  group: 5,
};

/** A schema in the form of the protocol's messages, with the protocol's field names. */
export interface SchemaMessage {
  readonly version: number;
  readonly block: BlockMessage;
}

interface BlockMessage {
  readonly attributes: readonly object[];
  readonly blockTypes: readonly object[];
}

interface GetSchemaResponse {
  readonly provider: SchemaMessage;
  readonly resourceSchemas: Readonly<Record<string, SchemaMessage>>;
  readonly dataSourceSchemas: Readonly<Record<string, SchemaMessage>>;
  readonly ephemeralResourceSchemas: Readonly<Record<string, SchemaMessage>>;
  readonly functions: Readonly<Record<string, Uint8Array>>;
  readonly serverCapabilities: Uint8Array;
}

const responseCodec = messageCodec<GetSchemaResponse>("GetSchemaResponse");

/** Encodes a `GetProviderSchema` response. */
export function encodeSchemaResponse(response: Omit<GetSchemaResponse, "serverCapabilities">): Uint8Array {
  return responseCodec.encode({ ...response, serverCapabilities: new Uint8Array() });
}

/** Converts a schema to a message; blocks that occur several times are converted once. */
export function toSchemaMessage({ version, block }: TypeSchema): SchemaMessage {
  return { version, block: toBlockMessage(block) };
}

const messagesByBlock = new WeakMap<SchemaBlock, BlockMessage>();

function toBlockMessage(block: SchemaBlock): BlockMessage {
  const cached = messagesByBlock.get(block);
  if (cached !== undefined) return cached;
  const message: BlockMessage = {
    attributes: Object.entries(block.attributes).map(([name, { type, ...flags }]) => ({
      name,
      type: Buffer.from(JSON.stringify(type)),
      ...flags,
    })),
    blockTypes: Object.entries(block.blocks).map(([typeName, nested]) => ({
      typeName,
      block: toBlockMessage(nested.block),
      nesting: NESTING_MODE_NUMBERS[nested.nesting],
      minItems: nested.minItems,
      maxItems: nested.maxItems,
    })),
  };
  messagesByBlock.set(block, message);
  return message;
}
