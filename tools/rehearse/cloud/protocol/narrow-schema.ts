import type { UsedBlocks } from "../used-blocks.ts";
import { lengthDelimited, wireContent, wireFields } from "./wire.ts";

/** Field numbers of `GetProviderSchema.Response`, of its maps' entries, of `Schema`, `Block` and `NestedBlock`. */
const RESOURCES = 2;
const ENTRY_KEY = 1;
const ENTRY_VALUE = 2;
const SCHEMA_BLOCK = 2;
const BLOCK_TYPES = 3;
const NESTED_NAME = 1;
const NESTED_BLOCK = 2;

/**
 * A longer schema is narrowed, in bytes. AWS WAF's and QuickSight's five types have 420,000 to 630,000 each, since statements nest in
 * statements; no other has 50,000. Terraform goes through the whole of it for each value that it reads, checks or
 * compares: a plan with one web ACL takes seconds.
 */
export const LONG_SCHEMA_BYTES = 100_000;

/** A narrowed `GetProviderSchema` response, and the resource types that it narrows. */
export interface NarrowedResponse {
  readonly bytes: Uint8Array;
  readonly types: ReadonlySet<string>;
}

/** Leaves out of long resource schemas the nested blocks that no file uses; all else stays as it is. */
export function narrowResponse(
  response: Uint8Array,
  used: ReadonlyMap<string, UsedBlocks>,
): NarrowedResponse {
  const types = new Set<string>();
  const fields = [...wireFields(response)].map(({ number, bytes, content }) => {
    if (number !== RESOURCES || bytes.length < LONG_SCHEMA_BYTES) return bytes;
    const type = new TextDecoder().decode(wireContent(content, ENTRY_KEY));
    const blocks = used.get(type);
    if (blocks === undefined) return bytes;
    types.add(type);
    return lengthDelimited(
      RESOURCES,
      replaced(content, ENTRY_VALUE, (schema) =>
        replaced(schema, SCHEMA_BLOCK, (block) => narrowBlock(block, blocks)),
      ),
    );
  });
  return { bytes: types.size === 0 ? response : Buffer.concat(fields), types };
}

function narrowBlock(block: Uint8Array, used: UsedBlocks): Uint8Array {
  const fields = [...wireFields(block)].flatMap(({ number, bytes, content }) => {
    if (number !== BLOCK_TYPES) return [bytes];
    const name = new TextDecoder().decode(wireContent(content, NESTED_NAME));
    const inside = Object.hasOwn(used, name) ? used[name] : undefined;
    if (inside === undefined) return [];
    return [
      lengthDelimited(
        BLOCK_TYPES,
        replaced(content, NESTED_BLOCK, (nested) => narrowBlock(nested, inside)),
      ),
    ];
  });
  return Buffer.concat(fields);
}

/** A message with the content of one of its fields replaced. */
function replaced(
  message: Uint8Array,
  number: number,
  replace: (content: Uint8Array) => Uint8Array,
): Uint8Array {
  const fields = [...wireFields(message)].map((field) =>
    field.number === number ? lengthDelimited(number, replace(field.content)) : field.bytes,
  );
  return Buffer.concat(fields);
}
