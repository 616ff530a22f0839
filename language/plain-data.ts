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

/** A walk over a spec. It changes its lists on the way down and up, so it copies none. */
interface Walk {
  readonly problems: Problem[];
  /** The keys that lead to the value that is visited. */
  readonly path: PropertyKey[];
  /** The objects that contain it. */
  readonly above: object[];
  /** The values visited so far; an object referenced several times counts each time. */
  values: number;
}

/**
 * Lists everything in a spec that is not plain data: functions, dates, class instances, cycles,
 * getters, sparse lists, lone surrogates. A spec that passes can be read in finite time, without
 * running the author's code.
 */
export function plainDataProblems(value: unknown): Problem[] {
  const walk: Walk = { problems: [], path: [], above: [], values: 0 };
  visit(value, walk);
  return walk.problems;
}

function visit(value: unknown, walk: Walk): void {
  walk.values += 1;
  if (walk.values > VALUES_MAX) {
    if (walk.values === VALUES_MAX + 1) walk.problems.push(notPlain([], `more than ${VALUES_MAX} values`));
    return;
  }
  if (typeof value === "object" && value !== null) {
    visitObject(value, walk);
  } else if (typeof value === "string") {
    walk.problems.push(...textProblems(value, walk.path));
  } else if (value !== null && !["number", "boolean", "undefined"].includes(typeof value)) {
    walk.problems.push(notPlain(walk.path, formatReceived(value)));
  }
}

function visitObject(value: object, walk: Walk): void {
  const problem = objectProblem(value, walk);
  if (problem !== undefined) {
    walk.problems.push(notPlain(walk.path, problem));
    return;
  }
  walk.above.push(value);
  visitProperties(value, walk);
  walk.above.pop();
}

/** Returns what an object is, if it is not an object or list of the spec. */
function objectProblem(value: object, { above, path }: Walk): string | undefined {
  if (above.includes(value)) return "an object that contains itself";
  if (path.length > DEPTH_MAX) return `a value nested deeper than ${DEPTH_MAX} levels`;
  return isPlainObject(value) || isPlainList(value) ? undefined : `an instance of ${className(value)}`;
}

/**
 * Rejects lone surrogates: they have no UTF-8 encoding, so Terraform would read another character.
 */
function textProblems(text: string, path: readonly PropertyKey[]): Problem[] {
  if (!/\p{Surrogate}/u.test(text)) return [];
  const [allowed, fix] = ["valid Unicode text", "remove the lone surrogate"];
  return [{ path: joinPath(path), received: formatReceived(text), allowed, fix }];
}

function visitProperties(value: object, walk: Walk): void {
  const isList = Array.isArray(value);
  const keys = Object.getOwnPropertyNames(value).filter((key) => !isList || key !== "length");
  if (isList && keys.length !== value.length) {
    walk.problems.push(notPlain(walk.path, "a list with holes or named properties"));
    return;
  }
  for (const key of keys) {
    if (key === "__proto__") {
      walk.problems.push(notPlain(walk.path, 'an object with the key "__proto__"'));
      continue;
    }
    walk.path.push(isList ? Number(key) : key);
    const { get, set, value: below } = Object.getOwnPropertyDescriptor(value, key) ?? {};
    if (get === undefined && set === undefined) visit(below, walk);
    else walk.problems.push(notPlain(walk.path, "a getter or setter"));
    walk.path.pop();
  }
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
