import { withDefaultTwin } from "../../../../aws/resource-types.ts";
import { stringAttribute, stringListAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, findInRegion, hasUnknownAttribute } from "./support/constraint-helpers.ts";

/** A database's subnet group must exist, and its security groups must belong to the same VPC. */
export const databaseNetwork: Constraint = {
  name: "database-network",
  documentation:
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
  types: ["aws_db_instance", "aws_rds_cluster"],
  check(change, context) {
    if (change.after === null || hasUnknownAttribute(change.after, "db_subnet_group_name")) return [];
    const name = stringAttribute(change.after, "db_subnet_group_name");
    const operation = change.type === "aws_db_instance" ? "CreateDBInstance" : "CreateDBCluster";
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
