import { blocksOf, numberOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { isOpen, refuse } from "./support/rule.ts";

/** Failover needs a second node to fail over to. */
export const cacheFailover: Law = {
  name: "cache-failover",
  documentation: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html",
  types: ["aws_elasticache_replication_group"],
  check(change) {
    const values = change.after;
    if (values === null) return [];
    const nodes =
      numberOf(values, "num_cache_clusters") ?? (numberOf(values, "replicas_per_node_group") ?? 0) + 1;
    const known = !isOpen(values, "num_cache_clusters") || !isOpen(values, "replicas_per_node_group");
    const failover = values.automatic_failover_enabled === true;
    const single =
      failover && known && nodes < 2 && blocksOf(values, "node_group_configuration").length === 0;
    return [
      ...refuse(
        single,
        "CreateReplicationGroup",
        "InvalidParameterCombination",
        "Must have at least 2 cache clusters when automatic failover is enabled.",
        "automatic_failover_enabled",
      ),
      ...refuse(
        values.multi_az_enabled === true && !failover && !isOpen(values, "automatic_failover_enabled"),
        "CreateReplicationGroup",
        "InvalidParameterCombination",
        "Must have automatic failover enabled to use Multi-AZ.",
        "multi_az_enabled",
      ),
    ];
  },
};
