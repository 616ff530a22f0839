import type { SchemaBlock, TerraformType } from "../schema.ts";
import { type ObjectValue, type TerraformValue, UNKNOWN } from "../terraform-value.ts";
import { isMapOrObject } from "./attribute-reader.ts";

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

function normalizeScalar(value: TerraformValue, type: "string" | "number" | "bool"): TerraformValue {
  if (type === "string") {
    if (typeof value === "string") return value;
    return typeof value === "number" || typeof value === "boolean" || typeof value === "bigint"
      ? String(value)
      : "";
  }
  if (type === "number") {
    if (typeof value === "number" || typeof value === "bigint") return value;
    return typeof value === "string" && value !== "" && Number.isFinite(Number(value)) ? Number(value) : 0;
  }
  if (typeof value === "boolean") return value;
  return value === "true";
}

/**
 * Converts `value` to `type`: numbers become strings if the schema has a string, missing object
 * fields become empty values, unknown fields are dropped. Null stays null.
 */
export function normalizeToType(value: TerraformValue, type: TerraformType): TerraformValue {
  if (value === null || value === UNKNOWN) return value === null ? null : emptyValueOfType(type);
  if (type === "dynamic") return value;
  if (typeof type === "string") return normalizeScalar(value, type);
  switch (type[0]) {
    case "list":
    case "set":
      return Array.isArray(value) ? value.map((element) => normalizeToType(element, type[1])) : [];
    case "map":
      return isMapOrObject(value) ? mapFields(value, (field) => normalizeToType(field, type[1])) : {};
    case "tuple":
      return type[1].map((part, index) =>
        normalizeToType(Array.isArray(value) ? (value[index] ?? null) : null, part),
      );
    case "object": {
      const fields = isMapOrObject(value) ? value : {};
      return Object.fromEntries(
        Object.entries(type[1]).map(([name, field]) => {
          const fieldValue = fields[name];
          return [
            name,
            fieldValue === undefined ? emptyValueOfType(field) : normalizeToType(fieldValue, field),
          ];
        }),
      );
    }
  }
}

/** Returns `object` with `map` applied to each field. */
export function mapFields(
  object: ObjectValue,
  map: (value: TerraformValue, key: string) => TerraformValue,
): ObjectValue {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value, key)]));
}

/**
 * Completes a partial block to the block's schema: missing fields become null, missing repeated
 * blocks empty.
 */
export function normalizeToBlock(partial: TerraformValue, block: SchemaBlock): ObjectValue {
  const fields = isMapOrObject(partial) ? partial : {};
  const result: Record<string, TerraformValue> = {};
  for (const [name, attribute] of Object.entries(block.attributes)) {
    result[name] = normalizeToType(fields[name] ?? null, attribute.type);
  }
  for (const [name, nested] of Object.entries(block.blocks)) {
    const fieldValue = fields[name];
    if (nested.nesting === "map") {
      result[name] = isMapOrObject(fieldValue)
        ? mapFields(fieldValue, (value) => normalizeToBlock(value, nested.block))
        : {};
    } else if (nested.nesting === "single") {
      result[name] = isMapOrObject(fieldValue) ? normalizeToBlock(fieldValue, nested.block) : null;
    } else if (nested.nesting === "group") {
      result[name] = normalizeToBlock(fieldValue ?? {}, nested.block);
    } else {
      result[name] = Array.isArray(fieldValue)
        ? fieldValue.map((value) => normalizeToBlock(value, nested.block))
        : [];
    }
  }
  return result;
}
