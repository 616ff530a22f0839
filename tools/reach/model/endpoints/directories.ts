import type { Resource } from "../../input/inventory.ts";
import { Services } from "../../packets/services.ts";
import { WIDE_PORTS } from "./ephemeral-ports.ts";
import { endpointOf, interfacesOf, whyNotPlaced } from "./interfaces.ts";
import { portsOf } from "./ports.ts";
import { type Reader, type Readers, shaped } from "./shape.ts";
import { blocksOf, joined, listing, textOf } from "./values.ts";

/**
 * A Route 53 Resolver endpoint: an interface for each address.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver.html
 */
const resolverEndpoint: Reader = (resource, site) => {
  const { values } = resource;
  const blocks = blocksOf(values, "ip_address");
  const subnets = joined(
    listing<string>([], blocks.unknown),
    ...blocks.found.map((block) => site.subnets(block.subnet_id)),
  );
  const interfaces = blocks.found.flatMap((block) =>
    interfacesOf(site, {
      subnets: site.subnets(block.subnet_id),
      groups: site.groups(values.security_group_ids),
      publicIPv4: false,
      ipv6: ["DUALSTACK", "IPV6"].includes(textOf(values.resolver_endpoint_type) ?? ""),
      exact: site.addresses(block.ip),
    }),
  );
  return endpointOf(resource, {
    kind: "DNS resolver",
    interfaces,
    listens: resolverPorts(resource),
    ephemeralPorts: WIDE_PORTS,
    unknown: whyNotPlaced(subnets),
  });
};

/** DNS, and DNS over HTTPS. https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-choose-vpc.html */
function resolverPorts({ values }: Resource): Services | undefined {
  const direction = textOf(values.direction);
  if (direction === "OUTBOUND") return Services.none;
  return direction === "INBOUND" ? portsOf("tcp", 53, 443).union(portsOf("udp", 53)) : undefined;
}

/** Desktops: groups of AWS and, for all desktops of the directory, one of its own. */
const workspace: Reader = (resource, site) => {
  const directory = site.resource(resource, resource.values.directory_id, "aws_workspaces_directory");
  const subnets = site.subnets(directory?.values.subnet_ids);
  const properties = directory && blocksOf(directory.values, "workspace_creation_properties").found[0];
  const made = listing<string>(
    [],
    "the security group that AWS makes for the directory's desktops is not in these files",
  );
  return endpointOf(resource, {
    kind: "desktop",
    interfaces: interfacesOf(site, {
      subnets,
      groups: joined(made, site.groups(properties?.custom_security_group_id)),
      publicIPv4: "unknown",
      ipv6: false,
    }),
    listens: undefined,
    ephemeralPorts: WIDE_PORTS,
    unknown: whyNotPlaced(subnets),
  });
};

const simpleDirectory = shaped({ kind: "directory", within: ["vpc_settings"], subnets: "subnet_ids" });
const connector = shaped({ kind: "directory", within: ["connect_settings"], subnets: "subnet_ids" });

/** DNS, directories and desktops. */
export const DIRECTORIES: Readers = {
  aws_route53_resolver_endpoint: resolverEndpoint,
  aws_workspaces_workspace: workspace,
  // https://docs.aws.amazon.com/directoryservice/latest/admin-guide/ms_ad_getting_started.html
  aws_directory_service_directory: (resource, site) =>
    simpleDirectory(resource, site) ?? connector(resource, site),
};
