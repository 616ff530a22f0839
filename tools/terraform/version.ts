/** A release's version numbers: major, minor, patch. */
export type ReleaseVersion = readonly [number, number, number];

/** Parses `1.11.4`, `v5.100.0` or `1.11`; `undefined` for anything else, including pre-releases. */
export function parseVersion(text: string): ReleaseVersion | undefined {
  const match = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?$/.exec(text.trim());
  if (match === null) return undefined;
  return [Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0)];
}

/** Negative when `a` is older than `b`, 0 when they are the same, positive when it is newer. */
export function compareVersions(a: ReleaseVersion, b: ReleaseVersion): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

/**
 * True if a release satisfies a Terraform version constraint: `>= 5.100.0, < 7.0.0`. A pre-release
 * satisfies none. Throws `RangeError` for an invalid constraint.
 * https://developer.hashicorp.com/terraform/language/expressions/version-constraints
 */
export function satisfiesConstraint(version: string, constraint: string): boolean {
  const parsed = parseVersion(version);
  return (
    parsed !== undefined &&
    constraint.split(",").every((condition) => satisfiesCondition(parsed, condition.trim()))
  );
}

function satisfiesCondition(version: ReleaseVersion, condition: string): boolean {
  const [, operator = "", text = ""] = /^(>=|<=|!=|~>|>|<|=|)\s*(\S+)$/.exec(condition) ?? [];
  const bound = parseVersion(text);
  if (bound === undefined) throw new RangeError(`"${condition}" is not a version constraint.`);
  const order = compareVersions(version, bound);
  switch (operator) {
    case ">=":
      return order >= 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case "<":
      return order < 0;
    case "!=":
      return order !== 0;
    case "~>":
      return order >= 0 && compareVersions(version, pessimisticUpperBound(bound, text)) < 0;
    default:
      return order === 0;
  }
}

/**
 * Returns the upper bound of `~>`: only the last given number may increase. `~> 5.1.2` stays below
 * 5.2, `~> 5.1` below 6.
 */
function pessimisticUpperBound(bound: ReleaseVersion, text: string): ReleaseVersion {
  return text.split(".").length >= 3 ? [bound[0], bound[1] + 1, 0] : [bound[0] + 1, 0, 0];
}
