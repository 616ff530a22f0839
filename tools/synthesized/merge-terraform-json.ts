/** Merges two files. Lists are concatenated; for any other conflict, the second value wins. */
export function mergeTerraformJson<T>(one: T, other: T): T {
  if (Array.isArray(one) && Array.isArray(other)) return [...one, ...other] as T;
  if (!isNonArrayObject(one) || !isNonArrayObject(other)) return other;
  const both = Object.entries(other).map(([key, value]) => {
    const known: unknown = Object.hasOwn(one, key) ? Reflect.get(one, key) : undefined;
    return [key, known === undefined ? value : mergeTerraformJson(known, value)] as const;
  });
  return { ...one, ...(Object.fromEntries(both) as Partial<T>) };
}

/** True for an object that is not an array, such as a JSON object. */
export function isNonArrayObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The block types whose overrides replace arguments, with the number of their labels. */
const LABELS: Readonly<Record<string, number>> = { resource: 2, data: 2, module: 1, variable: 1, output: 1 };

/**
 * Applies an override file to a stack's files: its arguments and nested blocks replace those of the
 * same name entirely.
 * https://developer.hashicorp.com/terraform/language/files/override
 */
export function applyOverride<T extends object>(one: T, override: T): T {
  const blocks = Object.entries(override).map(([type, value]) => {
    const known: unknown = Object.hasOwn(one, type) ? Reflect.get(one, type) : undefined;
    return [type, known === undefined ? value : overrideBlock(type, known, value)] as const;
  });
  return { ...one, ...(Object.fromEntries(blocks) as Partial<T>) };
}

function overrideBlock(type: string, known: unknown, value: unknown): unknown {
  if (type === "terraform") return overrideTerraformBlock(known, value);
  const labels = Object.hasOwn(LABELS, type) ? LABELS[type] : undefined;
  return labels === undefined ? mergeTerraformJson(known, value) : replaceByLabels(known, value, labels);
}

function replaceByLabels(one: unknown, other: unknown, labels: number): unknown {
  if (!isNonArrayObject(one) || !isNonArrayObject(other)) return other;
  if (labels === 0) return { ...one, ...other };
  const both = Object.entries(other).map(([label, inner]) => {
    const known: unknown = Object.hasOwn(one, label) ? Reflect.get(one, label) : undefined;
    return [label, known === undefined ? inner : replaceByLabels(known, inner, labels - 1)] as const;
  });
  return { ...one, ...Object.fromEntries(both) };
}

/** A stack has one backend: a backend or cloud block in an override replaces any other. */
function overrideTerraformBlock(one: unknown, other: unknown): unknown {
  if (!isNonArrayObject(one) || !isNonArrayObject(other)) return other;
  const replacesBackend = "backend" in other || "cloud" in other;
  const { backend, cloud, ...settings } = one as { readonly backend?: unknown; readonly cloud?: unknown };
  return mergeTerraformJson<object>(replacesBackend ? settings : one, other);
}
