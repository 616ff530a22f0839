import { VPC_QUOTAS } from "../../../../aws/vpc-quotas.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf } from "./support/constraint-helpers.ts";
import { securityGroupIdsOf } from "./support/network.ts";

const CREATE_OPERATIONS: Readonly<Record<string, string>> = {
  aws_instance: "RunInstances",
  aws_network_interface: "CreateNetworkInterface",
  aws_lb: "CreateLoadBalancer",
  aws_alb: "CreateLoadBalancer",
  aws_ecs_service: "CreateService",
  aws_vpc_endpoint: "CreateVpcEndpoint",
  aws_db_instance: "CreateDBInstance",
};

/** A network interface has at most five security groups. */
export const interfaceSecurityGroups: Constraint = {
  name: "interface-security-groups",
  documentation: "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html",
  types: Object.keys(CREATE_OPERATIONS),
  check(change) {
    const count = securityGroupIdsOf(change.after).length;
    return apiErrorIf(
      count > VPC_QUOTAS.securityGroupsPerInterface,
      CREATE_OPERATIONS[change.type] ?? "",
      "SecurityGroupsPerInterfaceLimitExceeded",
      "The maximum number of security groups per interface has been reached.",
    );
  },
};
