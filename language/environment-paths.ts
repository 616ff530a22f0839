import { isPlainObject } from "./plain-data.ts";
import { joinPath, type Problem } from "./problem.ts";

/**
 * Returns problems of a merged spec with the paths that their values have in the author's: below
 * `environments.prod` where only the environment has the value, or replaces the base's.
 */
export function withAuthorsPaths(
  problems: readonly Problem[],
  base: unknown,
  change: unknown,
  environment: string,
): readonly Problem[] {
  const own = ownPaths(base, change, []);
  const prefix = joinPath(["environments", environment]);
  return problems.map((problem) =>
    own.some((path) => isAtOrBelow(problem.path, path))
      ? { ...problem, path: `${prefix}.${problem.path}` }
      : problem,
  );
}

/** The paths of values that an environment adds or replaces, by the rules of `merge`. */
function ownPaths(base: unknown, change: unknown, path: readonly PropertyKey[]): string[] {
  if (change === undefined) return [];
  const isMerged =
    isPlainObject(base) && isPlainObject(change) && (change.kind === undefined || change.kind === base.kind);
  if (!isMerged) return [joinPath(path)];
  return Object.entries(change).flatMap(([key, value]) => ownPaths(base[key], value, [...path, key]));
}

function isAtOrBelow(path: string, other: string): boolean {
  return path.startsWith(other) && /^(?:$|[.[])/.test(path.slice(other.length));
}
