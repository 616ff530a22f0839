import { numberAttribute, stringAttribute } from "../../computed-values/attribute-reader.ts";
import { arnTemplate, resolveString } from "../../computed-values/value-context.ts";
import {
  apiErrorIf,
  hasUnknownAttribute,
  isDelete,
  isKnownAndSet,
  violationIf,
} from "../../constraints/support/constraint-helpers.ts";
import { operationName } from "../../operation-name.ts";
import type { Constraint } from "../../simulator-types.ts";
import type { ServiceResources } from "../service-resources.ts";
import { dbInstance, rdsDomain } from "./database-values.ts";

/** Deleting a database requires a final snapshot identifier, or `skip_final_snapshot`. */
const databaseFinalSnapshot: Constraint = {
  name: "database-final-snapshot",
  documentation: "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html",
  errorCodes: ["InvalidParameterCombination"],
  types: ["aws_db_instance", "aws_rds_cluster"],
  check(change) {
    if (!isDelete(change) || isKnownAndSet(change.before, "replicate_source_db")) return [];
    const missing =
      change.before.skip_final_snapshot !== true &&
      !isKnownAndSet(change.before, "final_snapshot_identifier");
    const operation = operationName(change.type, "delete");
    return apiErrorIf(
      missing,
      operation,
      "InvalidParameterCombination",
      "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.",
      "final_snapshot_identifier",
    );
  },
};

/** A database with deletion protection cannot be deleted. */
const databaseProtected: Constraint = {
  name: "database-protected",
  documentation: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html",
  errorCodes: ["InvalidParameterCombination"],
  types: ["aws_db_instance", "aws_rds_cluster"],
  check(change) {
    const isProtected = isDelete(change) && change.before.deletion_protection === true;
    const noun = change.type === "aws_db_instance" ? "Instance" : "Cluster";
    return violationIf(
      isProtected,
      "InvalidParameterCombination",
      `Cannot delete protected DB ${noun}, please disable deletion protection and try again.`,
    );
  },
};

/** The minimum general purpose storage in GiB, for engines other than SQL Server. */
const MIN_GIB = 20;

/** A database has at least 20 GiB of general purpose storage, and its storage cannot shrink. */
const databaseStorage: Constraint = {
  name: "database-storage",
  documentation: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html",
  errorCodes: ["InvalidParameterValue", "InvalidParameterCombination"],
  types: ["aws_db_instance"],
  check(change) {
    const size = numberAttribute(change.after, "allocated_storage");
    const source = "replicate_source_db";
    if (
      size === undefined ||
      isKnownAndSet(change.after, source) ||
      hasUnknownAttribute(change.after, source)
    )
      return [];
    const type = stringAttribute(change.after, "storage_type") ?? "gp2";
    const engine = stringAttribute(change.after, "engine") ?? "";
    const isTooSmall = size > 0 && size < MIN_GIB && ["gp2", "gp3"].includes(type);
    const shrinks = size < (numberAttribute(change.before, "allocated_storage") ?? 0);
    return [
      ...violationIf(
        isTooSmall,
        "InvalidParameterValue",
        `Invalid storage size for engine name ${engine} and storage type ${type}: ${size}`,
        "allocated_storage",
      ),
      ...apiErrorIf(
        shrinks,
        operationName(change.type, "update"),
        "InvalidParameterCombination",
        "Requested storage size is smaller than the current size.",
        "allocated_storage",
      ),
    ];
  },
};

/** DB instances. */
export const rdsDbInstanceResources: ServiceResources = {
  types: {
    aws_db_instance: {
      dependentOf: ["aws_subnet"],
      limitsSecurityGroups: true,
      values: dbInstance,
      uniqueName: {
        attribute: "identifier",
        code: "DBInstanceAlreadyExists",
        message: "DB instance already exists",
      },
      notFound: { code: "DBInstanceNotFound", message: "DBInstance {} not found." },
      passedRoles: [
        {
          attribute: "monitoring_role_arn",
          service: "monitoring.rds.amazonaws.com",
          code: "InvalidParameterValue",
          message:
            "IAM role ARN value is invalid or does not include the required permissions for: ENHANCED_MONITORING",
        },
      ],
    },
    aws_db_snapshot: {
      values: {
        id: "{db_snapshot_identifier}",
        db_snapshot_arn: arnTemplate("rds:{region}:{account}:snapshot:{db_snapshot_identifier}"),
      },
    },
    aws_db_event_subscription: {
      values: {
        id: "{name}",
        arn: arnTemplate("rds:{region}:{account}:es:{name}"),
        customer_aws_id: "{account}",
      },
    },
    aws_db_proxy: {
      values: {
        id: "{name}",
        arn: arnTemplate("rds:{region}:{account}:db-proxy:prx-0{hex:16}"),
        endpoint: (context) =>
          `${resolveString(context, "name")}.proxy-${rdsDomain(context)}.${context.region}.rds.amazonaws.com`,
      },
    },
  },
  constraints: [databaseFinalSnapshot, databaseProtected, databaseStorage],
};
