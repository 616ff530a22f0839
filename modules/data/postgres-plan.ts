import { required } from "../../language/required.ts";
import type { Postgres } from "../../language/stores.ts";

/** RDS settings derived from a PostgreSQL store's spec. */
export interface PostgresPlan {
  /** The major version: `15`. */
  readonly major: string;
  /** The parameter group family: `postgres15`. */
  readonly family: string;
  /** Provisioned IOPS; undefined for gp3, which includes 3,000. */
  readonly iops: number | undefined;
  /** The name of the final snapshot. */
  readonly finalSnapshot: string;
  /** Names of the log groups that RDS writes to, by log type. */
  readonly logGroups: Readonly<Record<(typeof LOG_TYPES)[number], string>>;
}

const LOG_TYPES = ["postgresql", "upgrade"] as const;

/**
 * gp3's baseline IOPS, provisioned for io2 too.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html
 */
const BASELINE_IOPS = 3000;

/** Plans the database with the DB instance identifier `name`. */
export function planPostgres(name: string, store: Pick<Postgres, "version" | "storageType">): PostgresPlan {
  const major = required(store.version.split("."), 0);
  return {
    major,
    family: `postgres${major}`,
    iops: store.storageType === "io2" ? BASELINE_IOPS : undefined,
    finalSnapshot: `${name}-final`,
    // RDS sets these names.
    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Concepts.PostgreSQL.html
    logGroups: {
      postgresql: `/aws/rds/instance/${name}/postgresql`,
      upgrade: `/aws/rds/instance/${name}/upgrade`,
    },
  };
}
