import type { AttributePath_Step } from "./protocol/tfplugin5.ts";
import type { SchemaAttribute, SchemaBlock, SchemaNestedBlock, TerraformType } from "./schema.ts";
import { isObjectValue, type ObjectValue, type TerraformValue } from "./terraform-value.ts";

/**
 * The only walker over values and their schema. Each function goes one level down; callers recurse
 * in the functions that they pass.
 */

/** Builds the value of a block from its attributes and nested blocks. */
export function mapBlock(
  { attributes, blocks }: SchemaBlock,
  mapAttribute: (name: string, attribute: SchemaAttribute) => TerraformValue,
  mapNested: (name: string, nested: SchemaNestedBlock) => TerraformValue,
): ObjectValue {
  return Object.fromEntries([
    ...Object.entries(attributes).map(([name, attribute]) => [name, mapAttribute(name, attribute)]),
    ...Object.entries(blocks).map(([name, nested]) => [name, mapNested(name, nested)]),
  ]);
}

/** Maps each occurrence of a nested block; unknowns and other values are unchanged. */
export function mapNestedBodies(
  { nesting }: SchemaNestedBlock,
  value: TerraformValue,
  map: (body: ObjectValue, key: string | number) => TerraformValue,
): TerraformValue {
  const mapItem = (item: TerraformValue, key: string | number) =>
    isObjectValue(item) ? map(item, key) : item;
  if (Array.isArray(value)) return value.map(mapItem);
  return nesting === "map" && isObjectValue(value) ? mapObjectValue(value, mapItem) : mapItem(value, "");
}

/** One occurrence of a nested block. */
export interface NestedBody {
  /** The values of the occurrence. */
  readonly body: ObjectValue;
  /** The key or index; empty for a block that cannot be repeated. */
  readonly key: string;
  /** The step of its path, if it has one of its own: elements of a set have none. */
  readonly steps: readonly AttributePath_Step[];
}

/** Lists the occurrences of a nested block. */
export function nestedBodies({ nesting }: SchemaNestedBlock, value: TerraformValue): NestedBody[] {
  const entries: (readonly [string, TerraformValue])[] = Array.isArray(value)
    ? value.map((item, index) => [String(index), item])
    : nesting === "map" && isObjectValue(value)
      ? Object.entries(value)
      : [["", value]];
  return entries.flatMap(([key, body]) =>
    isObjectValue(body) ? [{ body, key, steps: stepsToBody(nesting, key) }] : [],
  );
}

function stepsToBody(nesting: SchemaNestedBlock["nesting"], key: string): AttributePath_Step[] {
  if (nesting === "list") return [{ element_key_int: Number(key) }];
  return nesting === "map" ? [{ element_key_string: key }] : [];
}

/** The value of a nested block that is not set. */
export function emptyNestedBlock({ nesting }: SchemaNestedBlock): TerraformValue {
  if (nesting === "map") return {};
  return nesting === "list" || nesting === "set" ? [] : null;
}

/** Maps each element of a collection, tuple or object; values without elements are unchanged. */
export function mapElements(
  type: TerraformType,
  value: TerraformValue,
  map: (element: TerraformValue, type: TerraformType, key: string | number) => TerraformValue,
): TerraformValue {
  const mapItem = (item: TerraformValue, key: string | number) => map(item, elementType(type, key), key);
  if (Array.isArray(value)) return value.map(mapItem);
  return isObjectValue(value) ? mapObjectValue(value, mapItem) : value;
}

/** The type of an element of a type; `dynamic` where the type has no such element. */
export function elementType(type: TerraformType, key: string | number): TerraformType {
  if (typeof type === "string") return "dynamic";
  switch (type[0]) {
    case "tuple":
      return type[1][Number(key)] ?? "dynamic";
    case "object":
      return type[1][key] ?? "dynamic";
    default:
      return type[1];
  }
}

/** Returns an object with each value mapped. */
export function mapObjectValue(
  object: ObjectValue,
  map: (value: TerraformValue, key: string) => TerraformValue,
): ObjectValue {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value, key)]));
}
