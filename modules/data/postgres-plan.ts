import type { Postgres } from "../../language/stores.ts";

/** What RDS wants to know of a PostgreSQL database that its spec says in fewer words. */
export interface PostgresPlan {
  /** The major version: `15`. */
  readonly major: string;
  /** The parameter group's family: `postgres15`. */
  readonly family: string;
  /** I/O operations a second, where they are bought apart; undefined for gp3, which brings 3,000. */
  readonly iops: number | undefined;
  /** The snapshot that a destroy leaves behind. */
  readonly finalSnapshot: string;
  /** The log groups that RDS writes to, by the log's name. */
  readonly logGroups: Readonly<Record<(typeof LOG_TYPES)[number], string>>;
}

const LOG_TYPES = ["postgresql", "upgrade"] as const;

/** What gp3 brings by itself, bought for io2. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html */
const BASELINE_IOPS = 3000;

/** Plans the database whose DB instance identifier is `name`. */
export function planPostgres(name: string, store: Pick<Postgres, "version" | "storageType">): PostgresPlan {
  const major = store.version.split(".")[0]!;
  return {
    major,
    family: `postgres${major}`,
    iops: store.storageType === "io2" ? BASELINE_IOPS : undefined,
    finalSnapshot: `${name}-final`,
    // RDS decides these names: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Concepts.PostgreSQL.html
    logGroups: {
      postgresql: `/aws/rds/instance/${name}/postgresql`,
      upgrade: `/aws/rds/instance/${name}/upgrade`,
    },
  };
}
