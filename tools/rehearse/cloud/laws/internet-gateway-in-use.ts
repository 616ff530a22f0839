import { textOf, textsOf } from "../answers/read.ts";
import type { CallContext, Law } from "../contracts.ts";
import { subnet } from "./support/network.ts";
import { deletes, here, isSet, refuse } from "./support/rule.ts";

/** Whether something in the VPC has a public address: a NAT gateway, a public load balancer or a server. */
function mapsPublicAddress(context: CallContext, vpc: string): boolean {
  const inVpc = (subnetId: string | undefined) =>
    subnetId !== undefined && textOf(subnet(context, subnetId)?.values, "vpc_id") === vpc;
  return (
    here(context, "aws_nat_gateway", "aws_instance").some(
      ({ values }) => isSet(values, "public_ip") && inVpc(textOf(values, "subnet_id")),
    ) ||
    here(context, "aws_lb", "aws_alb").some(
      ({ values }) => values.internal === false && inVpc(textsOf(values, "subnets")[0]),
    )
  );
}

/** An internet gateway goes after every public address of its VPC. */
export const internetGatewayInUse: Law = {
  name: "internet-gateway-in-use",
  documentation: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DetachInternetGateway.html",
  types: ["aws_internet_gateway", "aws_internet_gateway_attachment"],
  check(change, context) {
    const vpc = deletes(change) ? textOf(change.before, "vpc_id") : undefined;
    if (vpc === undefined) return [];
    const message = `Network ${vpc} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`;
    return refuse(mapsPublicAddress(context, vpc), "DetachInternetGateway", "DependencyViolation", message);
  },
};
