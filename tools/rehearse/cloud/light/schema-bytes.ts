import type { TypeSchema } from "../backend.ts";
import { messageCodec } from "../protocol/descriptor.ts";
import type { Block, Nesting } from "../schema.ts";

/** `Schema.NestedBlock.NestingMode` of the protocol. */
const NESTING: Readonly<Record<Nesting, number>> = { single: 1, list: 2, set: 3, map: 4, group: 5 };

/** Schemas as they stand in the protocol's messages: a tree in the protocol's own names. */
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

/** Writes a `GetProviderSchema` response. */
export function schemaResponse(response: Omit<GetSchemaResponse, "serverCapabilities">): Uint8Array {
  return responseCodec.encode({ ...response, serverCapabilities: new Uint8Array() });
}

/** A schema as a message; blocks that stand in several places are made once. */
export function schemaMessage({ version, block }: TypeSchema): SchemaMessage {
  return { version, block: blockMessage(block) };
}

const made = new WeakMap<Block, BlockMessage>();

function blockMessage(block: Block): BlockMessage {
  const known = made.get(block);
  if (known !== undefined) return known;
  const message: BlockMessage = {
    attributes: Object.entries(block.attributes).map(([name, { type, ...flags }]) => ({
      name,
      type: Buffer.from(JSON.stringify(type)),
      ...flags,
    })),
    blockTypes: Object.entries(block.blocks).map(([typeName, nested]) => ({
      typeName,
      block: blockMessage(nested.block),
      nesting: NESTING[nested.nesting],
      minItems: nested.minItems,
      maxItems: nested.maxItems,
    })),
  };
  made.set(block, message);
  return message;
}
