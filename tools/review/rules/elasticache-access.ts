import { attributeRule, removalRule } from "./builders.ts";
import { groupInUseRule } from "./group-in-use.ts";
import type { ReviewRule } from "./review-rule.ts";

const GUIDE = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg";

/** Rules on the users and groups of ElastiCache and MemoryDB. */
export const elasticacheAccessRules: readonly ReviewRule[] = [
  attributeRule({
    id: "elasticache-users-removed",
    types: [
      "aws_elasticache_replication_group",
      "aws_elasticache_serverless_cache",
      "aws_elasticache_user_group",
      "aws_memorydb_cluster",
    ],
    finds: "Users can no longer log in to a cache",
    documentation: [`${GUIDE}/Clusters.RBAC.html`],
    attributes: ["user_group_ids", "user_group_id", "user_ids", "acl_name"],
    on: "drops",
    risk: "outage",
    text: "Users lose their access: clients that log in as one of them fail.",
  }),
  removalRule({
    id: "elasticache-user-destroyed",
    types: ["aws_elasticache_user", "aws_elasticache_user_group", "aws_memorydb_user", "aws_memorydb_acl"],
    finds: "A user or a group of users is deleted or replaced",
    documentation: [`${GUIDE}/Clusters.RBAC.html`],
    risk: "outage",
    text: "clients that log in by it fail",
  }),
  attributeRule({
    id: "elasticache-user-changes",
    types: ["aws_elasticache_user", "aws_memorydb_user"],
    finds: "A user needs no password, or another one, or may do other things",
    documentation: [`${GUIDE}/Clusters.RBAC.html`],
    attributes: ["no_password_required", "access_string"],
    on: (change, attribute) =>
      attribute === "access_string" ? change.changes(attribute) : change.turnsOn(attribute),
    risk: "permission",
    text: "The user needs no password any more, or may run other commands on other keys.",
  }),
  attributeRule({
    id: "elasticache-subnet-group-shrinks",
    types: ["aws_elasticache_subnet_group", "aws_memorydb_subnet_group"],
    finds: "A subnet leaves a cache subnet group",
    documentation: [
      "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ModifyCacheSubnetGroup.html",
    ],
    attributes: ["subnet_ids"],
    on: "drops",
    risk: "refused",
    text: "A subnet leaves the group: AWS refuses with SubnetInUse while a node is in it.",
  }),
  groupInUseRule({
    id: "elasticache-group-in-use",
    types: [
      "aws_elasticache_subnet_group",
      "aws_elasticache_parameter_group",
      "aws_memorydb_subnet_group",
      "aws_memorydb_parameter_group",
    ],
    finds: "A parameter or subnet group is deleted while a cache still uses it",
    documentation: [
      "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_DeleteCacheSubnetGroup.html",
    ],
    users: ["aws_elasticache_", "aws_memorydb_"],
    attributes: ["subnet_group_name", "parameter_group_name"],
  }),
  removalRule({
    id: "elasticache-global-group-destroyed",
    types: ["aws_elasticache_global_replication_group"],
    finds: "A global datastore is deleted or replaced: replication between Regions ends",
    documentation: [`${GUIDE}/Redis-Global-Datastores-Console.html`],
    risk: "disarmed",
    text: "its replication groups no longer replicate between Regions",
  }),
];
