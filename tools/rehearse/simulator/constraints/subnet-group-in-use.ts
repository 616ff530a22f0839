import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, idOrName, isDelete, resourcesInRegion } from "./support/constraint-helpers.ts";

/** A subnet group cannot be deleted while a database or cache uses it. */
export const subnetGroupInUse: Constraint = {
  name: "subnet-group-in-use",
  documentation: "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBSubnetGroup.html",
  types: ["aws_db_subnet_group", "aws_elasticache_subnet_group"],
  check(change, context) {
    if (!isDelete(change)) return [];
    const name = idOrName(change.before);
    if (change.type === "aws_db_subnet_group") {
      const user = resourcesInRegion(context, "aws_db_instance", "aws_rds_cluster").find(
        ({ values }) => values.db_subnet_group_name === name,
      );
      return apiErrorIf(
        user !== undefined,
        "DeleteDBSubnetGroup",
        "InvalidDBSubnetGroupStateFault",
        `Cannot delete the subnet group '${name}' because at least one database instance: ${user?.values.identifier ?? user?.id} is still using it.`,
      );
    }
    const isUsed = resourcesInRegion(
      context,
      "aws_elasticache_replication_group",
      "aws_elasticache_cluster",
    ).some(({ values }) => values.subnet_group_name === name);
    return apiErrorIf(
      isUsed,
      "DeleteCacheSubnetGroup",
      "CacheSubnetGroupInUse",
      `Cache subnet group ${name} is currently in use by a cache cluster.`,
    );
  },
};
