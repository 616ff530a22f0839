import { isPlainObject } from "./plain-data.ts";
import { joinPath, type Problem } from "./problem.ts";

/**
 * Returns problems of a merged spec with the paths that their values have in the author's: below
 * `environments.prod` where the environment sets the value.
 */
export function withAuthorsPaths(
  problems: readonly Problem[],
  change: unknown,
  environment: string,
): readonly Problem[] {
  const set = new Set(pathsIn(change, []));
  const prefix = joinPath(["environments", environment]);
  return problems.map((problem) =>
    set.has(problem.path) ? { ...problem, path: `${prefix}.${problem.path}` } : problem,
  );
}

/** The paths of all values that are not merged with others: leaves, lists and what is in them. */
function pathsIn(value: unknown, path: readonly PropertyKey[]): string[] {
  if (value === undefined) return [];
  const own = path.length > 0 && !isPlainObject(value) ? [joinPath(path)] : [];
  return [...own, ...entriesOf(value).flatMap(([key, inner]) => pathsIn(inner, [...path, key]))];
}

function entriesOf(value: unknown): readonly (readonly [PropertyKey, unknown])[] {
  if (Array.isArray(value)) return value.map((item, index) => [index, item]);
  return isPlainObject(value) ? Object.entries(value) : [];
}
