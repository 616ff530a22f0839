import { databaseFamily } from "../../../../../aws/database-ports.ts";
import { hasReservedPostgresPrefix, isReservedPostgresUser } from "../../../../../aws/postgres-user-names.ts";
import { stringAttribute } from "../../computed-values/attribute-reader.ts";
import { isCreate, violationIf } from "../../constraints/support/constraint-helpers.ts";
import type { Constraint } from "../../simulator-types.ts";
import { type ObjectValue, type TerraformValue, UNKNOWN } from "../../terraform-value.ts";
import type { ServiceResources } from "../service-resources.ts";

/** Attributes and blocks of a database that copies its users from another one. */
const SOURCES = [
  "replicate_source_db",
  "replication_source_identifier",
  "restore_to_point_in_time",
  "s3_import",
];

/** The master user of a new PostgreSQL database has a name that the engine does not reserve. */
const databaseMasterUser: Constraint = {
  name: "database-master-user",
  documentation: "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html",
  errorCodes: ["InvalidParameterValue"],
  types: ["aws_db_instance", "aws_rds_cluster"],
  check(change) {
    if (!isCreate(change) || mayCopyUsers(change.type, change.after)) return [];
    const attribute = change.type === "aws_db_instance" ? "username" : "master_username";
    const user = stringAttribute(change.after, attribute) ?? "";
    const family = databaseFamily(stringAttribute(change.after, "engine") ?? "");
    const reason = hasReservedPostgresPrefix(user)
      ? 'because role names starting with "pg_" are reserved by the PostgreSQL engine'
      : "as it is a reserved word used by the engine";
    return violationIf(
      family === "postgres" && isReservedPostgresUser(user),
      "InvalidParameterValue",
      `MasterUsername ${user} cannot be used ${reason}`,
      attribute,
    );
  },
};

/**
 * False for a database without a source. An unknown snapshot of an instance is none: the provider
 * computes the attribute unless it is configured.
 */
function mayCopyUsers(type: string, { snapshot_identifier: snapshot, ...after }: ObjectValue): boolean {
  const isUnset = type === "aws_db_instance" && snapshot === UNKNOWN;
  return (!isUnset && mayBeSet(snapshot)) || SOURCES.some((source) => mayBeSet(after[source]));
}

/** False for an attribute or a block that is known to be absent. */
function mayBeSet(value: TerraformValue | undefined): boolean {
  const isEmptyList = Array.isArray(value) && value.length === 0;
  return value !== undefined && value !== null && value !== "" && !isEmptyList;
}

/** The master users of databases. */
export const rdsMasterUserResources: ServiceResources = { constraints: [databaseMasterUser] };
