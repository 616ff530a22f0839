import { createHash } from "node:crypto";
import { typeDefinition } from "./services/type-definitions.ts";
import { isObjectValue, type ObjectValue, type TerraformValue } from "./terraform-value.ts";

/**
 * Identifies a resource among those of its type: its `id`, otherwise its ARN or name. The few types
 * without any of these are identified by all their values.
 */
export function resourceId(type: string, values: ObjectValue): string {
  const identityValues = typeDefinition(type).identity?.map((name) => values[name]);
  if (identityValues?.every((value) => typeof value === "string" && value !== "") === true)
    return identityValues.join("/");
  for (const name of ["id", "arn", "name"]) {
    const value = values[name];
    if (typeof value === "string" && value !== "") return value;
  }
  return createHash("sha256").update(JSON.stringify(values, canonicalValue)).digest("hex").slice(0, 16);
}

/** Makes JSON canonical: sorts the keys of objects, and writes integers of any size as text. */
function canonicalValue(_key: string, value: TerraformValue): unknown {
  if (typeof value === "bigint") return `${value}`;
  if (!isObjectValue(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
