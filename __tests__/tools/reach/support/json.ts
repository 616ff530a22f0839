import type { JsonObject } from "../../../../tools/reach/terraform/configuration/json.ts";

/** Returns a value as it is after writing and reading JSON. */
export function asJson(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}
