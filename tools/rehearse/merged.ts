/** Merges two files' content: the second value wins where they differ, lists are concatenated. */
export function merged<T>(one: T, other: T): T {
  if (Array.isArray(one) && Array.isArray(other)) return [...one, ...other] as T;
  if (!isBody(one) || !isBody(other)) return other;
  const both = Object.entries(other).map(([key, value]) => {
    const known: unknown = Object.hasOwn(one, key) ? Reflect.get(one, key) : undefined;
    return [key, known === undefined ? value : merged(known, value)] as const;
  });
  return { ...one, ...(Object.fromEntries(both) as Partial<T>) };
}

/** True for a JSON object. */
export function isBody(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The block types whose overrides replace arguments, with the number of their labels. */
const LABELS: Readonly<Record<string, number>> = { resource: 2, data: 2, module: 1, variable: 1, output: 1 };

/**
 * Applies an override file to a stack's files: its arguments and nested blocks replace those of the
 * same name entirely.
 * https://developer.hashicorp.com/terraform/language/files/override
 */
export function overridden<T extends object>(one: T, override: T): T {
  const kinds = Object.entries(override).map(([kind, value]) => {
    const known: unknown = Object.hasOwn(one, kind) ? Reflect.get(one, kind) : undefined;
    if (known === undefined) return [kind, value] as const;
    if (kind === "terraform") return [kind, withOtherState(known, value)] as const;
    const labels = Object.hasOwn(LABELS, kind) ? LABELS[kind] : undefined;
    return [kind, labels === undefined ? merged(known, value) : laidOver(known, value, labels)] as const;
  });
  return { ...one, ...(Object.fromEntries(kinds) as Partial<T>) };
}

function laidOver(one: unknown, other: unknown, labels: number): unknown {
  if (!isBody(one) || !isBody(other)) return other;
  if (labels === 0) return { ...one, ...other };
  const both = Object.entries(other).map(([label, inner]) => {
    const known: unknown = Object.hasOwn(one, label) ? Reflect.get(one, label) : undefined;
    return [label, known === undefined ? inner : laidOver(known, inner, labels - 1)] as const;
  });
  return { ...one, ...Object.fromEntries(both) };
}

/** A stack has one backend: a backend or cloud block in an override replaces any other. */
function withOtherState(one: unknown, other: unknown): unknown {
  if (!isBody(one) || !isBody(other)) return other;
  const isElsewhere = "backend" in other || "cloud" in other;
  const { backend, cloud, ...settings } = one as { readonly backend?: unknown; readonly cloud?: unknown };
  return merged<object>(isElsewhere ? settings : one, other);
}
