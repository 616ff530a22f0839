import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, isDelete } from "./support/constraint-helpers.ts";

/** A database with deletion protection cannot be deleted. */
export const databaseProtected: Constraint = {
  name: "database-protected",
  documentation: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html",
  types: ["aws_db_instance", "aws_rds_cluster"],
  check(change) {
    const isProtected = isDelete(change) && change.before.deletion_protection === true;
    const [operation, noun] =
      change.type === "aws_db_instance" ? ["DeleteDBInstance", "Instance"] : ["DeleteDBCluster", "Cluster"];
    return apiErrorIf(
      isProtected,
      operation,
      "InvalidParameterCombination",
      `Cannot delete protected DB ${noun}, please disable deletion protection and try again.`,
    );
  },
};
