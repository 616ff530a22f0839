import type { JsonObject } from "../../../../tools/reach/terraform/configuration/json.ts";

/** A value as a reader gets it from a file: what JSON keeps of it. */
export function asJson(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}
