import { withDefaultTwin } from "../../../../aws/resource-types.ts";
import { stringAttribute, stringListAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, findInRegion, hasUnknownAttribute } from "./support/constraint-helpers.ts";

/** A cache's subnet group must exist, and its security groups must belong to the same VPC. */
export const cacheNetwork: Constraint = {
  name: "cache-network",
  documentation: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/VPCs.html",
  types: ["aws_elasticache_replication_group", "aws_elasticache_cluster"],
  check(change, context) {
    if (change.after === null || hasUnknownAttribute(change.after, "subnet_group_name")) return [];
    const name = stringAttribute(change.after, "subnet_group_name");
    const operation =
      change.type === "aws_elasticache_cluster" ? "CreateCacheCluster" : "CreateReplicationGroup";
    const group = findInRegion(context, name, "aws_elasticache_subnet_group");
    const isMissing = name !== undefined && name !== "default" && group === undefined;
    const vpc = stringAttribute(group?.values, "vpc_id");
    const foreign = stringListAttribute(change.after, "security_group_ids").find((id) => {
      const other = stringAttribute(
        findInRegion(context, id, ...withDefaultTwin("aws_security_group"))?.values,
        "vpc_id",
      );
      return other !== undefined && vpc !== undefined && other !== vpc;
    });
    return [
      ...apiErrorIf(
        isMissing,
        operation,
        "CacheSubnetGroupNotFoundFault",
        `Cache Subnet Group ${name} does not exist.`,
        "subnet_group_name",
      ),
      ...apiErrorIf(
        foreign !== undefined,
        operation,
        "InvalidParameterValue",
        `Security group ${foreign} is not in the VPC ${vpc} of the cache subnet group.`,
        "security_group_ids",
      ),
    ];
  },
};
