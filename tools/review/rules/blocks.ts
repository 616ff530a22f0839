import {
  isJsonObject,
  type Json,
  type JsonObject,
  toList,
} from "../../reach/terraform/configuration/json.ts";
import { isSameMeaning, type PlannedResourceChange } from "../plan/planned-resource-change.ts";

/** A nested block before and afterwards, matched by its key. */
export interface BlockChange {
  /** The value of the block's key attribute: the name of a rule or an index. */
  readonly key: string;
  /** @default the block is added */
  readonly before?: JsonObject;
  /** @default the block is removed */
  readonly after?: JsonObject;
}

/**
 * Matches the blocks of a list or set by a key attribute, so that their order does not matter.
 * Blocks without a key are matched by their position. It is empty while the list, or the key of any
 * block, is known only after apply; other parts that are not known are left out of `after`.
 */
export function blockChanges(change: PlannedResourceChange, attribute: string, key: string): BlockChange[] {
  const blocks = change.becomes(attribute);
  if (change.isUnknown(attribute) && (blocks === undefined || !toList(blocks).every(hasKey(key)))) return [];
  const before = blocksByKey(change.was(attribute), key);
  const after = blocksByKey(blocks, key);
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys]
    .map((name) => withKey(name, before.get(name), after.get(name)))
    .filter((block) => !isSameMeaning(block.before, block.after));
}

function hasKey(key: string): (block: Json) => boolean {
  return (block) => isJsonObject(block) && Object.hasOwn(block, key);
}

/** Returns the blocks before that are no longer there. */
export function removedBlocks(change: PlannedResourceChange, attribute: string, key: string): BlockChange[] {
  return blockChanges(change, attribute, key).filter(({ after }) => after === undefined);
}

/** Reads a number of a block; undefined if it is not set. Texts of digits count as numbers. */
export function numberIn(block: JsonObject | undefined, path: string): number | undefined {
  const value = valueIn(block, path);
  const number = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === "number" ? number : undefined;
}

/** Reads a value of a block by a dotted path of names and positions. */
export function valueIn(block: JsonObject | undefined, path: string): Json | undefined {
  let value: Json | undefined = block;
  for (const step of path.split(".")) {
    if (Array.isArray(value)) value = (value as readonly Json[])[Number(step)];
    else value = isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }
  return value ?? undefined;
}

function blocksByKey(blocks: Json | undefined, key: string): Map<string, JsonObject> {
  const objects = toList(blocks).filter(isJsonObject);
  return new Map(
    objects.map((block, position) => {
      const name = block[key];
      return [typeof name === "string" && name !== "" ? name : `#${position + 1}`, block];
    }),
  );
}

function withKey(key: string, before: JsonObject | undefined, after: JsonObject | undefined): BlockChange {
  return { key, ...(before && { before }), ...(after && { after }) };
}
