import type { ApiError, Constraint } from "../simulator-types.ts";
import { apiErrorIf, idOrName, isDelete, resourcesInRegion } from "./support/constraint-helpers.ts";
import { subnetIdsOf } from "./support/network.ts";

/**
 * Types that prevent the deletion of a VPC. Resources that AWS created with it are deleted with it.
 */
const TYPES_IN_VPC = [
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

/** Types that have a network interface in a subnet. */
const TYPES_IN_SUBNET = [
  "aws_instance",
  "aws_autoscaling_group",
  "aws_nat_gateway",
  "aws_lb",
  "aws_vpc_endpoint",
  "aws_network_interface",
  "aws_ecs_service",
  "aws_db_instance",
  "aws_efs_mount_target",
  "aws_ec2_transit_gateway_vpc_attachment",
  "aws_lambda_function",
] as const;

/** A VPC cannot be deleted while it has resources, nor a subnet while it has network interfaces. */
export const networkInUse: Constraint = {
  name: "network-in-use",
  documentation: "https://docs.aws.amazon.com/vpc/latest/userguide/delete-vpc.html",
  types: ["aws_vpc", "aws_subnet"],
  check(change, context): readonly ApiError[] {
    if (!isDelete(change)) return [];
    const id = idOrName(change.before);
    const implicitIds = [
      change.before.default_security_group_id,
      change.before.default_route_table_id,
      change.before.default_network_acl_id,
    ];
    const hasDependents =
      change.type === "aws_vpc"
        ? resourcesInRegion(context, ...TYPES_IN_VPC)
            .filter(({ values }) => values.vpc_id === id)
            .some((inside) => !implicitIds.includes(inside.id))
        : resourcesInRegion(context, ...TYPES_IN_SUBNET).some(({ values }) =>
            subnetIdsOf(values).includes(id),
          );
    const [operation, noun] = change.type === "aws_vpc" ? ["DeleteVpc", "vpc"] : ["DeleteSubnet", "subnet"];
    return apiErrorIf(
      hasDependents,
      operation,
      "DependencyViolation",
      `The ${noun} '${id}' has dependencies and cannot be deleted.`,
    );
  },
};
