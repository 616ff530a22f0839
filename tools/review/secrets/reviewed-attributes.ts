import { compact } from "../../../language/compact.ts";
import { formatCount } from "../../format-count.ts";
import { isJsonObject, type Json, type JsonObject } from "../../reach/terraform/configuration/json.ts";
import { compareByCodeUnit } from "../../reach/terraform/expression/sets.ts";
import { hasMark } from "../plan/json-values.ts";
import { isSameMeaning, type PlannedResourceChange } from "../plan/planned-resource-change.ts";
import type { ReviewedAttribute } from "../review.ts";
import { holdsFreeText, isPrintable, plainValueText } from "./allow-list.ts";
import { REDACTED } from "./redactor.ts";
import { isSecretAttribute } from "./secret-attributes.ts";

/** Longer lists of blocks are counted, not compared. */
const BLOCKS_MAX = 10;

/** An attribute on both sides of a change. */
interface AttributeSides {
  readonly path: string;
  /** The last name of the path that is no list position. */
  readonly name: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  readonly unknown: Json | undefined;
}

/**
 * Returns the attributes of a change, sorted: all that differ in an update or replacement; of a
 * created or deleted resource those with a printable value. A masked value is never shown.
 *
 * @param masks by top-level attribute; the mask `""` covers all
 */
export function reviewedAttributes(change: PlannedResourceChange, masks: JsonObject): ReviewedAttribute[] {
  const isBoth = change.isUpdated || change.isReplaced;
  const names = new Set(
    [change.before, change.after, change.afterUnknown].flatMap((side) => Object.keys(side)),
  );
  const forcing = new Set(change.replacePaths.map(([first]) => String(first)));
  return [...names].sort(compareByCodeUnit).flatMap((name) => {
    const sides = {
      path: name,
      name,
      before: change.before[name],
      after: change.after[name],
      unknown: change.afterUnknown[name],
    };
    const isMasked = masks[""] === true || hasMark(masks[name]) || isSecretAttribute(change.type, name);
    const isForcing = forcing.has(name);
    const isShown = isBoth
      ? isForcing || isChanged(sides, change.isReplaced)
      : !isMasked && isPrintable(name) && isSet(sides);
    if (!isShown) return [];
    const found = isMasked ? [masked(sides)] : leaves(sides, change.type).map((leaf) => shown(leaf, change));
    return isForcing ? found.map((attribute) => ({ ...attribute, forcesReplacement: true })) : found;
  });
}

/** Everything computed is unknown in a replacement: no news. */
function isChanged({ before, after, unknown }: AttributeSides, isReplaced: boolean): boolean {
  if (hasMark(unknown)) return !isReplaced;
  return !isSameMeaning(before, after);
}

function isSet({ before, after }: AttributeSides): boolean {
  return !isSameMeaning(before ?? after, undefined);
}

function masked({ path, before, after, unknown }: AttributeSides): ReviewedAttribute {
  const hide = (value: Json | undefined) => (value === undefined || value === null ? undefined : REDACTED);
  return {
    name: path,
    ...compact({
      before: hide(before),
      after: hide(after),
      isUnknown: hasMark(unknown) || undefined,
    }),
  };
}

/** Splits blocks into their changed attributes; anything else stays whole. */
function leaves(sides: AttributeSides, type: string): AttributeSides[] {
  const { path, name, before, after, unknown } = sides;
  if (holdsFreeText(name) || isSecretAttribute(type, name) || unknown === true) return [sides];
  const length = blockCount(before, after);
  if (length === undefined) return [sides];
  const parts = Array.from({ length }, (_, index) => [
    at(before, index),
    at(after, index),
    at(unknown, index),
  ]);
  return parts.flatMap(([own, next, mark], index) => {
    const keys = [own, next].flatMap((side) => (isJsonObject(side) ? Object.keys(side) : []));
    const inner = [...new Set(keys)].sort(compareByCodeUnit).map((key) => ({
      path: `${path}.${index}.${key}`,
      name: key,
      before: member(own, key),
      after: member(next, key),
      unknown: mark === true ? true : member(mark, key),
    }));
    return inner.filter((each) => isChanged(each, false)).flatMap((each) => leaves(each, type));
  });
}

/** The number of blocks if both sides have as many; undefined if it is no short list of blocks. */
function blockCount(before: Json | undefined, after: Json | undefined): number | undefined {
  const lists = [before, after].filter((side) => side !== undefined && side !== null);
  const areBlocks = lists.every(
    (list) => Array.isArray(list) && list.length > 0 && list.every((each: Json) => isJsonObject(each)),
  );
  const lengths = new Set(lists.map((list) => (list as readonly Json[]).length));
  const [length = 0] = lengths;
  return lists.length > 0 && areBlocks && lengths.size === 1 && length <= BLOCKS_MAX ? length : undefined;
}

function shown(sides: AttributeSides, change: PlannedResourceChange): ReviewedAttribute {
  const { path, name, before, after, unknown } = sides;
  if (isSecretAttribute(change.type, name)) return masked(sides);
  const isUnknown = hasMark(unknown);
  const hasBefore = isPrintable(name) && change.action !== "create";
  const hasAfter = isPrintable(name) && change.isPresentAfter && !isUnknown;
  return {
    name: path,
    ...compact({
      before: hasBefore ? valueText(before) : undefined,
      after: hasAfter ? valueText(after) : undefined,
      isUnknown: isUnknown || undefined,
    }),
  };
}

function valueText(value: Json | undefined): string | undefined {
  return plainValueText(value) ?? (Array.isArray(value) ? formatCount(value.length, "block") : undefined);
}

function at(value: Json | undefined, index: number): Json | undefined {
  return Array.isArray(value) ? (value[index] as Json | undefined) : value === true ? true : undefined;
}

function member(value: Json | undefined, key: string): Json | undefined {
  return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
