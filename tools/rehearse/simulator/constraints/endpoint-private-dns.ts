import { stringAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import {
  apiErrorIf,
  findInRegion,
  isChangedResource,
  resourcesInRegion,
} from "./support/constraint-helpers.ts";

/** Returns `api.ecr.us-east-1.amazonaws.com` for `com.amazonaws.us-east-1.ecr.api`. */
function privateDnsDomain(service: string): string {
  const [region = "", ...rest] = service.replace(/^com\.amazonaws\./, "").split(".");
  return `${rest.reverse().join(".")}.${region}.amazonaws.com`;
}

/**
 * A VPC enables private DNS for a service once, and only if DNS support and DNS hostnames are on.
 */
export const endpointPrivateDns: Constraint = {
  name: "endpoint-private-dns",
  documentation: "https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html",
  types: ["aws_vpc_endpoint"],
  check(change, context) {
    const values = change.after;
    if (values?.private_dns_enabled !== true) return [];
    const service = stringAttribute(values, "service_name");
    const vpcId = stringAttribute(values, "vpc_id");
    const vpc = findInRegion(context, vpcId, "aws_vpc");
    const lacksDnsSupport =
      vpc !== undefined &&
      (vpc.values.enable_dns_support === false || vpc.values.enable_dns_hostnames === false);
    const isDuplicate = resourcesInRegion(context, "aws_vpc_endpoint").some(
      (other) =>
        !isChangedResource(change, other) &&
        service !== undefined &&
        other.values.vpc_id === vpcId &&
        other.values.service_name === service &&
        other.values.private_dns_enabled === true,
    );
    return [
      ...apiErrorIf(
        lacksDnsSupport,
        "CreateVpcEndpoint",
        "InvalidParameter",
        `Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${vpcId}`,
        "private_dns_enabled",
      ),
      ...apiErrorIf(
        isDuplicate,
        "CreateVpcEndpoint",
        "InvalidParameter",
        `private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${privateDnsDomain(service ?? "")} in the VPC ${vpcId}`,
        "private_dns_enabled",
      ),
    ];
  },
};
