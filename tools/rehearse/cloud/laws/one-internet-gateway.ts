import { textOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { hasInternetGateway } from "./support/network.ts";
import { creates, refuse } from "./support/rule.ts";

/** A VPC has at most one internet gateway. */
export const oneInternetGateway: Law = {
  name: "one-internet-gateway",
  documentation: "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html",
  types: ["aws_internet_gateway", "aws_internet_gateway_attachment"],
  check(change, context) {
    const vpc = creates(change) ? textOf(change.after, "vpc_id") : undefined;
    if (vpc === undefined) return [];
    return refuse(
      hasInternetGateway(context, vpc),
      "AttachInternetGateway",
      "InvalidParameterValue",
      `Network ${vpc} already has an internet gateway attached`,
      "vpc_id",
    );
  },
};
