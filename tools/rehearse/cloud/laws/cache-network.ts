import { textOf, textsOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { isOpen, named, refuse } from "./support/rule.ts";

/** A cache's subnet group is there, and its security groups are in the same VPC. */
export const cacheNetwork: Law = {
  name: "cache-network",
  documentation: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/VPCs.html",
  types: ["aws_elasticache_replication_group", "aws_elasticache_cluster"],
  check(change, context) {
    if (change.after === null || isOpen(change.after, "subnet_group_name")) return [];
    const name = textOf(change.after, "subnet_group_name");
    const operation =
      change.type === "aws_elasticache_cluster" ? "CreateCacheCluster" : "CreateReplicationGroup";
    const group = named(context, name, "aws_elasticache_subnet_group");
    const lost = name !== undefined && name !== "default" && group === undefined;
    const vpc = textOf(group?.values, "vpc_id");
    const foreign = textsOf(change.after, "security_group_ids").find((id) => {
      const other = textOf(
        named(context, id, "aws_security_group", "aws_default_security_group")?.values,
        "vpc_id",
      );
      return other !== undefined && vpc !== undefined && other !== vpc;
    });
    return [
      ...refuse(
        lost,
        operation,
        "CacheSubnetGroupNotFoundFault",
        `Cache Subnet Group ${name} does not exist.`,
        "subnet_group_name",
      ),
      ...refuse(
        foreign !== undefined,
        operation,
        "InvalidParameterValue",
        `Security group ${foreign} is not in the VPC ${vpc} of the cache subnet group.`,
        "security_group_ids",
      ),
    ];
  },
};
