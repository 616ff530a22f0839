import type { Law } from "../contracts.ts";
import { deletes, refuse } from "./support/rule.ts";

/** A database with deletion protection stays. */
export const databaseProtected: Law = {
  name: "database-protected",
  documentation: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html",
  types: ["aws_db_instance", "aws_rds_cluster"],
  check(change) {
    const kept = deletes(change) && change.before.deletion_protection === true;
    const [operation, noun] =
      change.type === "aws_db_instance" ? ["DeleteDBInstance", "Instance"] : ["DeleteDBCluster", "Cluster"];
    return refuse(
      kept,
      operation,
      "InvalidParameterCombination",
      `Cannot delete protected DB ${noun}, please disable deletion protection and try again.`,
    );
  },
};
