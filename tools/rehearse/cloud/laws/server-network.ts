import { textOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { securityGroups, subnetsOf, vpcs } from "./support/network.ts";
import { creates, named, refuse } from "./support/rule.ts";

/** A server's security groups are of the VPC of its subnet. */
export const serverNetwork: Law = {
  name: "server-network",
  documentation: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html",
  types: ["aws_instance", "aws_network_interface"],
  check(change, context) {
    if (!creates(change)) return [];
    const [subnet] = subnetsOf(change.after);
    const [vpc] = vpcs(context, subnet === undefined ? [] : [subnet]);
    const operation = change.type === "aws_instance" ? "RunInstances" : "CreateNetworkInterface";
    return securityGroups(change.after).flatMap((id) => {
      const other = textOf(named(context, id, "aws_security_group")?.values, "vpc_id");
      return refuse(
        vpc !== undefined && other !== undefined && vpc !== other,
        operation,
        "InvalidParameter",
        `Security group ${id} and subnet ${subnet} belong to different networks.`,
      );
    });
  },
};
