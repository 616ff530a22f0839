import { regionalServiceName } from "../../../../../aws/prefix-lists.ts";
import { stringAttribute } from "../attribute-reader.ts";
import { deterministicToken } from "../deterministic-values.ts";
import { findExistingResource } from "../existing-resources.ts";
import { availabilityZonesOf } from "../regions.ts";
import {
  arnTemplate,
  type ResourceDefinitions,
  renderTemplate,
  resolveString,
  resolveStrings,
  type ValueContext,
} from "../value-context.ts";

const isInterfaceEndpoint = (context: ValueContext) =>
  ["Interface", "GatewayLoadBalancer"].includes(resolveString(context, "vpc_endpoint_type"));

/**
 * Returns `ecr.api` for `com.amazonaws.us-east-1.ecr.api`, and the service ID of a customer's
 * endpoint service.
 */
function endpointServiceLabel(context: ValueContext): string {
  const name = resolveString(context, "service_name");
  const regionPrefix = regionalServiceName(context.region, "");
  if (name.startsWith(regionPrefix)) return name.slice(regionPrefix.length);
  return name.split(".").slice(-1)[0] ?? name;
}

/** The private hosted zone of an interface endpoint; AWS has one per service and region. */
function endpointHostedZoneId(context: ValueContext): string {
  return `Z${deterministicToken(`endpoint-zone/${context.region}/${endpointServiceLabel(context)}`, "upper", 13)}`;
}

function dnsEntries(context: ValueContext): { dns_name: string; hosted_zone_id: string }[] {
  if (!isInterfaceEndpoint(context)) return [];
  const hostPrefix = renderTemplate(`{id}-{base36:8/dns}`, context);
  const label = endpointServiceLabel(context);
  const suffix = `${label}.${context.region}.vpce.amazonaws.com`;
  const zones = resolveStrings(context, "subnet_ids").map((id) =>
    stringAttribute(findExistingResource(context.account, id, "aws_subnet")?.values, "availability_zone"),
  );
  const zone = endpointHostedZoneId(context);
  const entries = [
    `${hostPrefix}.${suffix}`,
    ...zones.filter((x) => x !== undefined).map((x) => `${hostPrefix}-${x}.${suffix}`),
  ].map((dns_name) => ({ dns_name, hosted_zone_id: zone }));
  if (context.resolve("private_dns_enabled") !== true) return entries;
  // AWS reverses the labels of the service: `ecr.api` has the name
  // `api.ecr.<region>.amazonaws.com`.
  const dns_name = `${label.split(".").reverse().join(".")}.${context.region}.amazonaws.com`;
  return [
    ...entries,
    { dns_name, hosted_zone_id: `Z${deterministicToken(`${context.seed}/private-zone`, "upper", 20)}` },
  ];
}

/** The prefix list ID of a gateway endpoint's service. */
export function gatewayPrefixListId(region: string, service: string): string {
  return `pl-${deterministicToken(`prefix-list/${region}/${service}`, "hex", 8)}`;
}

const vpcEndpoint: ResourceDefinitions[string] = {
  id: "vpce-0{hex:16}",
  arn: arnTemplate("ec2:{region}:{account}:vpc-endpoint/{id}"),
  state: (context) => (context.resolve("auto_accept") === false ? "pendingAcceptance" : "available"),
  dns_entry: dnsEntries,
  ip_address_type: (context) => (isInterfaceEndpoint(context) ? "ipv4" : ""),
  network_interface_ids: (context) =>
    isInterfaceEndpoint(context)
      ? resolveStrings(context, "subnet_ids").map(
          (id) => `eni-0${deterministicToken(`${context.seed}/${id}`, "hex", 16)}`,
        )
      : [],
  prefix_list_id: (context) =>
    isInterfaceEndpoint(context) ? "" : gatewayPrefixListId(context.region, endpointServiceLabel(context)),
  cidr_blocks: (context) =>
    isInterfaceEndpoint(context)
      ? []
      : endpointServiceLabel(context) === "s3"
        ? ["52.216.0.0/15", "54.231.0.0/16"]
        : ["52.94.0.0/22"],
  private_dns_enabled: false,
  requester_managed: false,
  route_table_ids: [],
  subnet_ids: [],
  security_group_ids: (context) => {
    if (!isInterfaceEndpoint(context)) return [];
    const group = stringAttribute(
      findExistingResource(context.account, resolveString(context, "vpc_id"), "aws_vpc")?.values,
      "default_security_group_id",
    );
    return group === undefined ? [] : [group];
  },
  service_region: (context) => (isInterfaceEndpoint(context) ? context.region : ""),
  policy: (context) =>
    isInterfaceEndpoint(context) || resolveString(context, "vpc_endpoint_type") !== "GatewayLoadBalancer"
      ? '{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}]}'
      : "",
  dns_options: (context) =>
    isInterfaceEndpoint(context)
      ? [{ dns_record_ip_type: "ipv4", private_dns_only_for_inbound_resolver_endpoint: false }]
      : [{ dns_record_ip_type: "", private_dns_only_for_inbound_resolver_endpoint: false }],
  "dns_options.dns_record_ip_type": "ipv4",
  subnet_configuration: (context) =>
    resolveStrings(context, "subnet_ids").map((subnet_id) => ({ subnet_id, ipv4: "", ipv6: "" })),
};

/** VPC endpoints and endpoint services. */
export const vpcEndpointResources: ResourceDefinitions = {
  aws_vpc_endpoint: vpcEndpoint,
  aws_vpc_endpoint_service: {
    id: "vpce-svc-0{hex:16}",
    arn: arnTemplate("ec2:{region}:{account}:vpc-endpoint-service/{id}"),
    service_name: "com.amazonaws.vpce.{region}.{id}",
    service_type: "Interface",
    state: "Available",
    base_endpoint_dns_names: (context) => [renderTemplate("{id}.{region}.vpce.amazonaws.com", context)],
    availability_zones: (context) =>
      availabilityZonesOf(context.region)
        .slice(0, 2)
        .map((zone) => zone.name),
    supported_ip_address_types: ["ipv4"],
    supported_regions: (context) => [context.region],
    private_dns_name: "",
    manages_vpc_endpoints: false,
  },
  aws_vpc_endpoint_service_allowed_principal: { id: "vpce-svc-perm-0{hex:16}" },
  aws_vpc_endpoint_subnet_association: { id: "a-{vpc_endpoint_id}{digits:10}" },
  aws_vpc_endpoint_route_table_association: { id: "a-{vpc_endpoint_id}{digits:10}" },
  aws_vpc_endpoint_security_group_association: { id: "a-{vpc_endpoint_id}{digits:10}" },
  aws_vpc_endpoint_policy: { id: "{vpc_endpoint_id}" },
  aws_vpc_endpoint_connection_notification: {
    id: "vpce-nfn-0{hex:16}",
    state: "Enabled",
    notification_type: "Topic",
  },
};
