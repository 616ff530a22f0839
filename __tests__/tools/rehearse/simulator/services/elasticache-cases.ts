import { groupOfOtherVpc } from "../constraints/case-resources.ts";
import { type ConstraintCase, exists, VPC_ID } from "../constraints/constraint-case.ts";

const cacheGroup = exists("aws_elasticache_subnet_group", "cache", { name: "cache", vpc_id: VPC_ID });

export const elasticacheCases: readonly ConstraintCase[] = [
  {
    constraint: "cache-failover",
    when: "the group has two nodes",
    type: "aws_elasticache_replication_group",
    after: { automatic_failover_enabled: true, multi_az_enabled: true, num_cache_clusters: 2 },
  },
  {
    constraint: "cache-failover",
    when: "the group has one node",
    type: "aws_elasticache_replication_group",
    after: { automatic_failover_enabled: true, num_cache_clusters: 1 },
    errors: [
      "CreateReplicationGroup InvalidParameterCombination: Must have at least 2 cache clusters when automatic failover is enabled.",
    ],
  },
  {
    constraint: "cache-failover",
    when: "it has Multi-AZ without failover",
    type: "aws_elasticache_replication_group",
    after: { automatic_failover_enabled: false, multi_az_enabled: true, num_cache_clusters: 2 },
    errors: [
      "CreateReplicationGroup InvalidParameterCombination: Must have automatic failover enabled to use Multi-AZ.",
    ],
  },
  {
    constraint: "cache-network",
    when: "the subnet group exists",
    type: "aws_elasticache_replication_group",
    account: [cacheGroup],
    after: { subnet_group_name: "cache" },
  },
  {
    constraint: "cache-network",
    when: "the subnet group does not exist",
    type: "aws_elasticache_replication_group",
    after: { subnet_group_name: "cache" },
    errors: [
      "CreateReplicationGroup CacheSubnetGroupNotFoundFault: Cache Subnet Group cache does not exist.",
    ],
  },
  {
    constraint: "cache-network",
    when: "a security group is in another VPC",
    type: "aws_elasticache_replication_group",
    account: [cacheGroup, groupOfOtherVpc],
    after: { subnet_group_name: "cache", security_group_ids: ["sg-0x"] },
    errors: [
      `CreateReplicationGroup InvalidParameterValue: Security group sg-0x is not in the VPC ${VPC_ID} of the cache subnet group.`,
    ],
  },
];
