import { nestedBlocksOf, numberAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, hasUnknownAttribute } from "./support/constraint-helpers.ts";

/** Automatic failover requires at least two cache nodes. */
export const cacheFailover: Constraint = {
  name: "cache-failover",
  documentation: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html",
  types: ["aws_elasticache_replication_group"],
  check(change) {
    const values = change.after;
    if (values === null) return [];
    const nodes =
      numberAttribute(values, "num_cache_clusters") ??
      (numberAttribute(values, "replicas_per_node_group") ?? 0) + 1;
    const isNodeCountKnown =
      !hasUnknownAttribute(values, "num_cache_clusters") ||
      !hasUnknownAttribute(values, "replicas_per_node_group");
    const hasFailover = values.automatic_failover_enabled === true;
    const isSingleNode =
      hasFailover &&
      isNodeCountKnown &&
      nodes < 2 &&
      nestedBlocksOf(values, "node_group_configuration").length === 0;
    return [
      ...apiErrorIf(
        isSingleNode,
        "CreateReplicationGroup",
        "InvalidParameterCombination",
        "Must have at least 2 cache clusters when automatic failover is enabled.",
        "automatic_failover_enabled",
      ),
      ...apiErrorIf(
        values.multi_az_enabled === true &&
          !hasFailover &&
          !hasUnknownAttribute(values, "automatic_failover_enabled"),
        "CreateReplicationGroup",
        "InvalidParameterCombination",
        "Must have automatic failover enabled to use Multi-AZ.",
        "multi_az_enabled",
      ),
    ];
  },
};
