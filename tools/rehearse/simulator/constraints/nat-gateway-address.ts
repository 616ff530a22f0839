import { stringAttribute } from "../computed-values/attribute-reader.ts";
import type { ApiError, CallContext, Constraint } from "../simulator-types.ts";
import type { ObjectValue } from "../terraform-value.ts";
import {
  apiErrorIf,
  findInRegion,
  hasUnknownAttribute,
  isCreate,
  resourcesInRegion,
} from "./support/constraint-helpers.ts";
import { findSubnet, hasInternetGateway } from "./support/network.ts";

function checkAddress(values: ObjectValue, context: CallContext): readonly ApiError[] {
  if (hasUnknownAttribute(values, "allocation_id")) return [];
  const allocation = stringAttribute(values, "allocation_id");
  if (allocation === undefined) {
    return apiErrorIf(
      true,
      "CreateNatGateway",
      "MissingParameter",
      "The request must include the AllocationId parameter. Add the required parameter and retry the request.",
      "allocation_id",
    );
  }
  const isTaken = resourcesInRegion(context, "aws_nat_gateway", "aws_eip_association").some(
    (other) => other.values.allocation_id === allocation,
  );
  return [
    ...apiErrorIf(
      findInRegion(context, allocation, "aws_eip") === undefined,
      "CreateNatGateway",
      "InvalidAllocationID.NotFound",
      `The allocation ID '${allocation}' does not exist`,
      "allocation_id",
    ),
    ...apiErrorIf(
      isTaken,
      "CreateNatGateway",
      "Resource.AlreadyAssociated",
      `Elastic IP address [${allocation}] is already associated`,
      "allocation_id",
    ),
  ];
}

/** A public NAT gateway needs a free Elastic IP address and a VPC with an internet gateway. */
export const natGatewayAddress: Constraint = {
  name: "nat-gateway-address",
  documentation: "https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html",
  types: ["aws_nat_gateway"],
  check(change, context) {
    if (!isCreate(change) || hasUnknownAttribute(change.after, "connectivity_type")) return [];
    if (stringAttribute(change.after, "connectivity_type") === "private") return [];
    const vpc = stringAttribute(
      findSubnet(context, stringAttribute(change.after, "subnet_id") ?? "")?.values,
      "vpc_id",
    );
    const lacksInternetGateway = vpc !== undefined && !hasInternetGateway(context, vpc);
    return [
      ...checkAddress(change.after, context),
      ...apiErrorIf(
        lacksInternetGateway,
        "CreateNatGateway",
        "Gateway.NotAttached",
        `Network ${vpc} has no Internet gateway attached`,
        "subnet_id",
      ),
    ];
  },
};
