import { isDeepStrictEqual } from "node:util";
import { required } from "../../../../language/required.ts";
import { isJsonObject, type Json, type JsonObject, jsonText } from "../configuration/json.ts";
import { constantValue } from "./configured-values.ts";

/**
 * Returns the configured block of each planned block; undefined if uncertain. A set has its own
 * order, so planned blocks are matched by their constants: blocks that look alike must be as many
 * as the configured blocks that fit them, and those must fit no others.
 */
export function pairBlocks(
  values: readonly Json[],
  marks: readonly Json[],
  configured: readonly JsonObject[],
): (JsonObject | undefined)[] {
  const classes = new Map<string, number[]>();
  for (const [i, mark] of marks.entries()) {
    const look = JSON.stringify([values[i] ?? null, mark]);
    classes.set(look, [...(classes.get(look) ?? []), i]);
  }
  const fits = [...classes.values()].map((members) => {
    const first = required(members, 0);
    const blocks = configured.filter((block) => fitsBlock(values[first], marks[first], block));
    return { members, blocks };
  });
  const result: (JsonObject | undefined)[] = marks.map(() => undefined);
  for (const { members, blocks } of fits) {
    const isShared = fits.some(
      (other) => other.members !== members && other.blocks.some((block) => blocks.includes(block)),
    );
    if (isShared || blocks.length !== members.length) continue;
    for (const [n, i] of members.entries()) result[i] = blocks[n];
  }
  return result;
}

/**
 * True if a planned block can come from a configured one: constants are equal, unknown parts have
 * references.
 */
function fitsBlock(value: Json | undefined, mark: Json | undefined, block: JsonObject): boolean {
  const known = isJsonObject(value) ? value : {};
  const unknown = isJsonObject(mark) ? mark : {};
  return Object.entries(block).every(([name, expression]) => {
    const constant = isJsonObject(expression) ? constantValue(expression) : undefined;
    return constant === undefined || (unknown[name] !== true && isSame(known[name], constant));
  });
}

/** True if equal after Terraform's conversion, which makes `"80"` and 80 the same. */
function isSame(planned: Json | undefined, configured: Json): boolean {
  const isScalar = typeof planned !== "object" && typeof configured !== "object";
  return isScalar
    ? jsonText(planned) === jsonText(configured)
    : isDeepStrictEqual(planned, configured) || Array.isArray(planned);
}
