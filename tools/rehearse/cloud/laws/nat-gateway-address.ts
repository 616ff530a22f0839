import { textOf } from "../answers/read.ts";
import type { CallContext, Law, Refusal } from "../contracts.ts";
import type { ObjectValue } from "../value.ts";
import { hasInternetGateway, subnet } from "./support/network.ts";
import { creates, here, isOpen, named, refuse } from "./support/rule.ts";

function checkAddress(values: ObjectValue, context: CallContext): readonly Refusal[] {
  if (isOpen(values, "allocation_id")) return [];
  const allocation = textOf(values, "allocation_id");
  if (allocation === undefined) {
    return refuse(
      true,
      "CreateNatGateway",
      "MissingParameter",
      "The request must include the AllocationId parameter. Add the required parameter and retry the request.",
      "allocation_id",
    );
  }
  const taken = here(context, "aws_nat_gateway", "aws_eip_association").some(
    (other) => other.values.allocation_id === allocation,
  );
  return [
    ...refuse(
      named(context, allocation, "aws_eip") === undefined,
      "CreateNatGateway",
      "InvalidAllocationID.NotFound",
      `The allocation ID '${allocation}' does not exist`,
      "allocation_id",
    ),
    ...refuse(
      taken,
      "CreateNatGateway",
      "Resource.AlreadyAssociated",
      `Elastic IP address [${allocation}] is already associated`,
      "allocation_id",
    ),
  ];
}

/** A public NAT gateway needs a free elastic address and a VPC with an internet gateway. */
export const natGatewayAddress: Law = {
  name: "nat-gateway-address",
  documentation: "https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html",
  types: ["aws_nat_gateway"],
  check(change, context) {
    if (!creates(change) || isOpen(change.after, "connectivity_type")) return [];
    if (textOf(change.after, "connectivity_type") === "private") return [];
    const vpc = textOf(subnet(context, textOf(change.after, "subnet_id") ?? "")?.values, "vpc_id");
    const cut = vpc !== undefined && !hasInternetGateway(context, vpc);
    return [
      ...checkAddress(change.after, context),
      ...refuse(
        cut,
        "CreateNatGateway",
        "Gateway.NotAttached",
        `Network ${vpc} has no Internet gateway attached`,
        "subnet_id",
      ),
    ];
  },
};
