import type { Law } from "../contracts.ts";
import { deletes, here, idOf, refuse } from "./support/rule.ts";

/** A subnet group goes after the databases or caches in it. */
export const subnetGroupInUse: Law = {
  name: "subnet-group-in-use",
  documentation: "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBSubnetGroup.html",
  types: ["aws_db_subnet_group", "aws_elasticache_subnet_group"],
  check(change, context) {
    if (!deletes(change)) return [];
    const name = idOf(change.before);
    if (change.type === "aws_db_subnet_group") {
      const user = here(context, "aws_db_instance", "aws_rds_cluster").find(
        ({ values }) => values.db_subnet_group_name === name,
      );
      return refuse(
        user !== undefined,
        "DeleteDBSubnetGroup",
        "InvalidDBSubnetGroupStateFault",
        `Cannot delete the subnet group '${name}' because at least one database instance: ${user?.values.identifier ?? user?.id} is still using it.`,
      );
    }
    const used = here(context, "aws_elasticache_replication_group", "aws_elasticache_cluster").some(
      ({ values }) => values.subnet_group_name === name,
    );
    return refuse(
      used,
      "DeleteCacheSubnetGroup",
      "CacheSubnetGroupInUse",
      `Cache subnet group ${name} is currently in use by a cache cluster.`,
    );
  },
};
