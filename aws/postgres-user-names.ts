/**
 * Key words that PostgreSQL reserves in some version from 13 to 18, and that RDS therefore refuses
 * as the name of the master user ("cannot be used as it is a reserved word used by the engine").
 * https://www.postgresql.org/docs/current/sql-keywords-appendix.html
 * https://github.com/terraform-aws-modules/terraform-aws-rds/pull/306
 * (the second read 2026-11-30, the first not again)
 */
export const POSTGRES_KEY_WORDS: readonly string[] = [
  ...["all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric", "authorization"],
  ...["binary", "both", "case", "cast", "check", "collate", "collation", "column", "concurrently"],
  ...["constraint", "create", "cross", "current_catalog", "current_date", "current_role"],
  ...["current_schema", "current_time", "current_timestamp", "current_user", "default", "deferrable"],
  ...["desc", "distinct", "do", "else", "end", "except", "false", "fetch", "for", "foreign", "freeze"],
  ...["from", "full", "grant", "group", "having", "ilike", "in", "initially", "inner", "intersect"],
  ...["into", "is", "isnull", "join", "lateral", "leading", "left", "like", "limit", "localtime"],
  ...["localtimestamp", "natural", "not", "notnull", "null", "offset", "on", "only", "or", "order"],
  ...["outer", "overlaps", "placing", "primary", "references", "returning", "right", "select"],
  ...["session_user", "similar", "some", "symmetric", "system_user", "table", "tablesample", "then"],
  ...["to", "trailing", "true", "union", "unique", "user", "using", "variadic", "verbose", "when"],
  ...["where", "window", "with"],
];

/**
 * Role names that PostgreSQL or RDS keeps for itself: `public` and `none` have a meaning in SQL,
 * `rdsadmin` and `rdsrepladmin` belong to RDS, and the API refuses `admin`. RDS creates the roles
 * `rds_superuser`, `rds_replication` and `rds_password` in each database server, and makes the
 * master user a member of the first, so that it cannot have their names. `postgres`, the console's
 * default, is allowed.
 * https://github.com/aws-cloudformation/cfn-lint/pull/4425
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Roles.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Roles.rds_superuser.html
 * (all read 2026-11-30, except for rdsrepladmin)
 */
const RESERVED_ROLES = [
  ...["admin", "none", "public", "rdsadmin", "rdsrepladmin"],
  ...["rds_password", "rds_replication", "rds_superuser"],
];

/**
 * The prefix that PostgreSQL reserves for its predefined roles, since version 9.6.
 * https://www.postgresql.org/docs/current/sql-createrole.html
 * (not read again)
 */
const RESERVED_PREFIX = "pg_";

const RESERVED_USER_NAMES: ReadonlySet<string> = new Set([...POSTGRES_KEY_WORDS, ...RESERVED_ROLES]);

/** Reports that RDS for PostgreSQL refuses a name for the master user, in any case of letters. */
export function isReservedPostgresUser(name: string): boolean {
  return RESERVED_USER_NAMES.has(name.toLowerCase()) || hasReservedPostgresPrefix(name);
}

/** Reports that a name starts as PostgreSQL's predefined roles do, in any case of letters. */
export function hasReservedPostgresPrefix(name: string): boolean {
  return name.toLowerCase().startsWith(RESERVED_PREFIX);
}
