import { textsOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { vpcs, zones } from "./support/network.ts";
import { isOpen, refuse } from "./support/rule.ts";

/** A database's subnets are in one VPC and in two zones or more. */
export const databaseSubnetGroup: Law = {
  name: "database-subnet-group",
  documentation:
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
  types: ["aws_db_subnet_group"],
  check(change, context) {
    if (change.after === null || isOpen(change.after, "subnet_ids")) return [];
    const ids = textsOf(change.after, "subnet_ids");
    const found = zones(context, ids);
    const narrow = found.length === 1;
    const split = vpcs(context, ids).length > 1;
    const message = `The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ coverage: ${found.join(", ")}. Add subnets to cover at least 2 AZs.`;
    return [
      ...refuse(narrow, "CreateDBSubnetGroup", "DBSubnetGroupDoesNotCoverEnoughAZs", message, "subnet_ids"),
      ...refuse(
        split,
        "CreateDBSubnetGroup",
        "InvalidSubnet",
        "The subnets of a DB subnet group must be in the same VPC.",
        "subnet_ids",
      ),
    ];
  },
};
