import type { Platform } from "../platform.ts";
import { fixUnknownName, joinPath, type Problem, showNames, showReceived } from "../problem.ts";

/** A rule over a whole platform that its schema alone cannot state: every way it is broken. */
export type Check = (platform: Platform) => Problem[];

/** The problem of a value at a path. */
export function problemAt(
  path: readonly PropertyKey[],
  received: unknown,
  allowed: string,
  fix: string,
): Problem {
  return { path: joinPath(path), received: showReceived(received), allowed, fix };
}

/** The problem of a name that names nothing; none when it is known. */
export function unknownName(
  path: readonly PropertyKey[],
  name: string,
  known: readonly string[],
  what: string,
): Problem[] {
  if (known.includes(name)) return [];
  return [problemAt(path, name, `${what}: ${showNames(known)}`, fixUnknownName(name, known))];
}

/** Every value that stands more than once, with the keys it stands at. */
export function repeated<T>(items: readonly T[], keyOf: (item: T) => string | undefined): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}
