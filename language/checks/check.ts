import type { Platform } from "../platform.ts";
import {
  fixByList,
  fixUnknownName,
  formatNameList,
  formatReceived,
  joinPath,
  type Problem,
} from "../problem.ts";
import { required } from "../required.ts";

/** A check across a whole platform, beyond its schema. It returns every violation. */
export type Check = (platform: Platform) => Problem[];

/** The path of a value in a spec. */
export type SpecPath = readonly PropertyKey[];

/** Returns the problem of a value at a path. */
export function problemAt(path: SpecPath, received: unknown, allowed: string, fix: string): Problem {
  return { path: joinPath(path), received: formatReceived(received), allowed, fix };
}

/** Returns the problem of an unknown name; none for a known one. */
export function unknownName(path: SpecPath, name: string, known: readonly string[], what: string): Problem[] {
  if (known.includes(name)) return [];
  return [problemAt(path, name, `${what}: ${formatNameList(known)}`, fixUnknownName(name, known))];
}

/** Formats the steps of a fix: `publish web, and omit the ports`. */
export function formatSteps(steps: readonly string[]): string {
  return steps.length < 3 ? steps.join(", and ") : `${steps.slice(0, -1).join(", ")}, and ${steps.at(-1)}`;
}

/** Returns the names of the items of some kinds. */
export function namesOfKind<T extends { readonly kind: string }>(
  things: Readonly<Record<string, T>>,
  ...kinds: readonly T["kind"][]
): string[] {
  return Object.keys(things).filter((name) => kinds.includes(required(things, name).kind));
}

/** Returns the problem of a value outside a fixed set, without guessing the nearest one. */
export function unknownValue(
  path: SpecPath,
  value: string,
  known: readonly string[],
  what: string,
): Problem[] {
  return known.includes(value)
    ? []
    : [problemAt(path, value, `${what}: ${formatNameList(known)}`, fixByList(known))];
}

/** Returns every item whose key an earlier item has, with the first item of that key. */
export function duplicatesOf<T>(
  items: readonly T[],
  keyOf: (item: T) => string | undefined,
): { readonly first: T; readonly again: T }[] {
  const seen = new Map<string, T>();
  return items.flatMap((item) => {
    const key = keyOf(item);
    if (key === undefined) return [];
    const first = seen.get(key);
    if (first !== undefined) return [{ first, again: item }];
    seen.set(key, item);
    return [];
  });
}

/** Returns the problems of repeated items of a list. */
export function duplicateProblems(path: SpecPath, items: readonly string[], what: string): Problem[] {
  return items.flatMap((item, index) =>
    items.indexOf(item) === index
      ? []
      : [problemAt([...path, index], item, `each ${what} only once`, "remove the duplicate")],
  );
}

/** Returns every pair of different items, each once. */
export function distinctPairs<T>(items: readonly T[]): [T, T][] {
  return items.flatMap((first, index) => items.slice(index + 1).map((second): [T, T] => [first, second]));
}
