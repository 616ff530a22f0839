import type { Problem } from "./problem.ts";
import { joinPath, showReceived } from "./problem.ts";

/** A plain object: what object literals and JSON make. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

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

const DEPTH_MAX = 24;

/** Everything in a spec that is not plain data: functions, dates, instances, cycles, getters. */
export function plainDataProblems(value: unknown, path: readonly PropertyKey[] = []): Problem[] {
  if (value === null || ["string", "number", "boolean", "undefined"].includes(typeof value)) return [];
  const problem = (received: string): Problem[] => [
    {
      path: joinPath(path),
      received,
      allowed: "plain data: objects, lists, text, numbers, true and false",
      fix: "write the value itself",
    },
  ];
  if (typeof value !== "object") return problem(showReceived(value));
  if (path.length > DEPTH_MAX) return problem("an object that never ends, or nested too deep");
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, index) => plainDataProblems(item, [...path, index]));
  }
  if (!isPlainObject(value)) return problem(`an instance of ${value.constructor?.name ?? "a class"}`);
  return Object.entries(Object.getOwnPropertyDescriptors(value)).flatMap(([key, property]) => {
    if (key === "__proto__") return problem('a key "__proto__"');
    if (property.get !== undefined || property.set !== undefined) {
      return plainDataProblems(Symbol("getter"), [...path, key]);
    }
    return plainDataProblems(property.value, [...path, key]);
  });
}
