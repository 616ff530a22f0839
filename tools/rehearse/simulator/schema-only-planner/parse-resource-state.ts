import { emptyNestedBlock } from "../../snapshot/samples.ts";
import { isObjectValue } from "../protocol/codec.ts";
import type { SchemaBlock, SchemaNestedBlock, TerraformType } from "../schema.ts";
import type { ObjectValue, TerraformValue } from "../terraform-value.ts";

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
  return readBlock(value, block);
}

/** A resource state with only its ID set. */
export function stateWithIdOnly(block: SchemaBlock, id: string): ObjectValue {
  return { ...readBlock({}, block), id };
}

function readBlock(value: ObjectValue, block: SchemaBlock): ObjectValue {
  const attributes = Object.entries(block.attributes).map(([name, { type }]) => [
    name,
    readValue(value[name] ?? null, type),
  ]);
  const blocks = Object.entries(block.blocks).map(([name, nested]) => [
    name,
    readNested(value[name] ?? null, nested),
  ]);
  return Object.fromEntries([...attributes, ...blocks]);
}

function readNested(value: TerraformValue, nested: SchemaNestedBlock): TerraformValue {
  const readBody = (item: TerraformValue): TerraformValue[] =>
    isObjectValue(item) ? [readBlock(item, nested.block)] : [];
  if (Array.isArray(value)) return value.flatMap(readBody);
  if (nested.nesting !== "map") return readBody(value)[0] ?? emptyNestedBlock(nested);
  const entries = Object.entries(isObjectValue(value) ? value : {});
  return Object.fromEntries(entries.flatMap(([key, item]) => readBody(item).map((read) => [key, read])));
}

function readValue(value: TerraformValue, type: TerraformType): TerraformValue {
  if (value === null || type === "dynamic") return null;
  if (typeof type === "string") return readPrimitive(value, type);
  switch (type[0]) {
    case "list":
    case "set":
      return Array.isArray(value) ? value.map((item) => readValue(item, type[1])) : null;
    case "map":
      return isObjectValue(value)
        ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, readValue(item, type[1])]))
        : null;
    case "tuple":
      return Array.isArray(value)
        ? type[1].map((each, index) => readValue(value[index] ?? null, each))
        : null;
    case "object":
      return isObjectValue(value)
        ? Object.fromEntries(
            Object.entries(type[1]).map(([name, each]) => [name, readValue(value[name] ?? null, each)]),
          )
        : null;
  }
}

function readPrimitive(value: TerraformValue, type: "string" | "number" | "bool"): TerraformValue {
  if (typeof value === type || (type === "bool" && typeof value === "boolean")) return value;
  if (type === "string") return typeof value === "object" ? null : String(value);
  if (type === "bool") return value === "true" ? true : value === "false" ? false : null;
  const number = Number(value);
  return typeof value === "string" && value !== "" && !Number.isNaN(number) ? number : null;
}
