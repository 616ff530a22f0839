import type { Law, Refusal } from "../contracts.ts";
import { subnetsOf } from "./support/network.ts";
import { deletes, here, idOf, refuse } from "./support/rule.ts";

/** What keeps a VPC from going; what AWS made with it goes with it. */
const IN_VPC = [
  "aws_subnet",
  "aws_security_group",
  "aws_route_table",
  "aws_network_acl",
  "aws_internet_gateway",
  "aws_internet_gateway_attachment",
  "aws_egress_only_internet_gateway",
  "aws_vpc_endpoint",
  "aws_vpn_gateway",
  "aws_lb",
  "aws_ec2_transit_gateway_vpc_attachment",
  "aws_network_interface",
] as const;

/** What holds a network interface in a subnet. */
const IN_SUBNET = [
  "aws_instance",
  "aws_autoscaling_group",
  "aws_nat_gateway",
  "aws_lb",
  "aws_alb",
  "aws_vpc_endpoint",
  "aws_network_interface",
  "aws_ecs_service",
  "aws_db_instance",
  "aws_efs_mount_target",
  "aws_ec2_transit_gateway_vpc_attachment",
  "aws_lambda_function",
] as const;

/** A VPC goes last, a subnet after everything that has an address in it. */
export const networkInUse: Law = {
  name: "network-in-use",
  documentation: "https://docs.aws.amazon.com/vpc/latest/userguide/delete-vpc.html",
  types: ["aws_vpc", "aws_subnet"],
  check(change, context): readonly Refusal[] {
    if (!deletes(change)) return [];
    const id = idOf(change.before);
    const own = [
      change.before.default_security_group_id,
      change.before.default_route_table_id,
      change.before.default_network_acl_id,
    ];
    const holds =
      change.type === "aws_vpc"
        ? here(context, ...IN_VPC)
            .filter(({ values }) => values.vpc_id === id)
            .some((inside) => !own.includes(inside.id))
        : here(context, ...IN_SUBNET).some(({ values }) => subnetsOf(values).includes(id));
    const [operation, noun] = change.type === "aws_vpc" ? ["DeleteVpc", "vpc"] : ["DeleteSubnet", "subnet"];
    return refuse(
      holds,
      operation,
      "DependencyViolation",
      `The ${noun} '${id}' has dependencies and cannot be deleted.`,
    );
  },
};
