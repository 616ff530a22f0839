import { stringAttribute } from "../../computed-values/attribute-reader.ts";
import { findExistingResource } from "../../computed-values/existing-resources.ts";
import { allocatePrivateAddress } from "../../computed-values/ip-addresses.ts";
import { renderTemplate, resolveString } from "../../computed-values/value-context.ts";
import {
  apiErrorIf,
  findInRegion,
  hasUnknownAttribute,
  isCreate,
  resourcesInRegion,
  violationIf,
} from "../../constraints/support/constraint-helpers.ts";
import { findSubnet, hasInternetGateway } from "../../constraints/support/network.ts";
import { operationName } from "../../operation-name.ts";
import type { ApiError, CallContext, Constraint } from "../../simulator-types.ts";
import type { ObjectValue } from "../../terraform-value.ts";
import type { ServiceResources } from "../service-resources.ts";
import { implicitInterfaceNamedBy } from "./implicit-interface.ts";

function checkAddress(values: ObjectValue, context: CallContext): readonly ApiError[] {
  if (hasUnknownAttribute(values, "allocation_id")) return [];
  const allocation = stringAttribute(values, "allocation_id");
  if (allocation === undefined) {
    return apiErrorIf(
      true,
      operationName("aws_nat_gateway", "create"),
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
      operationName("aws_nat_gateway", "create"),
      "InvalidAllocationID.NotFound",
      `The allocation ID '${allocation}' does not exist`,
      "allocation_id",
    ),
    ...apiErrorIf(
      isTaken,
      operationName("aws_nat_gateway", "create"),
      "Resource.AlreadyAssociated",
      `Elastic IP address [${allocation}] is already associated`,
      "allocation_id",
    ),
  ];
}

/** A public NAT gateway needs a free Elastic IP address and a VPC with an internet gateway. */
const natGatewayAddress: Constraint = {
  name: "nat-gateway-address",
  documentation: "https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html",
  errorCodes: [
    "MissingParameter",
    "InvalidAllocationID.NotFound",
    "Resource.AlreadyAssociated",
    "Gateway.NotAttached",
  ],
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
      ...violationIf(
        lacksInternetGateway,
        "Gateway.NotAttached",
        `Network ${vpc} has no Internet gateway attached`,
        "subnet_id",
      ),
    ];
  },
};

/** NAT gateways. */
export const ec2NetworkNatGatewayResources: ServiceResources = {
  types: {
    aws_nat_gateway: {
      dependentOf: ["aws_subnet"],
      values: {
        id: "nat-0{hex:16}",
        association_id: (context) =>
          resolveString(context, "allocation_id") === ""
            ? ""
            : renderTemplate("eipassoc-0{hex:16/assoc}", context),
        network_interface_id: "eni-0{hex:16/eni}",
        private_ip: (context) => allocatePrivateAddress(context, resolveString(context, "subnet_id")),
        public_ip: (context) =>
          stringAttribute(
            findExistingResource(context.account, resolveString(context, "allocation_id"), "aws_eip")?.values,
            "public_ip",
          ) ?? "",
      },
      implicitResources: implicitInterfaceNamedBy("network_interface_id"),
    },
  },
  constraints: [natGatewayAddress],
};
