import { normalizeToSchema } from "../normalize-to-schema.ts";
import type { SchemaBlock } from "../schema.ts";
import { isObjectValue, type ObjectValue, type TerraformValue } from "../terraform-value.ts";

/**
 * Converts a resource in a state file's JSON to its type's schema: fields not in the schema are
 * dropped, missing ones become null, and strings are converted to numbers or booleans where the
 * schema has these.
 * @throws Error if the text is not a JSON object.
 */
export function parseResourceState(json: string, block: SchemaBlock): ObjectValue {
  const value = JSON.parse(json) as TerraformValue;
  if (!isObjectValue(value))
    throw new Error(`expected an object as the resource's state, got ${json.slice(0, 40)}`);
  return normalizeToSchema(value, block);
}

/** A resource state with only its ID set. */
export function stateWithIdOnly(block: SchemaBlock, id: string): ObjectValue {
  return { ...normalizeToSchema({}, block), id };
}
