import { find } from "../account-index.ts";
import { arn, type Facts, type Knowledge, render, textFact, textsFact } from "../facts.ts";
import { zonesOf } from "../places.ts";
import { textOf } from "../read.ts";
import { token } from "../token.ts";

const isInterface = (facts: Facts) =>
  ["Interface", "GatewayLoadBalancer"].includes(textFact(facts, "vpc_endpoint_type"));

/** `ecr.api` from `com.amazonaws.us-east-1.ecr.api`; the service's own id for one that a customer published. */
function serviceLabel(facts: Facts): string {
  const name = textFact(facts, "service_name");
  const own = `com.amazonaws.${facts.region}.`;
  if (name.startsWith(own)) return name.slice(own.length);
  return name.split(".").slice(-1)[0] ?? name;
}

/** The private hosted zone of a region's interface endpoints; AWS keeps one for each service and region. */
function endpointZone(facts: Facts): string {
  return `Z${token(`endpoint-zone/${facts.region}/${serviceLabel(facts)}`, "upper", 13)}`;
}

function dnsEntries(facts: Facts): { dns_name: string; hosted_zone_id: string }[] {
  if (!isInterface(facts)) return [];
  const stem = render(`{id}-{base36:8/dns}`, facts);
  const label = serviceLabel(facts);
  const suffix = `${label}.${facts.region}.vpce.amazonaws.com`;
  const zones = textsFact(facts, "subnet_ids").map((id) =>
    textOf(find(facts.account, id, "aws_subnet")?.values, "availability_zone"),
  );
  const zone = endpointZone(facts);
  const entries = [
    `${stem}.${suffix}`,
    ...zones.filter((x) => x !== undefined).map((x) => `${stem}-${x}.${suffix}`),
  ].map((dns_name) => ({ dns_name, hosted_zone_id: zone }));
  if (facts.get("private_dns_enabled") !== true) return entries;
  // AWS turns the service's parts round: `ecr.api` answers at `api.ecr.<region>.amazonaws.com`.
  const dns_name = `${label.split(".").reverse().join(".")}.${facts.region}.amazonaws.com`;
  return [...entries, { dns_name, hosted_zone_id: `Z${token(`${facts.seed}/private-zone`, "upper", 20)}` }];
}

/** The prefix list id of a gateway endpoint's service. */
export function gatewayPrefixList(region: string, service: string): string {
  return `pl-${token(`prefix-list/${region}/${service}`, "hex", 8)}`;
}

const vpcEndpoint: Knowledge[string] = {
  id: "vpce-0{hex:16}",
  arn: arn("ec2:{region}:{account}:vpc-endpoint/{id}"),
  state: (facts) => (facts.get("auto_accept") === false ? "pendingAcceptance" : "available"),
  dns_entry: dnsEntries,
  ip_address_type: (facts) => (isInterface(facts) ? "ipv4" : ""),
  network_interface_ids: (facts) =>
    isInterface(facts)
      ? textsFact(facts, "subnet_ids").map((id) => `eni-0${token(`${facts.seed}/${id}`, "hex", 16)}`)
      : [],
  prefix_list_id: (facts) => (isInterface(facts) ? "" : gatewayPrefixList(facts.region, serviceLabel(facts))),
  cidr_blocks: (facts) =>
    isInterface(facts)
      ? []
      : serviceLabel(facts) === "s3"
        ? ["52.216.0.0/15", "54.231.0.0/16"]
        : ["52.94.0.0/22"],
  private_dns_enabled: false,
  requester_managed: false,
  route_table_ids: [],
  subnet_ids: [],
  security_group_ids: (facts) => {
    if (!isInterface(facts)) return [];
    const group = textOf(
      find(facts.account, textFact(facts, "vpc_id"), "aws_vpc")?.values,
      "default_security_group_id",
    );
    return group === undefined ? [] : [group];
  },
  service_region: (facts) => (isInterface(facts) ? facts.region : ""),
  policy: (facts) =>
    isInterface(facts) || textFact(facts, "vpc_endpoint_type") !== "GatewayLoadBalancer"
      ? '{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}]}'
      : "",
  dns_options: (facts) =>
    isInterface(facts)
      ? [{ dns_record_ip_type: "ipv4", private_dns_only_for_inbound_resolver_endpoint: false }]
      : [{ dns_record_ip_type: "", private_dns_only_for_inbound_resolver_endpoint: false }],
  "dns_options.dns_record_ip_type": "ipv4",
  subnet_configuration: (facts) =>
    textsFact(facts, "subnet_ids").map((subnet_id) => ({ subnet_id, ipv4: "", ipv6: "" })),
};

/** Endpoints and endpoint services. */
export const endpoints: Knowledge = {
  aws_vpc_endpoint: vpcEndpoint,
  aws_vpc_endpoint_service: {
    id: "vpce-svc-0{hex:16}",
    arn: arn("ec2:{region}:{account}:vpc-endpoint-service/{id}"),
    service_name: "com.amazonaws.vpce.{region}.{id}",
    service_type: "Interface",
    state: "Available",
    base_endpoint_dns_names: (facts) => [render("{id}.{region}.vpce.amazonaws.com", facts)],
    availability_zones: (facts) =>
      zonesOf(facts.region)
        .slice(0, 2)
        .map((zone) => zone.name),
    supported_ip_address_types: ["ipv4"],
    supported_regions: (facts) => [facts.region],
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
