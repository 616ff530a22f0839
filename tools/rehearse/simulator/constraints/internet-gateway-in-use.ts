import { stringAttribute, stringListAttribute } from "../computed-values/attribute-reader.ts";
import type { CallContext, Constraint } from "../simulator-types.ts";
import { apiErrorIf, isDelete, isKnownAndSet, resourcesInRegion } from "./support/constraint-helpers.ts";
import { findSubnet } from "./support/network.ts";

/**
 * True if the VPC has a public address: of a NAT gateway, a public load balancer or an instance.
 */
function hasPublicAddress(context: CallContext, vpc: string): boolean {
  const inVpc = (subnetId: string | undefined) =>
    subnetId !== undefined && stringAttribute(findSubnet(context, subnetId)?.values, "vpc_id") === vpc;
  return (
    resourcesInRegion(context, "aws_nat_gateway", "aws_instance").some(
      ({ values }) => isKnownAndSet(values, "public_ip") && inVpc(stringAttribute(values, "subnet_id")),
    ) ||
    resourcesInRegion(context, "aws_lb").some(
      ({ values }) => values.internal === false && inVpc(stringListAttribute(values, "subnets")[0]),
    )
  );
}

/** An internet gateway cannot be detached while its VPC has public addresses. */
export const internetGatewayInUse: Constraint = {
  name: "internet-gateway-in-use",
  documentation: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DetachInternetGateway.html",
  types: ["aws_internet_gateway", "aws_internet_gateway_attachment"],
  check(change, context) {
    const vpc = isDelete(change) ? stringAttribute(change.before, "vpc_id") : undefined;
    if (vpc === undefined) return [];
    const message = `Network ${vpc} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`;
    return apiErrorIf(
      hasPublicAddress(context, vpc),
      "DetachInternetGateway",
      "DependencyViolation",
      message,
    );
  },
};
