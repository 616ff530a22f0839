import type { SchemaBlock, SchemaNestedBlock, TerraformType } from "./schema.ts";
import { isObjectValue, type ObjectValue, type TerraformValue, UNKNOWN } from "./terraform-value.ts";
import { emptyNestedBlock, mapBlock, mapObjectValue } from "./walk-schema.ts";

/** The values in place of others, by their type. */
interface Substitutes {
  /** Replaces an unknown. */
  unknown(type: TerraformType): TerraformValue;
  /** Replaces a value of another type, and a missing field of an object. */
  missing(type: TerraformType): TerraformValue;
}

const AS_PLANNED: Substitutes = { unknown: () => UNKNOWN, missing: () => null };
const ALL_KNOWN: Substitutes = { unknown: emptyValueOfType, missing: emptyValueOfType };

/**
 * Converts a value to exactly the schema's shape: missing attributes become null, missing blocks
 * empty, fields not in the schema are dropped, and values of the wrong type become null. Terraform
 * rejects anything else.
 */
export function normalizeToSchema(value: ObjectValue, block: SchemaBlock): ObjectValue {
  return normalizeBlock(value, block, AS_PLANNED);
}

/**
 * Converts values of AWS to exactly the schema's shape, like {@link normalizeToSchema}, but with
 * everything known: unknowns, values of the wrong type and missing fields of objects are empty.
 */
export function normalizeToBlock(value: TerraformValue, block: SchemaBlock): ObjectValue {
  return normalizeBlock(isObjectValue(value) ? value : {}, block, ALL_KNOWN);
}

/** Converts a value of AWS to a type, like {@link normalizeToBlock}. */
export function normalizeToType(value: TerraformValue, type: TerraformType): TerraformValue {
  return normalizeAttribute(value, type, ALL_KNOWN);
}

/** The empty value of a type: `""`, 0, false, an empty collection, or an object of such values. */
export function emptyValueOfType(type: TerraformType): TerraformValue {
  if (type === "string") return "";
  if (type === "number") return 0;
  if (type === "bool") return false;
  if (type === "dynamic") return null;
  switch (type[0]) {
    case "list":
    case "set":
      return [];
    case "map":
      return {};
    case "tuple":
      return type[1].map(emptyValueOfType);
    case "object":
      return Object.fromEntries(
        Object.entries(type[1]).map(([name, field]) => [name, emptyValueOfType(field)]),
      );
  }
}

function normalizeBlock(value: ObjectValue, block: SchemaBlock, substitutes: Substitutes): ObjectValue {
  return mapBlock(
    block,
    (name, { type }) => normalizeAttribute(value[name] ?? null, type, substitutes),
    (name, nested) => normalizeNestedBlocks(value[name] ?? null, nested, substitutes),
  );
}

function normalizeNestedBlocks(
  value: TerraformValue,
  nested: SchemaNestedBlock,
  substitutes: Substitutes,
): TerraformValue {
  const { nesting, block } = nested;
  const normalizeBody = (body: ObjectValue) => normalizeBlock(body, block, substitutes);
  switch (nesting) {
    case "list":
    case "set":
      return (Array.isArray(value) ? value : [value]).filter(isObjectValue).map(normalizeBody);
    case "map": {
      const bodies = Object.entries(isObjectValue(value) ? value : {});
      return Object.fromEntries(
        bodies.flatMap(([key, body]) => (isObjectValue(body) ? [[key, normalizeBody(body)]] : [])),
      );
    }
    case "single":
      return isObjectValue(value) ? normalizeBody(value) : emptyNestedBlock(nested);
    case "group":
      return normalizeBody(isObjectValue(value) ? value : {});
  }
}

function normalizeAttribute(
  value: TerraformValue,
  type: TerraformType,
  substitutes: Substitutes,
): TerraformValue {
  if (value === null) return null;
  if (value === UNKNOWN) return substitutes.unknown(type);
  if (type === "dynamic") return value;
  if (typeof type === "string") return normalizePrimitive(value, type) ?? substitutes.missing(type);
  const normalizeElement = (element: TerraformValue, elementType: TerraformType) =>
    normalizeAttribute(element, elementType, substitutes);
  switch (type[0]) {
    case "list":
    case "set":
      return Array.isArray(value)
        ? value.map((element) => normalizeElement(element, type[1]))
        : substitutes.missing(type);
    case "map":
      return isObjectValue(value)
        ? mapObjectValue(value, (element) => normalizeElement(element, type[1]))
        : substitutes.missing(type);
    case "tuple":
      return Array.isArray(value) && value.length === type[1].length
        ? type[1].map((partType, index) => normalizeElement(value[index] ?? null, partType))
        : substitutes.missing(type);
    case "object":
      return isObjectValue(value) ? normalizeObject(value, type[1], substitutes) : substitutes.missing(type);
  }
}

function normalizeObject(
  value: ObjectValue,
  fields: Readonly<Record<string, TerraformType>>,
  substitutes: Substitutes,
): ObjectValue {
  return Object.fromEntries(
    Object.entries(fields).map(([name, type]) => {
      const field = value[name];
      return [
        name,
        field === undefined ? substitutes.missing(type) : normalizeAttribute(field, type, substitutes),
      ];
    }),
  );
}

/**
 * Converts between strings and numbers or booleans, as Terraform does; null if impossible. A number
 * that JavaScript may not represent exactly stays text, which Terraform reads as a number.
 */
function normalizePrimitive(value: TerraformValue, type: "string" | "number" | "bool"): TerraformValue {
  if (typeof value === "object") return null;
  switch (type) {
    case "string":
      return String(value);
    case "bool":
      if (typeof value === "boolean") return value;
      return value === "true" ? true : value === "false" ? false : null;
    case "number":
      if (typeof value === "boolean") return null;
      if (typeof value !== "string") return value;
      if (!/^-?\d+(\.\d+)?$/.test(value)) return null;
      return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  }
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
