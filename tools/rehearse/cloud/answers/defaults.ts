import type { Block, TerraformType } from "../schema.ts";
import { type ObjectValue, UNKNOWN, type Value } from "../value.ts";
import { isObject } from "./read.ts";

/** The value that says nothing: `""`, 0, false, an empty collection; an object of such. */
export function emptyOf(type: TerraformType): Value {
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
      return type[1].map(emptyOf);
    case "object":
      return Object.fromEntries(Object.entries(type[1]).map(([name, field]) => [name, emptyOf(field)]));
  }
}

function conformScalar(value: Value, type: "string" | "number" | "bool"): Value {
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
 * `value` in the shape of `type`: numbers written as text where the schema wants text, missing fields of
 * objects filled with empty values, fields the type does not know left out. Null stays null.
 */
export function conform(value: Value, type: TerraformType): Value {
  if (value === null || value === UNKNOWN) return value === null ? null : emptyOf(type);
  if (type === "dynamic") return value;
  if (typeof type === "string") return conformScalar(value, type);
  switch (type[0]) {
    case "list":
    case "set":
      return Array.isArray(value) ? value.map((element) => conform(element, type[1])) : [];
    case "map":
      return isObject(value) ? mapValues(value, (field) => conform(field, type[1])) : {};
    case "tuple":
      return type[1].map((part, index) =>
        conform(Array.isArray(value) ? (value[index] ?? null) : null, part),
      );
    case "object": {
      const fields = isObject(value) ? value : {};
      return Object.fromEntries(
        Object.entries(type[1]).map(([name, field]) => {
          const own = fields[name];
          return [name, own === undefined ? emptyOf(field) : conform(own, field)];
        }),
      );
    }
  }
}

/** `object` with `map` applied to each field. */
export function mapValues(object: ObjectValue, map: (value: Value, key: string) => Value): ObjectValue {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value, key)]));
}

/**
 * A block made by hand completed to the block's whole shape: what is missing is null, or empty where
 * nested blocks repeat.
 */
export function conformBlock(made: Value, block: Block): ObjectValue {
  const fields = isObject(made) ? made : {};
  const out: Record<string, Value> = {};
  for (const [name, attribute] of Object.entries(block.attributes)) {
    out[name] = conform(fields[name] ?? null, attribute.type);
  }
  for (const [name, nested] of Object.entries(block.blocks)) {
    const own = fields[name];
    if (nested.nesting === "map") {
      out[name] = isObject(own) ? mapValues(own, (value) => conformBlock(value, nested.block)) : {};
    } else if (nested.nesting === "single") {
      out[name] = isObject(own) ? conformBlock(own, nested.block) : null;
    } else if (nested.nesting === "group") {
      out[name] = conformBlock(own ?? {}, nested.block);
    } else {
      out[name] = Array.isArray(own) ? own.map((value) => conformBlock(value, nested.block)) : [];
    }
  }
  return out;
}
