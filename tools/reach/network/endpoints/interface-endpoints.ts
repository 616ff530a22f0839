import { WIDE_PORTS } from "../../../../aws/ephemeral-ports.ts";
import type { TransportSet } from "../../packets/transport-set.ts";
import { attributeBlocks, attributeFlag, attributeText, isGiven } from "../../terraform/attributes.ts";
import type { Resource } from "../../terraform/inventory.ts";
import { joinLists, type PartialList, partialList } from "../../terraform/partial-list.ts";
import { attributeAddresses } from "../cidr-blocks.ts";
import type { NetworkInterface } from "../endpoint-model.ts";
import type { ModelContext } from "../model-context.ts";
import type { EndpointReader, EndpointReaders } from "./endpoint-descriptor.ts";
import { buildEndpoint, type InterfacePlacement, placeInterfaces } from "./interfaces.ts";
import { transportOn } from "./ports.ts";

/**
 * An interface endpoint, with an interface in each of its subnets. Gateway endpoints are routes,
 * not interfaces.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/vpc_endpoint
 */
const vpcEndpoint: EndpointReader = (resource, context) => {
  const { values } = resource;
  const type = isGiven(values.vpc_endpoint_type) ? attributeText(values.vpc_endpoint_type) : "Gateway";
  if (type === "Gateway") return undefined;
  const subnets = subnetsOf(resource, context);
  return buildEndpoint(resource, {
    kind: "interface endpoint",
    interfaces: endpointInterfaces(resource, subnets, context),
    listening: type === "Interface" ? portsOfService(values.service_name) : undefined,
    ephemeralPorts: WIDE_PORTS,
    unknown:
      whyUnknownType(type) ?? (subnets.unknown && `not all of its subnets are known: ${subnets.unknown}`),
  });
};

function whyUnknownType(type: string | undefined): string | undefined {
  if (type === "Interface") return undefined;
  return type === undefined ? "its type is unknown" : `endpoints of type ${type} are not modelled`;
}

function endpointInterfaces(
  resource: Resource,
  subnets: PartialList<string>,
  context: ModelContext,
): readonly NetworkInterface[] {
  const { values } = resource;
  const placement: Omit<InterfacePlacement, "subnets"> = {
    groups: groupsOf(resource, context),
    publicIPv4: false,
    ipv6: ["dualstack", "ipv6"].includes(attributeText(values.ip_address_type) ?? ""),
  };
  const fixed = new Map(
    attributeBlocks(values, "subnet_configuration").items.flatMap((block) =>
      context.resolver
        .subnets(block.subnet_id)
        .items.map((subnet) => [subnet, attributeAddresses(block.ipv4)] as const),
    ),
  );
  return subnets.items.flatMap((subnet) =>
    placeInterfaces(context, {
      ...placement,
      subnets: { items: [subnet] },
      fixedAddresses: fixed.get(subnet),
    }),
  );
}

/** The endpoint's subnets and those that associations add. */
function subnetsOf(resource: Resource, context: ModelContext): PartialList<string> {
  const { values } = resource;
  const fixed = attributeBlocks(values, "subnet_configuration").items.map((block) =>
    context.resolver.subnets(block.subnet_id),
  );
  const added = associations(resource, "aws_vpc_endpoint_subnet_association", context).map((association) =>
    context.resolver.subnets(association.values.subnet_id),
  );
  return joinLists(context.resolver.subnets(values.subnet_ids), ...fixed, ...added);
}

/**
 * The endpoint's groups and those that associations add. Without configured groups, the VPC's
 * default group stays unless an association replaces it.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/vpc_endpoint_security_group_association
 */
function groupsOf(resource: Resource, context: ModelContext): PartialList<string> {
  const own = context.resolver.groups(resource.values.security_group_ids);
  const added = associations(resource, "aws_vpc_endpoint_security_group_association", context);
  const vpc = context.resolver.vpc(resource.values.vpc_id);
  const byDefault = vpc === undefined ? undefined : context.resolver.defaultOf("group", vpc);
  const keepsDefault =
    own.items.length === 0 &&
    own.unknown === undefined &&
    !added.some(({ values }) => attributeFlag(values.replace_default_association, false) === true);
  const first =
    keepsDefault && byDefault !== undefined && added.length > 0 ? partialList([byDefault], undefined) : own;
  return joinLists(first, ...added.map(({ values }) => context.resolver.groups(values.security_group_id)));
}

function associations(endpoint: Resource, type: string, context: ModelContext): readonly Resource[] {
  return context.inventory
    .ofType(type)
    .filter(
      (link) => context.resolver.namedResource(link, link.values.vpc_endpoint_id, endpoint.type) === endpoint,
    );
}

/**
 * Ports of AWS services that do not listen on HTTPS only.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 * https://docs.aws.amazon.com/ses/latest/dg/send-email-set-up-vpc-endpoints.html
 * https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/privatelink-interface-endpoints.html
 * https://docs.aws.amazon.com/iot/latest/developerguide/protocols.html
 */
const OTHER_PORTS: Readonly<Record<string, TransportSet>> = {
  "email-smtp": transportOn("tcp", 25, 465, 587, 2465, 2587),
  cassandra: transportOn("tcp", 443, 9142),
  s3: transportOn("tcp", 80, 443),
  "iot.data": transportOn("tcp", 443, 8443, 8883),
};

/**
 * The ports of an AWS service; undefined for another provider's service, which may listen on any.
 */
function portsOfService(name: Resource["values"][string] | undefined): TransportSet | undefined {
  const text = attributeText(name);
  const service =
    /^(?:com\.amazonaws|cn\.com\.amazonaws|aws\.api)\.(?:[a-z]{2}(?:-[a-z]+)+-\d|global)\.(.+)$/.exec(
      text ?? "",
    )?.[1];
  if (service === undefined && !/^aws\.sagemaker\./.test(text ?? "")) return undefined;
  return OTHER_PORTS[service ?? ""] ?? transportOn("tcp", 443);
}

/** PrivateLink endpoints. */
export const INTERFACE_ENDPOINTS: EndpointReaders = { aws_vpc_endpoint: vpcEndpoint };
