import { WIDE_PORTS } from "../../../../aws/ephemeral-ports.ts";
import { TransportSet } from "../../packets/transport-set.ts";
import { attributeBlocks, attributeText } from "../../terraform/attributes.ts";
import type { Resource } from "../../terraform/inventory.ts";
import { joinLists, partialList } from "../../terraform/partial-list.ts";
import { attributeAddresses } from "../cidr-blocks.ts";
import { descriptorReader, type EndpointReader, type EndpointReaders } from "./endpoint-descriptor.ts";
import { buildEndpoint, placeInterfaces, whyUnplaced } from "./interfaces.ts";
import { transportOn } from "./ports.ts";

/**
 * A Route 53 Resolver endpoint, with one interface per address.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver.html
 */
const resolverEndpoint: EndpointReader = (resource, context) => {
  const { values } = resource;
  const blocks = attributeBlocks(values, "ip_address");
  const subnets = joinLists(
    partialList<string>([], blocks.unknown),
    ...blocks.items.map((block) => context.resolver.subnets(block.subnet_id)),
  );
  const interfaces = blocks.items.flatMap((block) =>
    placeInterfaces(context, {
      subnets: context.resolver.subnets(block.subnet_id),
      groups: context.resolver.groups(values.security_group_ids),
      publicIPv4: false,
      ipv6: ["DUALSTACK", "IPV6"].includes(attributeText(values.resolver_endpoint_type) ?? ""),
      fixedAddresses: attributeAddresses(block.ip),
    }),
  );
  return buildEndpoint(resource, {
    kind: "DNS resolver",
    interfaces,
    listening: resolverPorts(resource),
    ephemeralPorts: WIDE_PORTS,
    unknown: whyUnplaced(subnets),
  });
};

/**
 * Ports of DNS and DNS over HTTPS.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-choose-vpc.html
 */
function resolverPorts({ values }: Resource): TransportSet | undefined {
  const direction = attributeText(values.direction);
  if (direction === "OUTBOUND") return TransportSet.none;
  return direction === "INBOUND" ? transportOn("tcp", 53, 443).union(transportOn("udp", 53)) : undefined;
}

/** A desktop, with AWS's security groups and the directory's group for all of its desktops. */
const workspace: EndpointReader = (resource, context) => {
  const directory = context.resolver.namedResource(
    resource,
    resource.values.directory_id,
    "aws_workspaces_directory",
  );
  const subnets = context.resolver.subnets(directory?.values.subnet_ids);
  const properties = directory && attributeBlocks(directory.values, "workspace_creation_properties").items[0];
  const made = partialList<string>(
    [],
    "the security group that AWS creates for the directory's desktops is not in these files",
  );
  return buildEndpoint(resource, {
    kind: "desktop",
    interfaces: placeInterfaces(context, {
      subnets,
      groups: joinLists(made, context.resolver.groups(properties?.custom_security_group_id)),
      publicIPv4: "unknown",
      ipv6: false,
    }),
    listening: undefined,
    ephemeralPorts: WIDE_PORTS,
    unknown: whyUnplaced(subnets),
  });
};

const simpleDirectory = descriptorReader({
  kind: "directory",
  block: ["vpc_settings"],
  subnets: "subnet_ids",
});
const connector = descriptorReader({ kind: "directory", block: ["connect_settings"], subnets: "subnet_ids" });

/** DNS resolvers, directories and desktops. */
export const DIRECTORIES: EndpointReaders = {
  aws_route53_resolver_endpoint: resolverEndpoint,
  aws_workspaces_workspace: workspace,
  // https://docs.aws.amazon.com/directoryservice/latest/admin-guide/ms_ad_getting_started.html
  aws_directory_service_directory: (resource, context) =>
    simpleDirectory(resource, context) ?? connector(resource, context),
};
