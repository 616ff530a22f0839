import { types } from "node:util";
import { formatReceived, joinPath, type Problem } from "./problem.ts";

/** Reports that a value is a plain object, as object literals and JSON make. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || types.isProxy(value) || Array.isArray(value))
    return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

const DEPTH_MAX = 24;
/** The most values in one spec; the largest spec of this project has a few hundred. */
const VALUES_MAX = 100_000;

interface Walk {
  /** The values visited so far; an object referenced several times counts each time. */
  values: number;
}

/**
 * Lists everything in a spec that is not plain data: functions, dates, class instances, cycles,
 * getters, sparse lists, lone surrogates. A spec that passes can be read in finite time, without
 * running the author's code.
 */
export function plainDataProblems(value: unknown): Problem[] {
  return visit(value, [], [], { values: 0 });
}

function visit(
  value: unknown,
  path: readonly PropertyKey[],
  above: readonly object[],
  walk: Walk,
): Problem[] {
  walk.values += 1;
  if (walk.values > VALUES_MAX) {
    return walk.values === VALUES_MAX + 1 ? [notPlain([], `more than ${VALUES_MAX} values`)] : [];
  }
  if (typeof value === "string") return textProblems(value, path);
  if (value === null || ["number", "boolean", "undefined"].includes(typeof value)) return [];
  if (typeof value !== "object") return [notPlain(path, formatReceived(value))];
  if (above.includes(value)) return [notPlain(path, "an object that contains itself")];
  if (path.length > DEPTH_MAX) return [notPlain(path, `a value nested deeper than ${DEPTH_MAX} levels`)];
  if (!isPlainObject(value) && !isPlainList(value))
    return [notPlain(path, `an instance of ${className(value)}`)];
  return visitProperties(value, path, [...above, value], walk);
}

/**
 * Rejects lone surrogates: they have no UTF-8 encoding, so Terraform would read another character.
 */
function textProblems(text: string, path: readonly PropertyKey[]): Problem[] {
  if (!/\p{Surrogate}/u.test(text)) return [];
  const [allowed, fix] = ["valid Unicode text", "remove the lone surrogate"];
  return [{ path: joinPath(path), received: formatReceived(text), allowed, fix }];
}

function visitProperties(value: object, path: readonly PropertyKey[], above: readonly object[], walk: Walk) {
  const isList = Array.isArray(value);
  const properties = Object.entries(Object.getOwnPropertyDescriptors(value)).filter(
    ([key]) => !isList || key !== "length",
  );
  if (isList && properties.length !== value.length)
    return [notPlain(path, "a list with holes or named properties")];
  return properties.flatMap(([key, property]): Problem[] => {
    const at = [...path, isList ? Number(key) : key];
    if (key === "__proto__") return [notPlain(path, 'an object with the key "__proto__"')];
    if (property.get !== undefined || property.set !== undefined) return [notPlain(at, "a getter or setter")];
    return visit(property.value, at, above, walk);
  });
}

function isPlainList(value: object): boolean {
  return !types.isProxy(value) && Array.isArray(value) && Object.getPrototypeOf(value) === Array.prototype;
}

/** Returns an instance's class name without running its code. */
function className(value: object): string {
  const unnamed = "a class";
  if (types.isProxy(value)) return "Proxy";
  const prototype: unknown = Object.getPrototypeOf(value);
  if (typeof prototype !== "object" || prototype === null || types.isProxy(prototype)) return unnamed;
  const made: unknown = Object.getOwnPropertyDescriptor(prototype, "constructor")?.value;
  if (typeof made !== "function" || types.isProxy(made)) return unnamed;
  const name: unknown = Object.getOwnPropertyDescriptor(made, "name")?.value;
  return typeof name === "string" && /^\w{1,40}$/.test(name) ? name : unnamed;
}

function notPlain(path: readonly PropertyKey[], received: string): Problem {
  const allowed = "plain data: objects, lists, text, numbers, true and false";
  return { path: joinPath(path), received, allowed, fix: "write the value itself" };
}
