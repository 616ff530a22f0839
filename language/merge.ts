import { isPlainObject } from "./plain-data.ts";

/**
 * Merges an environment's changes into a platform: objects merge, lists and scalars replace, `null`
 * removes, `undefined` changes nothing. A different `kind` replaces the whole object, since
 * settings differ between kinds.
 */
export function merge(base: unknown, change: unknown): unknown {
  if (change === undefined) return base;
  if (!isPlainObject(change)) return change;
  const keepsBase = isPlainObject(base) && (change.kind === undefined || change.kind === base.kind);
  const merged = new Map<string, unknown>(keepsBase ? Object.entries(base) : []);
  for (const [key, value] of Object.entries(change)) {
    if (value === null) merged.delete(key);
    else merged.set(key, merge(merged.get(key), value));
  }
  return Object.fromEntries(merged);
}
