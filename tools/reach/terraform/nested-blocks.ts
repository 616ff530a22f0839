import type { Resource } from "./inventory.ts";
import { isList, isMap, Reference, Unknown, type Value } from "./value.ts";

/** The attributes of one nested block. */
export type NestedBlock = Readonly<Record<string, Value>>;

/**
 * Returns the nested blocks of one name in a resource or another block, or why they are unknown.
 * Terraform JSON may write one block as an object and several as a list. Blocks that a resource's
 * provider computes are not written, so there are none.
 */
export function nestedBlocks(within: Resource | NestedBlock, name: string): readonly NestedBlock[] | Unknown {
  const isResource = isWhole(within);
  const value = isResource ? within.values[name] : within[name];
  if (value === undefined || value === null) return [];
  if (value instanceof Unknown) return value;
  if (value instanceof Reference) {
    const isOwn = isResource && value.address === within.address;
    return isOwn ? [] : new Unknown(`${value.address} provides it only after deployment`);
  }
  if (isMap(value)) return [value];
  return isList(value) ? maps(value, name) : new Unknown(`${name} is not a block`);
}

function isWhole(within: Resource | NestedBlock): within is Resource {
  return (
    typeof within.address === "string" && isMap(within.values as Value) && typeof within.stack === "string"
  );
}

function maps(values: readonly Value[], name: string): readonly NestedBlock[] | Unknown {
  const unknown = values.find((value) => !isMap(value));
  if (unknown === undefined) return values.filter(isMap);
  return unknown instanceof Unknown ? unknown : new Unknown(`one of its ${name} blocks is unknown`);
}
