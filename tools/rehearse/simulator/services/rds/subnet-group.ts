import { withDefaultTwin } from "../../../../../aws/resource-types.ts";
import { stringAttribute, stringListAttribute } from "../../computed-values/attribute-reader.ts";
import { vpcIdOfSubnets } from "../../computed-values/existing-resources.ts";
import { arnTemplate, resolveStrings } from "../../computed-values/value-context.ts";
import {
  apiErrorIf,
  findInRegion,
  hasUnknownAttribute,
  idOrName,
  isDelete,
  resourcesInRegion,
  violationIf,
} from "../../constraints/support/constraint-helpers.ts";
import { vpcIdsOfSubnets, zonesOfSubnets } from "../../constraints/support/network.ts";
import { operationName } from "../../operation-name.ts";
import type { Constraint } from "../../simulator-types.ts";
import type { ServiceResources } from "../service-resources.ts";

/** A database's subnet group must exist, and its security groups must belong to the same VPC. */
const databaseNetwork: Constraint = {
  name: "database-network",
  documentation:
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
  errorCodes: ["DBSubnetGroupNotFoundFault", "InvalidVPCNetworkStateFault"],
  types: ["aws_db_instance", "aws_rds_cluster"],
  check(change, context) {
    if (change.after === null || hasUnknownAttribute(change.after, "db_subnet_group_name")) return [];
    const name = stringAttribute(change.after, "db_subnet_group_name");
    const operation = operationName(change.type, "create");
    const group = findInRegion(context, name, "aws_db_subnet_group");
    const isMissing = name !== undefined && name !== "default" && group === undefined;
    const vpc = stringAttribute(group?.values, "vpc_id");
    const foreign = stringListAttribute(change.after, "vpc_security_group_ids")
      .map((id) =>
        stringAttribute(
          findInRegion(context, id, ...withDefaultTwin("aws_security_group"))?.values,
          "vpc_id",
        ),
      )
      .find((other) => other !== undefined && vpc !== undefined && other !== vpc);
    return [
      ...apiErrorIf(
        isMissing,
        operation,
        "DBSubnetGroupNotFoundFault",
        `DB subnet group '${name}' does not exist.`,
        "db_subnet_group_name",
      ),
      ...apiErrorIf(
        foreign !== undefined,
        operation,
        "InvalidVPCNetworkStateFault",
        `The DB instance and EC2 security group are in different VPCs. The DB instance is in ${vpc} and the EC2 security group is in ${foreign}`,
        "vpc_security_group_ids",
      ),
    ];
  },
};

/** A DB subnet group's subnets must be in one VPC and cover at least two Availability Zones. */
const databaseSubnetGroup: Constraint = {
  name: "database-subnet-group",
  documentation:
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
  errorCodes: ["DBSubnetGroupDoesNotCoverEnoughAZs", "InvalidSubnet"],
  types: ["aws_db_subnet_group"],
  check(change, context) {
    if (change.after === null || hasUnknownAttribute(change.after, "subnet_ids")) return [];
    const ids = stringListAttribute(change.after, "subnet_ids");
    const zones = zonesOfSubnets(context, ids);
    const hasOneZone = zones.length === 1;
    const hasSeveralVpcs = vpcIdsOfSubnets(context, ids).length > 1;
    const message = `The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ coverage: ${zones.join(", ")}. Add subnets to cover at least 2 AZs.`;
    return [
      ...violationIf(hasOneZone, "DBSubnetGroupDoesNotCoverEnoughAZs", message, "subnet_ids"),
      ...violationIf(
        hasSeveralVpcs,
        "InvalidSubnet",
        "The subnets of a DB subnet group must be in the same VPC.",
        "subnet_ids",
      ),
    ];
  },
};

/** A subnet group cannot be deleted while a database or cache uses it. */
const subnetGroupInUse: Constraint = {
  name: "subnet-group-in-use",
  documentation: "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBSubnetGroup.html",
  errorCodes: ["InvalidDBSubnetGroupStateFault", "CacheSubnetGroupInUse"],
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
        operationName("aws_db_subnet_group", "delete"),
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
      operationName("aws_elasticache_subnet_group", "delete"),
      "CacheSubnetGroupInUse",
      `Cache subnet group ${name} is currently in use by a cache cluster.`,
    );
  },
};

/** DB subnet groups. */
export const rdsSubnetGroupResources: ServiceResources = {
  types: {
    aws_db_subnet_group: {
      values: {
        id: "{name}",
        arn: arnTemplate("rds:{region}:{account}:subgrp:{name}"),
        supported_network_types: ["IPV4"],
        vpc_id: (context) => vpcIdOfSubnets(context.account, resolveStrings(context, "subnet_ids")) ?? "",
      },
      uniqueName: {
        attribute: "name",
        code: "DBSubnetGroupAlreadyExists",
        message: "The DB subnet group '{}' already exists.",
      },
      notFound: { code: "DBSubnetGroupNotFoundFault", message: "DB subnet group '{}' does not exist." },
    },
  },
  constraints: [databaseNetwork, databaseSubnetGroup, subnetGroupInUse],
};
