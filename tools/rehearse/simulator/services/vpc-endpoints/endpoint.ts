import { regionalServiceName } from "../../../../../aws/prefix-lists.ts";
import { stringAttribute, stringListAttribute } from "../../computed-values/attribute-reader.ts";
import { deterministicToken } from "../../computed-values/deterministic-values.ts";
import { findExistingResource } from "../../computed-values/existing-resources.ts";
import {
  arnTemplate,
  renderTemplate,
  resolveString,
  resolveStrings,
  type ValueContext,
  type ValueGenerators,
} from "../../computed-values/value-context.ts";
import {
  findInRegion,
  isChangedResource,
  resourcesInRegion,
  violationIf,
} from "../../constraints/support/constraint-helpers.ts";
import { findSubnet } from "../../constraints/support/network.ts";
import type { Constraint, ReadonlyAccount, SimulatedResource } from "../../simulator-types.ts";
import { gatewayPrefixListId } from "../ec2-network/aws-prefix-lists.ts";
import { implicitNetworkInterface } from "../ec2-network/implicit-interface.ts";
import type { ServiceResources } from "../service-resources.ts";

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

const vpcEndpoint: ValueGenerators = {
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

/** The network interfaces of an endpoint: one in each subnet. */
function endpointInterfaces(
  owner: SimulatedResource,
  account: ReadonlyAccount,
): readonly SimulatedResource[] {
  return stringListAttribute(owner.values, "network_interface_ids").map((id, index) =>
    implicitNetworkInterface(owner, id, stringListAttribute(owner.values, "subnet_ids")[index], account),
  );
}

/** Returns `api.ecr.us-east-1.amazonaws.com` for `com.amazonaws.us-east-1.ecr.api`. */
function privateDnsDomain(service: string): string {
  const [region = "", ...rest] = service.replace(/^com\.amazonaws\./, "").split(".");
  return `${rest.reverse().join(".")}.${region}.amazonaws.com`;
}

/**
 * A VPC enables private DNS for a service once, and only if DNS support and DNS hostnames are on.
 */
const endpointPrivateDns: Constraint = {
  name: "endpoint-private-dns",
  documentation: "https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html",
  errorCodes: ["InvalidParameter"],
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
      ...violationIf(
        lacksDnsSupport,
        "InvalidParameter",
        `Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${vpcId}`,
        "private_dns_enabled",
      ),
      ...violationIf(
        isDuplicate,
        "InvalidParameter",
        `private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${privateDnsDomain(service ?? "")} in the VPC ${vpcId}`,
        "private_dns_enabled",
      ),
    ];
  },
};

/** An interface endpoint has at most one subnet in each Availability Zone. */
const endpointSubnets: Constraint = {
  name: "endpoint-subnets",
  documentation: "https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html",
  errorCodes: ["DuplicateSubnetsInSameZone"],
  types: ["aws_vpc_endpoint"],
  check(change, context) {
    const ids = stringListAttribute(change.after, "subnet_ids");
    const zones = ids.map((id) => stringAttribute(findSubnet(context, id)?.values, "availability_zone"));
    const duplicateZoneSubnet = ids.find(
      (_, index) => zones[index] !== undefined && zones.indexOf(zones[index]) < index,
    );
    return violationIf(
      duplicateZoneSubnet !== undefined,
      "DuplicateSubnetsInSameZone",
      `Found another VPC endpoint subnet in the availability zone of ${duplicateZoneSubnet}. VPC endpoint subnets should be in different availability zones supported by the VPC endpoint service.`,
      "subnet_ids",
    );
  },
};

/** A route table has at most one gateway endpoint per service. */
const gatewayEndpointRoute: Constraint = {
  name: "gateway-endpoint-route",
  documentation: "https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html",
  errorCodes: ["RouteAlreadyExists"],
  types: ["aws_vpc_endpoint"],
  check(change, context) {
    const service = stringAttribute(change.after, "service_name");
    const tables = stringListAttribute(change.after, "route_table_ids");
    const other = resourcesInRegion(context, "aws_vpc_endpoint").find(
      (endpoint) =>
        !isChangedResource(change, endpoint) &&
        endpoint.values.service_name === service &&
        stringListAttribute(endpoint.values, "route_table_ids").some((table) => tables.includes(table)),
    );
    const table = stringListAttribute(other?.values, "route_table_ids").find((id) => tables.includes(id));
    return violationIf(
      other !== undefined,
      "RouteAlreadyExists",
      `route table ${table} already has a route with destination-prefix-list-id ${stringAttribute(other?.values, "prefix_list_id")}`,
      "route_table_ids",
    );
  },
};

/** VPC endpoints. */
export const vpcEndpointsEndpointResources: ServiceResources = {
  types: {
    aws_vpc_endpoint: {
      dependentOf: ["aws_vpc", "aws_subnet"],
      limitsSecurityGroups: true,
      values: vpcEndpoint,
      implicitResources: endpointInterfaces,
    },
    aws_vpc_endpoint_subnet_association: { values: { id: "a-{vpc_endpoint_id}{digits:10}" } },
    aws_vpc_endpoint_route_table_association: { values: { id: "a-{vpc_endpoint_id}{digits:10}" } },
    aws_vpc_endpoint_security_group_association: { values: { id: "a-{vpc_endpoint_id}{digits:10}" } },
    aws_vpc_endpoint_policy: { values: { id: "{vpc_endpoint_id}" } },
  },
  constraints: [endpointPrivateDns, endpointSubnets, gatewayEndpointRoute],
};
