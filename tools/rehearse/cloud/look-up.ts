import { isDeepStrictEqual } from "node:util";
import type { CallContext, CloudResource, Refusal } from "./contracts.ts";
import { isGlobalType } from "./global-types.ts";
import { isObjectValue } from "./protocol/codec.ts";
import type { Block } from "./schema.ts";
import { type ObjectValue, UNKNOWN, type Value } from "./value.ts";

/** Arguments that say how to look, not what for. */
const NOT_SEARCHED = ["region", "timeouts", "most_recent", "include_deprecated"];

/**
 * The resources of a type in the context's region (anywhere for a global service) whose attributes equal
 * every known argument. Empty arguments do not count.
 */
export function matchingResources(
  type: string,
  known: ObjectValue,
  context: CallContext,
): readonly CloudResource[] {
  const isNear = ({ region }: CloudResource) => isGlobalType(type) || region === context.region;
  const near = context.account.resources(type).filter(isNear);
  const wanted = Object.entries(known).filter(
    ([name, value]) => !NOT_SEARCHED.includes(name) && isGiven(value),
  );
  return near.filter(({ values, id }) =>
    wanted.every(([name, value]) => fits(value, name === "id" ? id : (values[name] ?? null))),
  );
}

/**
 * Answers a data source named like a resource type from the account: its arguments must fit exactly one
 * resource. `undefined` when it asks with blocks (`filter`) that only AWS's own knowledge can answer.
 */
export function generalLookup(
  type: string,
  config: ObjectValue,
  block: Block,
  context: CallContext,
): ObjectValue | { readonly refusal: Refusal } | undefined {
  if (Object.keys(block.blocks).some((name) => name !== "timeouts" && isGiven(config[name] ?? null))) {
    return undefined;
  }
  const found = matchingResources(type, config, context);
  const [resource] = found;
  if (resource !== undefined && found.length === 1) {
    const asked = Object.entries(config).filter(([, value]) => isGiven(value));
    return { ...resource.values, ...Object.fromEntries(asked) };
  }
  const message =
    resource === undefined
      ? `no ${type} of the simulated account fits the arguments`
      : `${found.length} ${type} of the simulated account fit the arguments: be more specific`;
  return { refusal: { code: "NotFound", operation: "Describe", message } };
}

function isGiven(value: Value): boolean {
  if (value === null || value === UNKNOWN || value === "" || value === false) return false;
  if (Array.isArray(value)) return value.length > 0;
  return !isObjectValue(value) || Object.keys(value).length > 0;
}

/** Maps (tags) fit when the resource has at least the wanted entries. */
function fits(wanted: Value, actual: Value): boolean {
  if (isObjectValue(wanted) && isObjectValue(actual)) {
    return Object.entries(wanted).every(([key, value]) => isDeepStrictEqual(value, actual[key]));
  }
  return isDeepStrictEqual(wanted, actual);
}
