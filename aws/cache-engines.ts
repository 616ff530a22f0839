const REDIS_VERSION = "7.1";

/**
 * The version that a new cache gets where none is named, by engine.
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/supported-engine-versions.html
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/supported-engine-versions-mc.html
 * (read 2026-12-01: Memcached's list; the others' newest versions not read again)
 */
const DEFAULT_VERSIONS: Readonly<Record<string, string>> = {
  memcached: "1.6.22",
  redis: REDIS_VERSION,
  valkey: "8.0",
};

/** Returns the version of a new cache for which none is named; Redis OSS's for another engine. */
export function defaultCacheVersion(engine: string): string {
  return DEFAULT_VERSIONS[engine] ?? REDIS_VERSION;
}

/**
 * Returns the family of a version's parameter groups: `redis7`, `redis6.x`, `redis5.0`,
 * `memcached1.6`, `valkey8`.
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CacheEngineVersion.html
 * (read 2026-12-01)
 */
export function cacheParameterFamily(engine: string, version: string): string {
  const [major = "", minor = ""] = version.split(".");
  if (engine === "memcached") return `memcached${major}.${minor}`;
  // Valkey begins with 7.2.
  if (Number(major) >= 7) return `${engine}${major}`;
  return Number(major) === 6 ? "redis6.x" : `redis${major}.${minor}`;
}
