/** The number of parts of a major version by engine: MySQL 8.0 and 8.4 are two of them. */
const MAJOR_PARTS: readonly (readonly [engine: RegExp, parts: number])[] = [
  [/mysql|mariadb|neptune/, 2],
  [/./, 1],
];

/** The comparison of two versions of a database engine. */
export interface VersionChange {
  /** True if the major version rises: the upgrade cannot be undone. */
  readonly isMajorUpgrade: boolean;
  /** True if the version falls, which AWS refuses. */
  readonly isDowngrade: boolean;
}

/**
 * Compares two engine versions. A version that is a prefix of the other, `15` and `15.4`, is
 * neither an upgrade nor a downgrade.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html
 */
export function compareEngineVersions(engine: string, from: string, to: string): VersionChange {
  const before = numbersOf(from);
  const after = numbersOf(to);
  const parts = majorParts(engine, before);
  const position = before.findIndex((part, index) => after[index] !== undefined && after[index] !== part);
  if (position < 0) return { isMajorUpgrade: false, isDowngrade: false };
  const isUp = (after[position] ?? 0) > (before[position] ?? 0);
  return { isMajorUpgrade: isUp && position < parts, isDowngrade: !isUp };
}

/** Reads the numbers of a version: 8, 0, 3, 4 and 0 of `8.0.mysql_aurora.3.04.0`. */
function numbersOf(version: string): number[] {
  return version
    .split(/[._-]/)
    .filter((part) => /^\d+$/.test(part))
    .map(Number);
}

/** PostgreSQL before 10 had major versions of two parts: 9.6. */
function majorParts(engine: string, [first = 0]: readonly number[]): number {
  if (/postgres/.test(engine)) return first < 10 ? 2 : 1;
  return MAJOR_PARTS.find(([pattern]) => pattern.test(engine))?.[1] ?? 1;
}
