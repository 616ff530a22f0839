import { textOf, textsOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { isOpen, named, refuse } from "./support/rule.ts";

/** A database's subnet group is there, and its security groups are in the same VPC. */
export const databaseNetwork: Law = {
  name: "database-network",
  documentation:
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
  types: ["aws_db_instance", "aws_rds_cluster"],
  check(change, context) {
    if (change.after === null || isOpen(change.after, "db_subnet_group_name")) return [];
    const name = textOf(change.after, "db_subnet_group_name");
    const operation = change.type === "aws_db_instance" ? "CreateDBInstance" : "CreateDBCluster";
    const group = named(context, name, "aws_db_subnet_group");
    const lost = name !== undefined && name !== "default" && group === undefined;
    const vpc = textOf(group?.values, "vpc_id");
    const foreign = textsOf(change.after, "vpc_security_group_ids")
      .map((id) =>
        textOf(named(context, id, "aws_security_group", "aws_default_security_group")?.values, "vpc_id"),
      )
      .find((other) => other !== undefined && vpc !== undefined && other !== vpc);
    return [
      ...refuse(
        lost,
        operation,
        "DBSubnetGroupNotFoundFault",
        `DB subnet group '${name}' does not exist.`,
        "db_subnet_group_name",
      ),
      ...refuse(
        foreign !== undefined,
        operation,
        "InvalidVPCNetworkStateFault",
        `The DB instance and EC2 security group are in different VPCs. The DB instance is in ${vpc} and the EC2 security group is in ${foreign}`,
        "vpc_security_group_ids",
      ),
    ];
  },
};
