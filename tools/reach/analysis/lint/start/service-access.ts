import { ANY_IPV4 } from "../../../packets/addresses.ts";
import { TransportSet } from "../../../packets/transport-set.ts";
import { attributeFlag, attributeText } from "../../../terraform/attributes.ts";
import type { Resource } from "../../../terraform/inventory.ts";
import { Unknown } from "../../../terraform/value.ts";
import { type Explanation, explainDirect } from "../../explain.ts";
import type { NetworkAnalysis } from "../../network-analysis.ts";
import type { TrafficEndpoint } from "../../paths/traffic-endpoint.ts";
import { INTERNET_SERVICE } from "./start-dependencies.ts";

/**
 * The access of an interface to an AWS service: through an endpoint in its VPC if the service's
 * name resolves to it, otherwise through public addresses.
 */
export interface ServiceAccess {
  /** The verdict on a connection to the service's HTTPS port. */
  readonly explanation: Explanation;
  /** The endpoint that the service's name resolves to; undefined: its public addresses. */
  readonly endpoint: Resource | undefined;
  /** An endpoint that the name does not resolve to, because its private DNS is off. */
  readonly unnamed: Resource | undefined;
}

/** The port of AWS services. https://docs.aws.amazon.com/general/latest/gr/rande.html */
export const HTTPS_TRANSPORT = TransportSet.named("tcp", 443);

/**
 * The services with gateway endpoints.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
 */
export const GATEWAY_SERVICES: ReadonlySet<string> = new Set(["s3", "dynamodb"]);

/**
 * Returns the access of an interface to a service over IPv4; undefined if it is unknown. With
 * private DNS, the service's name resolves to the endpoint in the whole VPC, whether or not the
 * interface can reach it.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html#interface-endpoint-private-dns
 */
export function serviceAccess(
  analysis: NetworkAnalysis,
  trafficEndpoint: TrafficEndpoint,
  service: string,
): ServiceAccess | undefined {
  const addresses = trafficEndpoint.addresses.intersect(ANY_IPV4);
  if (addresses.isEmpty || trafficEndpoint.subnet === undefined || hasOwnZone(analysis)) return undefined;
  const from = {
    name: trafficEndpoint.name,
    trafficEndpoints: [{ ...trafficEndpoint, addresses }],
    listening: undefined,
  };
  const endpoints = endpointsFor(analysis, trafficEndpoint.subnet.vpc, service);
  const endpoint = endpoints.find((each) => resolvesToEndpoint(analysis, each) === true);
  if (endpoint === undefined && endpoints.some((each) => resolvesToEndpoint(analysis, each) === "unknown"))
    return undefined;
  const { model } = analysis;
  const name = endpoint?.address ?? (model.externalNetworks.has(service) ? service : INTERNET_SERVICE);
  const to = { name, trafficEndpoints: analysis.trafficEndpoints(name), listening: undefined };
  return {
    explanation: explainDirect(analysis, from, to, HTTPS_TRANSPORT),
    endpoint,
    unnamed: endpoint === undefined ? endpoints[0] : undefined,
  };
}

/** Reports that a private hosted zone may redirect an AWS service name. */
function hasOwnZone(analysis: NetworkAnalysis): boolean {
  return analysis.context
    .managed("aws_route53_zone")
    .some(({ values }) => /amazonaws\.com\.?$/.test(attributeText(values.name) ?? "amazonaws.com"));
}

/** The interface endpoints of a VPC for a service. */
function endpointsFor(analysis: NetworkAnalysis, vpc: string, service: string): readonly Resource[] {
  return analysis.context.managed("aws_vpc_endpoint").filter(({ values }) => {
    const name = values.service_name;
    const text = name instanceof Unknown ? name.partial : attributeText(name);
    return (
      attributeText(values.vpc_endpoint_type) === "Interface" &&
      text?.endsWith(`.${service}`) === true &&
      isServiceName(text, service) &&
      analysis.context.resolver.vpc(values.vpc_id) === vpc
    );
  });
}

/**
 * Reports that an endpoint's service name is that of a service: `com.amazonaws.us-east-1.logs` is
 * for `logs`, `com.amazonaws.us-east-1.api.logs` is not.
 */
function isServiceName(text: string, service: string): boolean {
  return /^(cn\.)?com\.amazonaws\.[^.]+$/.test(
    text.slice(0, -service.length - 1).replace(/\$\{[^}]*\}/g, "region"),
  );
}

/**
 * Reports that the service's name resolves to an endpoint. Both DNS attributes of the VPC must be
 * on.
 * https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html#vpc-dns-support
 */
function resolvesToEndpoint(analysis: NetworkAnalysis, { values }: Resource): boolean | "unknown" {
  const own = attributeFlag(values.private_dns_enabled, false);
  const vpc = analysis.context.resolver.resource(values.vpc_id);
  if (own !== true || vpc?.type !== "aws_vpc") return own;
  const switches = [
    attributeFlag(vpc.values.enable_dns_hostnames, false),
    attributeFlag(vpc.values.enable_dns_support, true),
  ];
  if (switches.includes(false)) return false;
  return switches.includes("unknown") ? "unknown" : true;
}
