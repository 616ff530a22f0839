import { stringAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, isCreate } from "./support/constraint-helpers.ts";
import { hasInternetGateway } from "./support/network.ts";

/** A VPC has at most one internet gateway. */
export const oneInternetGateway: Constraint = {
  name: "one-internet-gateway",
  documentation: "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html",
  types: ["aws_internet_gateway", "aws_internet_gateway_attachment"],
  check(change, context) {
    const vpc = isCreate(change) ? stringAttribute(change.after, "vpc_id") : undefined;
    if (vpc === undefined) return [];
    return apiErrorIf(
      hasInternetGateway(context, vpc),
      "AttachInternetGateway",
      "InvalidParameterValue",
      `Network ${vpc} already has an internet gateway attached`,
      "vpc_id",
    );
  },
};
