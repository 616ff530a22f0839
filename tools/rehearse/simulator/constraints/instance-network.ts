import { stringAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, findInRegion, isCreate } from "./support/constraint-helpers.ts";
import { securityGroupIdsOf, subnetIdsOf, vpcIdsOfSubnets } from "./support/network.ts";

/** An instance's security groups must belong to the VPC of its subnet. */
export const instanceNetwork: Constraint = {
  name: "instance-network",
  documentation: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html",
  types: ["aws_instance", "aws_network_interface"],
  check(change, context) {
    if (!isCreate(change)) return [];
    const [subnet] = subnetIdsOf(change.after);
    const [vpc] = vpcIdsOfSubnets(context, subnet === undefined ? [] : [subnet]);
    const operation = change.type === "aws_instance" ? "RunInstances" : "CreateNetworkInterface";
    return securityGroupIdsOf(change.after).flatMap((id) => {
      const other = stringAttribute(findInRegion(context, id, "aws_security_group")?.values, "vpc_id");
      return apiErrorIf(
        vpc !== undefined && other !== undefined && vpc !== other,
        operation,
        "InvalidParameter",
        `Security group ${id} and subnet ${subnet} belong to different networks.`,
      );
    });
  },
};
