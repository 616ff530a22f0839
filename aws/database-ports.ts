/**
 * The default ports of databases, by family of engines.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
 * https://docs.aws.amazon.com/documentdb/latest/developerguide/API_CreateDBCluster.html
 * https://docs.aws.amazon.com/neptune/latest/apiref/API_CreateDBCluster.html
 * https://docs.aws.amazon.com/redshift/latest/APIReference/API_CreateCluster.html
 * (read 2026-11-30, in botocore 1.43.107's service models; DocumentDB's, which names no default
 * port there, not read again)
 */
export const DATABASE_PORTS = {
  mysql: 3306,
  postgres: 5432,
  oracle: 1521,
  sqlserver: 1433,
  db2: 50_000,
  docdb: 27_017,
  neptune: 8182,
  redshift: 5439,
} as const;

/** The engines of each family; the first pattern that matches. */
const ENGINES: readonly (readonly [engine: RegExp, family: keyof typeof DATABASE_PORTS])[] = [
  [/^(aurora|aurora-mysql|mysql|mariadb)$/, "mysql"],
  [/^(aurora-postgresql|postgres)$/, "postgres"],
  [/^(custom-)?oracle-/, "oracle"],
  [/^(custom-)?sqlserver-/, "sqlserver"],
  [/^db2-/, "db2"],
  [/^docdb$/, "docdb"],
  [/^neptune$/, "neptune"],
];

/** Returns an engine's family: `postgres` of `aurora-postgresql`; undefined if it is unknown. */
export function databaseFamily(engine: string): keyof typeof DATABASE_PORTS | undefined {
  return ENGINES.find(([pattern]) => pattern.test(engine))?.[1];
}

/** Returns the default port of an engine, such as `postgres`; undefined if it is unknown. */
export function defaultDatabasePort(engine: string): number | undefined {
  const family = databaseFamily(engine);
  return family && DATABASE_PORTS[family];
}

/**
 * The ports of Redis OSS and Valkey: the default, and a serverless cache's for reads.
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/set-up.html
 * (not read again)
 */
export const REDIS_PORTS = { all: 6379, reads: 6380 } as const;

/**
 * The ports of Memcached: the default, and a serverless cache's for TLS.
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateCacheCluster.html
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/set-up.html
 * (not read again)
 */
export const MEMCACHED_PORTS = { all: 11_211, tls: 11_212 } as const;
