import type { Law } from "../contracts.ts";
import { securityGroups } from "./support/network.ts";
import { refuse } from "./support/rule.ts";

/** Security groups that a network interface may have. */
const QUOTA = 5;

const OPERATIONS: Readonly<Record<string, string>> = {
  aws_instance: "RunInstances",
  aws_network_interface: "CreateNetworkInterface",
  aws_lb: "CreateLoadBalancer",
  aws_alb: "CreateLoadBalancer",
  aws_ecs_service: "CreateService",
  aws_vpc_endpoint: "CreateVpcEndpoint",
  aws_db_instance: "CreateDBInstance",
};

/** A network interface has at most five security groups. */
export const interfaceSecurityGroups: Law = {
  name: "interface-security-groups",
  documentation: "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html",
  types: Object.keys(OPERATIONS),
  check(change) {
    const count = securityGroups(change.after).length;
    return refuse(
      count > QUOTA,
      OPERATIONS[change.type] ?? "",
      "SecurityGroupsPerInterfaceLimitExceeded",
      "The maximum number of security groups per interface has been reached.",
    );
  },
};
