import { isObjectValue } from "./protocol/codec.ts";
import type { SchemaBlock, SchemaNestedBlock, TerraformType } from "./schema.ts";
import { type ObjectValue, type TerraformValue, UNKNOWN } from "./terraform-value.ts";

/**
 * Converts a value to exactly the schema's shape: missing attributes become null, missing blocks
 * empty, fields not in the schema are dropped, and values of the wrong type become null. Terraform
 * rejects anything else.
 */
export function normalizeToSchema(value: ObjectValue, block: SchemaBlock): ObjectValue {
  const attributes = Object.entries(block.attributes).map(([name, { type }]) => [
    name,
    normalizeAttribute(value[name] ?? null, type),
  ]);
  const blocks = Object.entries(block.blocks).map(([name, nested]) => [
    name,
    normalizeNestedBlocks(value[name] ?? null, nested),
  ]);
  return Object.fromEntries([...attributes, ...blocks]);
}

function normalizeNestedBlocks(value: TerraformValue, { nesting, block }: SchemaNestedBlock): TerraformValue {
  const normalizeBlock = (item: TerraformValue) =>
    isObjectValue(item) ? [normalizeToSchema(item, block)] : [];
  switch (nesting) {
    case "list":
    case "set":
      return (Array.isArray(value) ? value : [value]).flatMap(normalizeBlock);
    case "map":
      return isObjectValue(value)
        ? Object.fromEntries(
            Object.entries(value).flatMap(([key, item]) =>
              normalizeBlock(item).map((normalized) => [key, normalized]),
            ),
          )
        : {};
    case "single":
      return normalizeBlock(value)[0] ?? null;
    case "group":
      return normalizeToSchema(isObjectValue(value) ? value : {}, block);
  }
}

function normalizeAttribute(value: TerraformValue, type: TerraformType): TerraformValue {
  if (value === null || value === UNKNOWN || type === "dynamic") return value;
  if (typeof type === "string") return normalizePrimitive(value, type);
  switch (type[0]) {
    case "list":
    case "set":
      return Array.isArray(value) ? value.map((item) => normalizeAttribute(item, type[1])) : null;
    case "map":
      return isObjectValue(value)
        ? mapObjectValues(value, (item) => normalizeAttribute(item, type[1]))
        : null;
    case "tuple":
      return Array.isArray(value) && value.length === type[1].length
        ? type[1].map((itemType, index) => normalizeAttribute(value[index] ?? null, itemType))
        : null;
    case "object":
      return isObjectValue(value)
        ? Object.fromEntries(
            Object.entries(type[1]).map(([name, itemType]) => [
              name,
              normalizeAttribute(value[name] ?? null, itemType),
            ]),
          )
        : null;
  }
}

/** Converts between strings and numbers or booleans, as Terraform does. */
function normalizePrimitive(value: TerraformValue, type: "string" | "number" | "bool"): TerraformValue {
  if (type === "string") {
    return typeof value === "string" || typeof value === "object" ? stringOrNull(value) : String(value);
  }
  if (type === "bool") return value === "true" ? true : value === "false" ? false : booleanOrNull(value);
  const isNumber = typeof value === "number" || typeof value === "bigint";
  return isNumber || (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value)) ? value : null;
}

const stringOrNull = (value: TerraformValue) => (typeof value === "string" ? value : null);
const booleanOrNull = (value: TerraformValue) => (typeof value === "boolean" ? value : null);

function mapObjectValues(value: ObjectValue, map: (item: TerraformValue) => TerraformValue): ObjectValue {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, map(item)]));
}

/**
 * The path of the first unknown in a value, `vpc_config[0].arn`; `undefined` if everything is
 * known.
 */
export function firstUnknownPath(value: TerraformValue, path = ""): string | undefined {
  if (value === UNKNOWN) return path;
  if (Array.isArray(value))
    return firstMatch(value.entries(), (index, item) => firstUnknownPath(item, `${path}[${index}]`));
  if (!isObjectValue(value)) return undefined;
  const childPath = (name: string) => (path === "" ? name : `${path}.${name}`);
  return firstMatch(Object.entries(value), (name, item) => firstUnknownPath(item, childPath(name)));
}

function firstMatch<K>(
  entries: Iterable<[K, TerraformValue]>,
  pathIn: (key: K, item: TerraformValue) => string | undefined,
): string | undefined {
  for (const [key, item] of entries) {
    const found = pathIn(key, item);
    if (found !== undefined) return found;
  }
  return undefined;
}
