import { textOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { here, isSelf, named, refuse } from "./support/rule.ts";

/** `com.amazonaws.us-east-1.ecr.api` answers at `api.ecr.us-east-1.amazonaws.com`. */
function domain(service: string): string {
  const [region = "", ...rest] = service.replace(/^com\.amazonaws\./, "").split(".");
  return `${rest.reverse().join(".")}.${region}.amazonaws.com`;
}

/** Private DNS of a service once in a VPC, and only where the VPC resolves names. */
export const endpointPrivateDns: Law = {
  name: "endpoint-private-dns",
  documentation: "https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html",
  types: ["aws_vpc_endpoint"],
  check(change, context) {
    const values = change.after;
    if (values?.private_dns_enabled !== true) return [];
    const service = textOf(values, "service_name");
    const vpcId = textOf(values, "vpc_id");
    const vpc = named(context, vpcId, "aws_vpc");
    const deaf =
      vpc !== undefined &&
      (vpc.values.enable_dns_support === false || vpc.values.enable_dns_hostnames === false);
    const twice = here(context, "aws_vpc_endpoint").some(
      (other) =>
        !isSelf(change, other) &&
        service !== undefined &&
        other.values.vpc_id === vpcId &&
        other.values.service_name === service &&
        other.values.private_dns_enabled === true,
    );
    return [
      ...refuse(
        deaf,
        "CreateVpcEndpoint",
        "InvalidParameter",
        `Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${vpcId}`,
        "private_dns_enabled",
      ),
      ...refuse(
        twice,
        "CreateVpcEndpoint",
        "InvalidParameter",
        `private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${domain(service ?? "")} in the VPC ${vpcId}`,
        "private_dns_enabled",
      ),
    ];
  },
};
