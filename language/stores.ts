import * as z from "zod";
import { DATABASE_PORTS, REDIS_PORTS } from "../aws/database-ports.ts";
import { isReservedPostgresUser } from "../aws/postgres-user-names.ts";
import {
  dailyWindowField,
  flag,
  formatIssue,
  integer,
  list,
  nameField,
  oneOf,
  patternText,
  portField,
  text,
  weeklyWindowField,
} from "./fields.ts";

/** A PostgreSQL database on RDS. */
export const postgresSchema = z.strictObject({
  kind: z.literal("postgres"),
  /** The network it is in. @default the only one */
  network: nameField.optional(),
  /** An isolated or private tier over at least two zones. */
  tier: nameField,
  /** @default 5432 */
  port: portField.default(DATABASE_PORTS.postgres),
  /** The DB instance identifier. @default `<platform>-<environment>-<store>` */
  name: patternText(
    /^[a-z](?:-?[a-z0-9]){0,62}$/,
    "a DB identifier of 1 to 63 lower-case letters, digits and single hyphens",
    'use a name such as "shop-db"',
  ).optional(),
  /**
   * The major version, `16`, of which RDS uses its preferred minor version; or the initial minor
   * version, `15.13`, while RDS offers it for new databases (`aws rds
   * describe-db-engine-versions`).
   * https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html
   */
  version: patternText(
    /^1[3-9](\.\d{1,2})?$/,
    "a PostgreSQL version, 13 or newer, with or without a minor version",
    'use a version such as "16"',
  ),
  /** The instance class of the database, and of its standby: `db.t4g.small`. */
  instanceClass: patternText(
    /^db\.[a-z0-9]+\.(?:micro|small|medium|large|\d*xlarge)$/,
    "an RDS instance class",
    'use a class such as "db.t3.micro"',
  ),
  /** The initial storage, in GiB. */
  storageGiB: integer(20, 65_536, "GiB"),
  /** @default gp3 */
  storageType: oneOf(["gp3", "io2"]).default("gp3"),
  /** The limit of storage autoscaling. @default no autoscaling */
  maxStorageGiB: integer(20, 65_536, "GiB").optional(),
  /** A standby in a second zone (Multi-AZ). @default true */
  multiZone: flag.default(true),
  /** The initial database. */
  databaseName: patternText(
    /^[a-z][a-z0-9_]{0,62}$/,
    "a database name of lower-case letters, digits and _",
    'use a name such as "app"',
  ),
  /**
   * The administrator; RDS creates and rotates the password in Secrets Manager. @default "drydock"
   */
  username: patternText(
    /^[a-z][a-z0-9_]{0,15}$/,
    "a user name of 1 to 16 lower-case letters, digits and _ that starts with a letter",
    'use a name such as "app_admin"',
  )
    .refine((name) => !isReservedPostgresUser(name), {
      error: formatIssue(
        "a user name that RDS for PostgreSQL does not reserve",
        'use a name such as "app_admin"',
      ),
    })
    .default("drydock"),
  /** Retention of automated backups, with point-in-time recovery, in days. @default 7 */
  backupRetentionDays: integer(1, 35, "days").default(7),
  /** The backup window in UTC. @default 03:00-04:00 */
  backupWindow: dailyWindowField.default("03:00-04:00"),
  /** The maintenance window in UTC, also for minor upgrades. @default sun:04:30-sun:05:30 */
  maintenanceWindow: weeklyWindowField.default("sun:04:30-sun:05:30"),
  /** The interval of enhanced monitoring in seconds; 0 turns it off. @default 60 */
  monitoringIntervalSeconds: z
    .union(
      [z.literal(0), z.literal(1), z.literal(5), z.literal(10), z.literal(15), z.literal(30), z.literal(60)],
      {
        error: formatIssue("one of 0, 1, 5, 10, 15, 30, 60 seconds", "use 60"),
      },
    )
    .default(60),
  /** Performance Insights, with its free seven days of history. @default true */
  performanceInsights: flag.default(true),
  /**
   * The alarm threshold for connections.
   * @default four fifths of what the instance class admits (`aws/database-connections.ts`)
   */
  connectionsAlarm: integer(1, 5000, "connections").optional(),
  /**
   * The database user that services log in as with IAM, in place of a password: those with the
   * attribute `iamUser` in their environment. An administrator creates it (docs/operations.md).
   * @default none: IAM login is off
   */
  iamUser: patternText(
    /^[a-z][a-z0-9_]{0,62}$/,
    "a database user of 1 to 63 lower-case letters, digits and _ that starts with a letter",
    'use a name such as "app_iam"',
  ).optional(),
});

/** A Redis cache on ElastiCache. */
export const redisSchema = z.strictObject({
  kind: z.literal("redis"),
  /** The network it is in. @default the only one */
  network: nameField.optional(),
  /** An isolated or private tier, over at least two zones with replicas. */
  tier: nameField,
  /** @default 6379 */
  port: portField.default(REDIS_PORTS.all),
  /** The replication group's ID, 1 to 40 characters. @default `<platform>-<environment>-<store>` */
  name: patternText(
    /^[a-z](?:-?[a-z0-9]){0,39}$/,
    "a cache name of 1 to 40 lower-case letters, digits and single hyphens",
    'use a name such as "shop-cache"',
  ).optional(),
  /** The engine version: 6.2, 7.0 or 7.1. */
  version: patternText(
    /^(?:7\.[01]|6\.2)$/,
    "a Redis version ElastiCache offers: 6.2, 7.0 or 7.1",
    'use "7.1"',
  ),
  /** The node type of the primary and its replicas: `cache.t4g.small`. */
  nodeType: patternText(
    /^cache\.[a-z0-9]+\.(?:micro|small|medium|large|\d*xlarge)$/,
    "an ElastiCache node type",
    'use a type such as "cache.t3.micro"',
  ),
  /**
   * The only user that may log in, with an IAM token: services with the attribute `iamUser` in
   * their environment. Without one, every client that the firewall admits may run every command.
   * @default none
   */
  iamUser: patternText(
    /^[a-z](?:-?[a-z0-9]){0,39}$/,
    "an ElastiCache user of 1 to 40 lower-case letters, digits and single hyphens",
    'use a name such as "shop-app"',
  ).optional(),
  /** Replicas in other zones; with at least one, failover is automatic. @default 1 */
  replicas: integer(0, 5, "replicas").default(1),
  /** Retention of daily snapshots, in days. @default 5 */
  snapshotRetentionDays: integer(0, 35, "days").default(5),
  /** The snapshot window in UTC. @default 02:00-03:00 */
  snapshotWindow: dailyWindowField.default("02:00-03:00"),
  /** The maintenance window in UTC. @default sun:06:00-sun:07:00 */
  maintenanceWindow: weeklyWindowField.default("sun:06:00-sun:07:00"),
});

/** An S3 bucket: private, encrypted, versioned, TLS only. */
export const bucketSchema = z.strictObject({
  kind: z.literal("bucket"),
  /** The bucket's name, globally unique. @default `<platform>-<environment>-<store>-<account>` */
  name: patternText(
    /^(?!xn--|sthree-)[a-z0-9](?:[a-z0-9-]{1,61}[a-z0-9])$/,
    "a bucket name of 3 to 63 lower-case letters, digits and hyphens",
    'use a name such as "acme-shop-input"',
  ).optional(),
  /** Retention of noncurrent versions, in days. @default 90 */
  oldVersionDays: integer(1, 3650, "days").default(90),
});

/** An ECR image registry: scanned on push, immutable tags, encrypted. */
export const registrySchema = z.strictObject({
  kind: z.literal("registry"),
  /** The repository's name. @default `<platform>-<environment>/<store>` */
  name: patternText(
    /^(?=.{2,256}$)[a-z0-9]+(?:[._\-/][a-z0-9]+)*$/,
    "an ECR repository name of 2 to 256 characters",
    'use a name such as "shop/web"',
  ).optional(),
  /** The number of tagged images to keep. @default 20 */
  keepImages: integer(1, 10_000, "images").default(20),
  /** Days until an untagged image expires. @default 7 */
  untaggedDays: integer(1, 365, "days").default(7),
});

/** A Secrets Manager secret for one value, which a person or CI sets, never Terraform. */
const secretSchema = z.strictObject({
  kind: z.literal("secret"),
  /** The purpose of the value, and its source. */
  description: text(2048, "a description"),
  /** @default `<platform>-<environment>/<store>` */
  name: patternText(/^[\w/+=.@-]{1,512}$/, "a secret's name", 'use a name such as "shop/api-key"').optional(),
});

/** A store: a database, cache, bucket, registry or secret. */
export const storeSchema = z.discriminatedUnion(
  "kind",
  [postgresSchema, redisSchema, bucketSchema, registrySchema, secretSchema],
  {
    error: formatIssue(
      'a store of kind "postgres", "redis", "bucket", "registry" or "secret"',
      "choose one of these kinds",
    ),
  },
);

/** The access of a workload or user to a bucket, or to the objects below a prefix of it. */
export const bucketAccessSchema = z.strictObject({
  /** The bucket's name in the spec. */
  bucket: nameField,
  /** @default read */
  access: oneOf(["read", "read-write"]).default("read"),
  /** The start of the keys of the only objects that it may list and access. @default all objects */
  prefix: patternText(
    /^(?=.{2,512}$)(?:\w[\w.-]*\/)+$/,
    "a prefix of object keys that ends with a slash",
    'use a prefix such as "payment/"',
  ).optional(),
});

/** An IAM user for a system outside AWS. Its access key is created by hand, never by Terraform. */
export const userSchema = z.strictObject({
  /** @default `<platform>-<environment>-<key>` */
  name: patternText(/^[\w+=,.@-]{1,64}$/, "an IAM user name", 'use a name such as "shop-s3"').optional(),
  /** The buckets it may access, each for reading or also for writing. */
  buckets: list(bucketAccessSchema, "bucket accesses", 1),
});

/** A PostgreSQL database with its defaults. */
export type Postgres = z.output<typeof postgresSchema>;
/** A Redis cache with its defaults. */
export type Redis = z.output<typeof redisSchema>;
/** An image registry with its defaults. */
export type Registry = z.output<typeof registrySchema>;
/** A store with its defaults. */
export type Store = z.output<typeof storeSchema>;
