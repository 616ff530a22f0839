import type { Law } from "../contracts.ts";
import { deletes, isSet, refuse } from "./support/rule.ts";

/** A database goes with a last snapshot, or with the word that none is wanted. */
export const databaseFinalSnapshot: Law = {
  name: "database-final-snapshot",
  documentation: "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html",
  types: ["aws_db_instance", "aws_rds_cluster"],
  check(change) {
    if (!deletes(change) || isSet(change.before, "replicate_source_db")) return [];
    const missing =
      change.before.skip_final_snapshot !== true && !isSet(change.before, "final_snapshot_identifier");
    const operation = change.type === "aws_db_instance" ? "DeleteDBInstance" : "DeleteDBCluster";
    return refuse(
      missing,
      operation,
      "InvalidParameterCombination",
      "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.",
      "final_snapshot_identifier",
    );
  },
};
