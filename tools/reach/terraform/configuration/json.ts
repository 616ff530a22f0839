/** JSON as it is read from a file. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
/** An object of JSON. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Whether a value is an object. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value as a text: one that is none as JSON writes it. */
export function jsonText(value: Json | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}

/** A value as a list: a list's elements, nothing for nothing, else itself. */
export function toList(value: Json | undefined): readonly Json[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value as Json];
}

/**
 * The blocks below some labels: each level may be an object, or a list of objects. Comments (`//`) are no
 * labels. https://developer.hashicorp.com/terraform/language/syntax/json#nested-block-mapping
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
