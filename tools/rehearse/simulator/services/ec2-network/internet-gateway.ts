import { stringAttribute, stringListAttribute } from "../../computed-values/attribute-reader.ts";
import {
  apiErrorIf,
  isCreate,
  isDelete,
  isKnownAndSet,
  resourcesInRegion,
} from "../../constraints/support/constraint-helpers.ts";
import { findSubnet, hasInternetGateway } from "../../constraints/support/network.ts";
import { operationName } from "../../operation-name.ts";
import type { CallContext, Constraint } from "../../simulator-types.ts";
import type { ServiceResources } from "../service-resources.ts";
import { ec2Resource } from "./ec2-resource.ts";

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
const internetGatewayInUse: Constraint = {
  name: "internet-gateway-in-use",
  documentation: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DetachInternetGateway.html",
  errorCodes: ["DependencyViolation"],
  isRetried: true,
  types: ["aws_internet_gateway", "aws_internet_gateway_attachment"],
  check(change, context) {
    const vpc = isDelete(change) ? stringAttribute(change.before, "vpc_id") : undefined;
    if (vpc === undefined) return [];
    const message = `Network ${vpc} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`;
    return apiErrorIf(
      hasPublicAddress(context, vpc),
      operationName("aws_internet_gateway_attachment", "delete"),
      "DependencyViolation",
      message,
    );
  },
};

/** A VPC has at most one internet gateway. */
const oneInternetGateway: Constraint = {
  name: "one-internet-gateway",
  documentation: "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html",
  errorCodes: ["InvalidParameterValue"],
  types: ["aws_internet_gateway", "aws_internet_gateway_attachment"],
  check(change, context) {
    const vpc = isCreate(change) ? stringAttribute(change.after, "vpc_id") : undefined;
    if (vpc === undefined) return [];
    return apiErrorIf(
      hasInternetGateway(context, vpc),
      operationName("aws_internet_gateway_attachment", "create"),
      "InvalidParameterValue",
      `Network ${vpc} already has an internet gateway attached`,
      "vpc_id",
    );
  },
};

/** Internet gateways. */
export const ec2NetworkInternetGatewayResources: ServiceResources = {
  types: {
    aws_internet_gateway: {
      dependentOf: ["aws_vpc"],
      values: { ...ec2Resource("igw", "internet-gateway"), vpc_id: "" },
      notFound: {
        code: "InvalidInternetGatewayID.NotFound",
        message: "The internetGateway ID '{}' does not exist",
      },
    },
    aws_internet_gateway_attachment: {
      dependentOf: ["aws_vpc"],
      values: { id: "{internet_gateway_id}:{vpc_id}" },
    },
    aws_egress_only_internet_gateway: { dependentOf: ["aws_vpc"], values: { id: "eigw-0{hex:16}" } },
  },
  constraints: [internetGatewayInUse, oneInternetGateway],
};
