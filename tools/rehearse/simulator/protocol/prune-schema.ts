import type { UsedBlocks } from "../used-blocks.ts";
import { fieldNumber } from "./message-codec.ts";
import { encodeLengthDelimited, MAP_ENTRY, readWireFields, wireFieldContent } from "./wire.ts";

const RESOURCES = fieldNumber("GetProviderSchema.Response", "resource_schemas");
const SCHEMA_BLOCK = fieldNumber("Schema", "block");
const BLOCK_TYPES = fieldNumber("Schema.Block", "block_types");
const NESTED_NAME = fieldNumber("Schema.NestedBlock", "type_name");
const NESTED_BLOCK = fieldNumber("Schema.NestedBlock", "block");

/**
 * The size in bytes above which a resource schema is pruned. The five types of AWS WAF and
 * QuickSight have 420,000 to 630,000 each, since statements nest in statements; no other has
 * 50,000. Terraform traverses the whole schema for each value that it reads, checks or compares: a
 * plan with one web ACL takes seconds.
 */
const LARGE_SCHEMA_BYTES = 100_000;

/** A pruned `GetProviderSchema` response, and the resource types that it prunes. */
export interface PrunedSchemaResponse {
  /** The encoded response. */
  readonly bytes: Uint8Array;
  /** The types of which blocks were removed. */
  readonly types: ReadonlySet<string>;
}

/**
 * Removes the nested blocks that no file uses from large resource schemas; everything else is
 * unchanged.
 */
export function pruneSchemaResponse(
  response: Uint8Array,
  used: ReadonlyMap<string, UsedBlocks>,
): PrunedSchemaResponse {
  const types = new Set<string>();
  const fields = [...readWireFields(response)].map(({ number, bytes, content }) => {
    if (number !== RESOURCES || bytes.length < LARGE_SCHEMA_BYTES) return bytes;
    const type = new TextDecoder().decode(wireFieldContent(content, MAP_ENTRY.key));
    const blocks = used.get(type);
    if (blocks === undefined) return bytes;
    types.add(type);
    return encodeLengthDelimited(
      RESOURCES,
      replaceField(content, MAP_ENTRY.value, (schema) =>
        replaceField(schema, SCHEMA_BLOCK, (block) => pruneBlock(block, blocks)),
      ),
    );
  });
  return { bytes: types.size === 0 ? response : Buffer.concat(fields), types };
}

function pruneBlock(block: Uint8Array, used: UsedBlocks): Uint8Array {
  const fields = [...readWireFields(block)].flatMap(({ number, bytes, content }) => {
    if (number !== BLOCK_TYPES) return [bytes];
    const name = new TextDecoder().decode(wireFieldContent(content, NESTED_NAME));
    const usedInside = Object.hasOwn(used, name) ? used[name] : undefined;
    if (usedInside === undefined) return [];
    return [
      encodeLengthDelimited(
        BLOCK_TYPES,
        replaceField(content, NESTED_BLOCK, (nested) => pruneBlock(nested, usedInside)),
      ),
    ];
  });
  return Buffer.concat(fields);
}

/** Replaces the content of one field of a message. */
function replaceField(
  message: Uint8Array,
  number: number,
  replace: (content: Uint8Array) => Uint8Array,
): Uint8Array {
  const fields = [...readWireFields(message)].map((field) =>
    field.number === number ? encodeLengthDelimited(number, replace(field.content)) : field.bytes,
  );
  return Buffer.concat(fields);
}
