import { VPC_QUOTAS } from "../../../../aws/vpc-quotas.ts";
import { definedIn } from "../services/type-definitions.ts";
import type { Constraint } from "../simulator-types.ts";
import { violationIf } from "./support/constraint-helpers.ts";
import { securityGroupIdsOf } from "./support/network.ts";

/** A network interface has at most five security groups. */
export const interfaceSecurityGroups: Constraint = {
  name: "interface-security-groups",
  documentation: "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html",
  errorCodes: ["SecurityGroupsPerInterfaceLimitExceeded"],
  types: definedIn("limitsSecurityGroups").map(([type]) => type),
  check(change) {
    const count = securityGroupIdsOf(change.after).length;
    return violationIf(
      count > VPC_QUOTAS.securityGroupsPerInterface,
      "SecurityGroupsPerInterfaceLimitExceeded",
      "The maximum number of security groups per interface has been reached.",
    );
  },
};
