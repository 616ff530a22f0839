import { VPC_QUOTAS } from "../../../../aws/vpc-quotas.ts";
import { operationName } from "../operation-name.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf } from "./support/constraint-helpers.ts";
import { securityGroupIdsOf } from "./support/network.ts";

const TYPES = [
  "aws_instance",
  "aws_network_interface",
  "aws_lb",
  "aws_ecs_service",
  "aws_vpc_endpoint",
  "aws_db_instance",
];

/** A network interface has at most five security groups. */
export const interfaceSecurityGroups: Constraint = {
  name: "interface-security-groups",
  documentation: "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html",
  types: TYPES,
  check(change) {
    const count = securityGroupIdsOf(change.after).length;
    return apiErrorIf(
      count > VPC_QUOTAS.securityGroupsPerInterface,
      operationName(change.type, "create"),
      "SecurityGroupsPerInterfaceLimitExceeded",
      "The maximum number of security groups per interface has been reached.",
    );
  },
};
