import { isObjectValue } from "./protocol/codec.ts";
import type { Block, NestedBlock, TerraformType } from "./schema.ts";
import { type ObjectValue, UNKNOWN, type Value } from "./value.ts";

/**
 * Makes a value fit a schema exactly: attributes it has not are null, blocks it has not are empty, what the
 * schema does not know is left out, and what has another type becomes null. Terraform refuses anything else.
 */
export function conformObject(value: ObjectValue, block: Block): ObjectValue {
  const attributes = Object.entries(block.attributes).map(([name, { type }]) => [
    name,
    conform(value[name] ?? null, type),
  ]);
  const blocks = Object.entries(block.blocks).map(([name, nested]) => [
    name,
    conformBlocks(value[name] ?? null, nested),
  ]);
  return Object.fromEntries([...attributes, ...blocks]);
}

function conformBlocks(value: Value, { nesting, block }: NestedBlock): Value {
  const one = (item: Value) => (isObjectValue(item) ? [conformObject(item, block)] : []);
  switch (nesting) {
    case "list":
    case "set":
      return (Array.isArray(value) ? value : [value]).flatMap(one);
    case "map":
      return isObjectValue(value)
        ? Object.fromEntries(
            Object.entries(value).flatMap(([key, item]) => one(item).map((fit) => [key, fit])),
          )
        : {};
    case "single":
      return one(value)[0] ?? null;
    case "group":
      return conformObject(isObjectValue(value) ? value : {}, block);
  }
}

function conform(value: Value, type: TerraformType): Value {
  if (value === null || value === UNKNOWN || type === "dynamic") return value;
  if (typeof type === "string") return conformPrimitive(value, type);
  switch (type[0]) {
    case "list":
    case "set":
      return Array.isArray(value) ? value.map((item) => conform(item, type[1])) : null;
    case "map":
      return isObjectValue(value) ? mapObject(value, (item) => conform(item, type[1])) : null;
    case "tuple":
      return Array.isArray(value) && value.length === type[1].length
        ? type[1].map((itemType, index) => conform(value[index] ?? null, itemType))
        : null;
    case "object":
      return isObjectValue(value)
        ? Object.fromEntries(
            Object.entries(type[1]).map(([name, itemType]) => [name, conform(value[name] ?? null, itemType)]),
          )
        : null;
  }
}

/** Numbers and booleans are read from strings and written to them, as Terraform does. */
function conformPrimitive(value: Value, type: "string" | "number" | "bool"): Value {
  if (type === "string") {
    return typeof value === "string" || typeof value === "object" ? stringOrNull(value) : String(value);
  }
  if (type === "bool") return value === "true" ? true : value === "false" ? false : booleanOrNull(value);
  const isNumber = typeof value === "number" || typeof value === "bigint";
  return isNumber || (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value)) ? value : null;
}

const stringOrNull = (value: Value) => (typeof value === "string" ? value : null);
const booleanOrNull = (value: Value) => (typeof value === "boolean" ? value : null);

function mapObject(value: ObjectValue, map: (item: Value) => Value): ObjectValue {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, map(item)]));
}

/** The path of the first unknown in a value, `vpc_config[0].arn`; `undefined` when all is known. */
export function firstUnknown(value: Value, path = ""): string | undefined {
  if (value === UNKNOWN) return path;
  if (Array.isArray(value))
    return firstOf(value.entries(), (index, item) => firstUnknown(item, `${path}[${index}]`));
  if (!isObjectValue(value)) return undefined;
  const at = (name: string) => (path === "" ? name : `${path}.${name}`);
  return firstOf(Object.entries(value), (name, item) => firstUnknown(item, at(name)));
}

function firstOf<K>(
  entries: Iterable<[K, Value]>,
  find: (key: K, item: Value) => string | undefined,
): string | undefined {
  for (const [key, item] of entries) {
    const found = find(key, item);
    if (found !== undefined) return found;
  }
  return undefined;
}
