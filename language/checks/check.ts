import type { Platform } from "../platform.ts";
import { fixUnknownName, formatNameList, formatReceived, joinPath, type Problem } from "../problem.ts";

/** A rule over a whole platform that its schema alone cannot state: every way it is broken. */
export type Check = (platform: Platform) => Problem[];

/** Where a value stands in a spec. */
export type SpecPath = readonly PropertyKey[];

/** The problem of a value at a path. */
export function problemAt(path: SpecPath, received: unknown, allowed: string, fix: string): Problem {
  return { path: joinPath(path), received: formatReceived(received), allowed, fix };
}

/** The problem of a name that names nothing; none when it is known. */
export function unknownName(path: SpecPath, name: string, known: readonly string[], what: string): Problem[] {
  if (known.includes(name)) return [];
  return [problemAt(path, name, `${what}: ${formatNameList(known)}`, fixUnknownName(name, known))];
}

/** The names of those things that are of some kinds. */
export function namesOfKind<T extends { readonly kind: string }>(
  things: Readonly<Record<string, T>>,
  ...kinds: readonly T["kind"][]
): string[] {
  return Object.keys(things).filter((name) => kinds.includes(things[name]!.kind));
}

/** The problem of a value that is none of a few; unlike a name, no other is near to it. */
export function unknownValue(
  path: SpecPath,
  value: string,
  known: readonly string[],
  what: string,
): Problem[] {
  return known.includes(value)
    ? []
    : [problemAt(path, value, `${what}: ${formatNameList(known)}`, "use one of them")];
}

/** Every item whose key an earlier item has, with the first of that key. */
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

/** The problems of a list's items that stand there before. */
export function duplicateProblems(path: SpecPath, items: readonly string[], what: string): Problem[] {
  return items.flatMap((item, index) =>
    items.indexOf(item) === index
      ? []
      : [problemAt([...path, index], item, `each ${what} once`, "remove it")],
  );
}

/** Every pair of different items, each once. */
export function distinctPairs<T>(items: readonly T[]): [T, T][] {
  return items.flatMap((first, index) => items.slice(index + 1).map((second): [T, T] => [first, second]));
}
