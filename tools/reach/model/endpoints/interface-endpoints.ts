import type { Resource } from "../../input/inventory.ts";
import type { Services } from "../../packets/services.ts";
import type { Interface } from "../fabric.ts";
import { WIDE_PORTS } from "./ephemeral-ports.ts";
import { endpointOf, interfacesOf, type Placing } from "./interfaces.ts";
import { portsOf } from "./ports.ts";
import type { Reader, Readers } from "./shape.ts";
import type { Site } from "./site.ts";
import { blocksOf, flagOf, isGiven, joined, type Listing, listing, textOf } from "./values.ts";

/**
 * An interface endpoint: an interface in each of its subnets. Gateway endpoints are routes, not interfaces.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/vpc_endpoint
 */
const vpcEndpoint: Reader = (resource, site) => {
  const { values } = resource;
  const type = isGiven(values.vpc_endpoint_type) ? textOf(values.vpc_endpoint_type) : "Gateway";
  if (type === "Gateway") return undefined;
  const subnets = subnetsOf(resource, site);
  return endpointOf(resource, {
    kind: "interface endpoint",
    interfaces: endpointInterfaces(resource, subnets, site),
    listens: type === "Interface" ? portsOfService(values.service_name) : undefined,
    ephemeralPorts: WIDE_PORTS,
    unknown: whyUnknownType(type) ?? (subnets.unknown && `its subnets are not all known: ${subnets.unknown}`),
  });
};

function whyUnknownType(type: string | undefined): string | undefined {
  if (type === "Interface") return undefined;
  return type === undefined ? "its type is not known" : `endpoints of type ${type} are not modelled`;
}

function endpointInterfaces(resource: Resource, subnets: Listing<string>, site: Site): readonly Interface[] {
  const { values } = resource;
  const placing: Omit<Placing, "subnets"> = {
    groups: groupsOf(resource, site),
    publicIPv4: false,
    ipv6: ["dualstack", "ipv6"].includes(textOf(values.ip_address_type) ?? ""),
  };
  const fixed = new Map(
    blocksOf(values, "subnet_configuration").found.flatMap((block) =>
      site.subnets(block.subnet_id).found.map((subnet) => [subnet, site.addresses(block.ipv4)] as const),
    ),
  );
  return subnets.found.flatMap((subnet) =>
    interfacesOf(site, { ...placing, subnets: { found: [subnet] }, exact: fixed.get(subnet) }),
  );
}

/** Its own subnets and those that associations add. */
function subnetsOf(resource: Resource, site: Site): Listing<string> {
  const { values } = resource;
  const fixed = blocksOf(values, "subnet_configuration").found.map((block) => site.subnets(block.subnet_id));
  const added = associations(resource, "aws_vpc_endpoint_subnet_association", site).map((association) =>
    site.subnets(association.values.subnet_id),
  );
  return joined(site.subnets(values.subnet_ids), ...fixed, ...added);
}

/**
 * Its own groups and those that associations add; without groups of its own, the VPC's default group stays
 * unless an association replaces it.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/vpc_endpoint_security_group_association
 */
function groupsOf(resource: Resource, site: Site): Listing<string> {
  const own = site.groups(resource.values.security_group_ids);
  const added = associations(resource, "aws_vpc_endpoint_security_group_association", site);
  const vpc = site.ground.lookup.vpc(resource.values.vpc_id);
  const byDefault = vpc === undefined ? undefined : site.ground.defaultGroups.get(vpc);
  const keepsDefault =
    own.found.length === 0 &&
    own.unknown === undefined &&
    !added.some(({ values }) => flagOf(values.replace_default_association, false) === true);
  const first =
    keepsDefault && byDefault !== undefined && added.length > 0 ? listing([byDefault], undefined) : own;
  return joined(first, ...added.map(({ values }) => site.groups(values.security_group_id)));
}

function associations(endpoint: Resource, type: string, site: Site): readonly Resource[] {
  return site.inventory
    .ofType(type)
    .filter((link) => site.resource(link, link.values.vpc_endpoint_id, endpoint.type) === endpoint);
}

/**
 * What the services of AWS listen on: HTTPS, and these have other ports.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 * https://docs.aws.amazon.com/ses/latest/dg/send-email-set-up-vpc-endpoints.html
 * https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/privatelink-interface-endpoints.html
 * https://docs.aws.amazon.com/iot/latest/developerguide/protocols.html
 */
const OTHER_PORTS: Readonly<Record<string, Services>> = {
  "email-smtp": portsOf("tcp", 25, 465, 587, 2465, 2587),
  cassandra: portsOf("tcp", 443, 9142),
  s3: portsOf("tcp", 80, 443),
  "iot.data": portsOf("tcp", 443, 8443, 8883),
};

/** Undefined for the service of somebody else, which may listen on anything. */
function portsOfService(name: Resource["values"][string] | undefined): Services | undefined {
  const text = textOf(name);
  const service =
    /^(?:com\.amazonaws|cn\.com\.amazonaws|aws\.api)\.(?:[a-z]{2}(?:-[a-z]+)+-\d|global)\.(.+)$/.exec(
      text ?? "",
    )?.[1];
  if (service === undefined && !/^aws\.sagemaker\./.test(text ?? "")) return undefined;
  return OTHER_PORTS[service ?? ""] ?? portsOf("tcp", 443);
}

/** Endpoints of PrivateLink. */
export const INTERFACE_ENDPOINTS: Readers = { aws_vpc_endpoint: vpcEndpoint };
