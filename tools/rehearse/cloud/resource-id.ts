import { createHash } from "node:crypto";
import type { ObjectValue } from "./value.ts";

/**
 * What tells a resource from the others of its type: its `id`, else its ARN or name. The few types that
 * have none of them are known by all their values.
 */
export function resourceId(values: ObjectValue): string {
  for (const name of ["id", "arn", "name"]) {
    const value = values[name];
    if (typeof value === "string" && value !== "") return value;
  }
  return createHash("sha256")
    .update(JSON.stringify(values, (_key, value) => (typeof value === "bigint" ? `${value}` : value)))
    .digest("hex")
    .slice(0, 16);
}
