import { isDeepStrictEqual } from "node:util";
import type { CallContext, CloudResource } from "./contracts.ts";
import { isGlobalType } from "./global-types.ts";
import { isObjectValue } from "./protocol/codec.ts";
import { type ObjectValue, UNKNOWN, type Value } from "./value.ts";

/**
 * The resources of a type in the context's region (anywhere for a global service) whose attributes equal
 * every attribute given. Nulls, false and what is empty do not count: a provider that knows only some
 * attributes leaves the others so.
 */
export function matchingResources(
  type: string,
  given: ObjectValue,
  context: CallContext,
): readonly CloudResource[] {
  const wanted = Object.entries(given).filter(([, value]) => isGiven(value));
  return context.account
    .resources(type)
    .filter(({ region }) => isGlobalType(type) || region === context.region)
    .filter(({ values }) => wanted.every(([name, value]) => isDeepStrictEqual(value, values[name])));
}

function isGiven(value: Value): boolean {
  if (value === null || value === UNKNOWN || value === "" || value === false) return false;
  if (Array.isArray(value)) return value.length > 0;
  return !isObjectValue(value) || Object.keys(value).length > 0;
}
