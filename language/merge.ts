import { isPlainObject } from "./plain-data.ts";

/**
 * Lays an environment's changes over a platform: objects are merged, lists and plain values replaced,
 * `null` removes, `undefined` changes nothing. A change of `kind` replaces the whole object, since the
 * settings of one kind mean nothing to another.
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
