import { Reference, Unknown, type Value } from "../value.ts";

/**
 * Lists that are Terraform sets. Sets are represented as lists; the difference matters only in
 * `for_each`, `dynamic` and `for`, where a set's elements are their own keys.
 */
const SETS = new WeakSet<readonly Value[]>();

/**
 * Returns a set: elements without duplicates, strings and numbers sorted, others in their original
 * order.
 */
export function toSet(values: readonly Value[]): readonly Value[] {
  const known = new Map<unknown, Value>(values.map((value) => [valueIdentity(value), value]));
  const set = [...known.values()].sort(compareElements);
  SETS.add(set);
  return set;
}

/** True if a list is a set. */
export function isSetValue(list: readonly Value[]): boolean {
  return SETS.has(list);
}

/**
 * Returns a key that two values share exactly if they are equal; an unknown value equals only
 * itself.
 */
export function valueIdentity(value: Value): unknown {
  if (value instanceof Unknown) return value;
  if (value instanceof Reference) return `reference ${value.address} ${JSON.stringify(value.path)}`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return containsUnknown(value) ? value : JSON.stringify(sortedKeys(value));
}

function containsUnknown(value: Value): boolean {
  if (value instanceof Unknown) return true;
  if (typeof value !== "object" || value === null || value instanceof Reference) return false;
  return Object.values(value).some(containsUnknown);
}

/**
 * A value with references as tagged data and maps sorted by key, so that equal values have equal
 * text.
 */
function sortedKeys(value: Value): unknown {
  if (value instanceof Reference) return { "reference to": value.address, path: value.path };
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => compareByCodeUnit(a, b));
  return entries.map(([key, each]) => [key, sortedKeys(each)]);
}

/** Compares by code unit, which is the same on every machine. */
export function compareByCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareElements(a: Value, b: Value): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return typeof a === "string" && typeof b === "string" ? compareByCodeUnit(a, b) : 0;
}
