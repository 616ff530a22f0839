import { isJsonObject, type Json } from "../../reach/terraform/configuration/json.ts";
import { isList, isMap, Reference, type Value } from "../../reach/terraform/value.ts";
import {
  isObjectValue,
  type ObjectValue,
  type TerraformValue,
  UNKNOWN,
} from "../../rehearse/simulator/terraform-value.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";

/** Returns an attribute that a resource has in the simulated account; undefined if unknown. */
export type AttributeReader = (
  address: string,
  path: readonly (string | number)[],
) => TerraformValue | undefined;

/**
 * The values with which Terraform would create or update a resource: the planned ones, with
 * references filled in from what was applied before. The rest stays unknown.
 *
 * @param resolved the resource's values in the inventory, whose references are resolved
 */
export function plannedValues(
  { after, afterUnknown }: Pick<PlannedResourceChange, "after" | "afterUnknown">,
  resolved: Value | undefined,
  attribute: AttributeReader,
): ObjectValue {
  const values = fill(after, afterUnknown, resolved, attribute);
  return isObjectValue(values) ? values : {};
}

function fill(
  value: Json | undefined,
  mark: Json | undefined,
  resolved: Value | undefined,
  attribute: AttributeReader,
): TerraformValue {
  if (mark === true) return settled(resolved, attribute);
  if (Array.isArray(mark)) {
    const values = Array.isArray(value) ? (value as readonly Json[]) : [];
    const items = isList(resolved) ? resolved : [];
    return (mark as readonly Json[]).map((each, i) => fill(values[i], each, items[i], attribute));
  }
  if (!isJsonObject(mark)) return (value ?? null) as TerraformValue;
  const known = isJsonObject(value) ? value : {};
  const parts = isMap(resolved) ? resolved : {};
  const names = new Set([...Object.keys(known), ...Object.keys(mark)]);
  return Object.fromEntries(
    [...names].map((name) => [name, fill(known[name], mark[name], parts[name], attribute)]),
  );
}

/** A value of the inventory in the simulator's form; what it does not know stays unknown. */
function settled(value: Value | undefined, attribute: AttributeReader): TerraformValue {
  if (value === undefined || value === null) return UNKNOWN;
  if (value instanceof Reference) return attribute(value.address, value.path) ?? UNKNOWN;
  if (isList(value)) return value.map((item) => settled(item, attribute));
  if (isMap(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, settled(item, attribute)]));
  }
  return typeof value === "object" ? UNKNOWN : value;
}
