/** A JSON value as read from a file. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** True if a value is an object. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns a string as it is, and any other value as JSON text. */
export function jsonText(value: Json | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}

/** Returns a list's elements, an empty list for undefined, or a list of the single value. */
export function toList(value: Json | undefined): readonly Json[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value as Json];
}

/**
 * Returns the blocks below their labels. Each level may be an object or a list of objects; comments
 * (`//`) are not labels.
 * https://developer.hashicorp.com/terraform/language/syntax/json#nested-block-mapping
 */
export function labelledBlocks(
  value: Json | undefined,
  labels: number,
): { labels: string[]; body: JsonObject }[] {
  const objects = toList(value).filter(isJsonObject);
  if (labels === 0) return objects.map((body) => ({ labels: [], body }));
  return objects.flatMap((object) =>
    Object.entries(object)
      .filter(([label]) => label !== "//")
      .flatMap(([label, inner]) =>
        labelledBlocks(inner, labels - 1).map((block) => ({ ...block, labels: [label, ...block.labels] })),
      ),
  );
}
