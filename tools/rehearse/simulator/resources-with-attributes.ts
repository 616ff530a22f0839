import { isDeepStrictEqual } from "node:util";
import { isGlobalType } from "../../../aws/services.ts";
import type { CallContext, SimulatedResource } from "./simulator-types.ts";
import { isObjectValue, type ObjectValue, type TerraformValue, UNKNOWN } from "./terraform-value.ts";

/**
 * The resources of a type in the context's region (in any region for a global service) that have
 * all the given attributes. Null, false and empty attributes are ignored: a provider that knows
 * only some attributes leaves the others so.
 */
export function resourcesWithAttributes(
  type: string,
  attributes: ObjectValue,
  context: CallContext,
): readonly SimulatedResource[] {
  const wanted = Object.entries(attributes).filter(([, value]) => isNonEmptyValue(value));
  return context.account
    .resources(type)
    .filter(({ region }) => isGlobalType(type) || region === context.region)
    .filter(({ values }) => wanted.every(([name, value]) => isDeepStrictEqual(value, values[name])));
}

function isNonEmptyValue(value: TerraformValue): boolean {
  if (value === null || value === UNKNOWN || value === "" || value === false) return false;
  if (Array.isArray(value)) return value.length > 0;
  return !isObjectValue(value) || Object.keys(value).length > 0;
}
