import { stringListAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, hasUnknownAttribute } from "./support/constraint-helpers.ts";
import { vpcIdsOfSubnets, zonesOfSubnets } from "./support/network.ts";

/** A DB subnet group's subnets must be in one VPC and cover at least two Availability Zones. */
export const databaseSubnetGroup: Constraint = {
  name: "database-subnet-group",
  documentation:
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
  types: ["aws_db_subnet_group"],
  check(change, context) {
    if (change.after === null || hasUnknownAttribute(change.after, "subnet_ids")) return [];
    const ids = stringListAttribute(change.after, "subnet_ids");
    const zones = zonesOfSubnets(context, ids);
    const hasOneZone = zones.length === 1;
    const hasSeveralVpcs = vpcIdsOfSubnets(context, ids).length > 1;
    const message = `The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ coverage: ${zones.join(", ")}. Add subnets to cover at least 2 AZs.`;
    return [
      ...apiErrorIf(
        hasOneZone,
        "CreateDBSubnetGroup",
        "DBSubnetGroupDoesNotCoverEnoughAZs",
        message,
        "subnet_ids",
      ),
      ...apiErrorIf(
        hasSeveralVpcs,
        "CreateDBSubnetGroup",
        "InvalidSubnet",
        "The subnets of a DB subnet group must be in the same VPC.",
        "subnet_ids",
      ),
    ];
  },
};
