import type { SchemaBlock, SchemaNestedBlock, TerraformType } from "../schema.ts";
import { isObjectValue, type ObjectValue, type TerraformValue, UNKNOWN } from "../terraform-value.ts";
import { elementType } from "../walk-schema.ts";

/** True if two values of a type are equal; the order of set elements is ignored. */
export function equalByType(type: TerraformType, a: TerraformValue, b: TerraformValue): boolean {
  return a === b || valueKey(type, a) === valueKey(type, b);
}

/** True if the values of a nested block are equal. */
export function nestedBlocksEqual(nested: SchemaNestedBlock, a: TerraformValue, b: TerraformValue): boolean {
  return a === b || nestedKey(nested, a) === nestedKey(nested, b);
}

/** True if two blocks are equal. */
export function blocksEqual(block: SchemaBlock, a: ObjectValue, b: ObjectValue): boolean {
  return blockKey(block, a) === blockKey(block, b);
}

/** True if two strings are the same JSON; white space and key order are ignored. */
export function jsonEqual(a: TerraformValue, b: TerraformValue): boolean {
  if (typeof a !== "string" || typeof b !== "string") return false;
  try {
    return JSON.stringify(sortKeys(JSON.parse(a))) === JSON.stringify(sortKeys(JSON.parse(b)));
  } catch {
    // Text that is not JSON was already compared as it is.
    return false;
  }
}

function sortKeys(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(sortKeys);
  if (typeof json !== "object" || json === null) return json;
  const entries = Object.entries(json).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, item]) => [name, sortKeys(item)]));
}

/**
 * True for a value that the older SDK treats as not set: null, or an empty, zero or false value.
 */
export function isZeroValue(value: TerraformValue): boolean {
  if (value === null || value === "" || value === false || value === 0) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isObjectValue(value) && Object.keys(value).length === 0;
}

/** A key that is equal for equal values. */
function valueKey(type: TerraformType, value: TerraformValue): string {
  if (value === null) return "null";
  if (value === UNKNOWN) return "unknown";
  if (typeof type === "string") return `${typeof value}:${JSON.stringify(String(value))}`;
  if (Array.isArray(value)) {
    const items = value.map((item, index) => valueKey(elementType(type, index), item));
    return `[${(type[0] === "set" ? items.toSorted() : items).join()}]`;
  }
  if (!isObjectValue(value)) return String(value);
  return entriesKey(value, (name, item) => valueKey(elementType(type, name), item));
}

function blockKey(block: SchemaBlock, value: ObjectValue): string {
  return entriesKey(value, (name, item) => {
    const attribute = block.attributes[name];
    if (attribute !== undefined) return valueKey(attribute.type, item);
    const nested = block.blocks[name];
    return nested === undefined ? "null" : nestedKey(nested, item);
  });
}

function nestedKey({ nesting, block }: SchemaNestedBlock, value: TerraformValue): string {
  if (value === null) return "null";
  if (value === UNKNOWN) return "unknown";
  const a = (item: TerraformValue) => (isObjectValue(item) ? blockKey(block, item) : String(item));
  if (Array.isArray(value)) {
    const items = value.map(a);
    return `[${(nesting === "set" ? items.toSorted() : items).join()}]`;
  }
  return nesting === "map" && isObjectValue(value) ? entriesKey(value, (_, item) => a(item)) : a(value);
}

/** Missing attributes count as null. */
function entriesKey(value: ObjectValue, key: (name: string, item: TerraformValue) => string): string {
  const entries = Object.keys(value)
    .toSorted()
    .map((name) => [name, key(name, value[name] ?? null)])
    .filter(([, text]) => text !== "null");
  return `{${entries.map(([name, text]) => `${name}=${text}`).join()}}`;
}
