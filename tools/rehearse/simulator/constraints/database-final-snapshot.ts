import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, isDelete, isKnownAndSet } from "./support/constraint-helpers.ts";

/** Deleting a database requires a final snapshot identifier, or `skip_final_snapshot`. */
export const databaseFinalSnapshot: Constraint = {
  name: "database-final-snapshot",
  documentation: "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html",
  types: ["aws_db_instance", "aws_rds_cluster"],
  check(change) {
    if (!isDelete(change) || isKnownAndSet(change.before, "replicate_source_db")) return [];
    const missing =
      change.before.skip_final_snapshot !== true &&
      !isKnownAndSet(change.before, "final_snapshot_identifier");
    const operation = change.type === "aws_db_instance" ? "DeleteDBInstance" : "DeleteDBCluster";
    return apiErrorIf(
      missing,
      operation,
      "InvalidParameterCombination",
      "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.",
      "final_snapshot_identifier",
    );
  },
};
