import type { Resource } from "../../input/inventory.ts";
import type { Value } from "../../input/value.ts";
import { type Addresses, NO_ADDRESS } from "../../packets/addresses.ts";
import type { Interface } from "../fabric.ts";
import { endpointOf, interfacesOf, whyNotPlaced } from "./interfaces.ts";
import { classicGroups, clientPorts, type Template, templateOf } from "./launch-templates.ts";
import { hasIPv6, interfacesOfResource } from "./network-interfaces.ts";
import type { Reader, Readers } from "./shape.ts";
import type { Site } from "./site.ts";
import { blocksOf, elementsOf, flagOf, isGiven, joined, type Listing, listing } from "./values.ts";

/** What a server is launched from; "unread" when it names a template that is not in these files. */
type Launch = Template | "unread" | undefined;

/**
 * A server: the interface that AWS makes for it, or the first one that it is given.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/instance
 */
const server: Reader = (resource, site) => {
  const launch = launchOf(resource, site);
  const named = namedInterfaces(resource);
  const first = site.attachments.first(resource.address);
  const isMade = first === undefined && (isGiven(resource.values.subnet_id) || named === 0);
  const subnets = subnetsOf(resource, launch, site);
  const missing =
    first === undefined && named > 0 ? "a network interface that it names is not in these files" : undefined;
  return endpointOf(resource, {
    kind: "instance",
    interfaces:
      first !== undefined
        ? interfacesOfResource(first, site)
        : isMade
          ? madeInterfaces(resource, launch, subnets, site)
          : [],
    listens: undefined,
    ephemeralPorts: isTemplate(launch)
      ? launch.ephemeralPorts
      : clientPorts(resource, resource.values.ami, site),
    unknown: isMade ? whyNotPlaced(subnets) : missing,
  });
};

function isTemplate(launch: Launch): launch is Template {
  return launch !== undefined && launch !== "unread";
}

function launchOf(resource: Resource, site: Site): Launch {
  const { found, unknown } = blocksOf(resource.values, "launch_template");
  if (found[0] === undefined) return unknown === undefined ? undefined : "unread";
  return templateOf(resource, found[0], site) ?? "unread";
}

/** How many interface resources a server names as its own; one that cannot be read counts. */
function namedInterfaces({ values }: Resource): number {
  return elementsOf(values.primary_network_interface).length + elementsOf(values.network_interface).length;
}

function subnetsOf({ values }: Resource, launch: Launch, site: Site): Listing<string> {
  if (isGiven(values.subnet_id)) return site.subnets(values.subnet_id);
  if (launch === "unread") return listing([], "its launch template is not in these files");
  return launch?.interfaces[0]?.subnets ?? { found: [] };
}

/** The interface that AWS makes: the server's own arguments win over the launch template's. */
function madeInterfaces(
  { address, values }: Resource,
  launch: Launch,
  subnets: Listing<string>,
  site: Site,
): readonly Interface[] {
  const template = isTemplate(launch) ? launch.interfaces[0] : undefined;
  const own = joined(site.groups(values.vpc_security_group_ids), namedGroups(values.security_groups, site));
  const inherited =
    launch === "unread" ? listing([], "its launch template is not in these files") : template?.groups;
  const isOwn = own.found.length > 0 || own.unknown !== undefined;
  const elastic = site.attachments.elastic(address);
  const automatic = flagOf(values.associate_public_ip_address, template?.publicIPv4);
  return interfacesOf(site, {
    subnets,
    groups: isOwn ? own : (inherited ?? own),
    attached: site.attachments.groups(address),
    publicIPv4: site.attachments.publicIPv4(
      address,
      automatic ?? (launch === "unread" ? "unknown" : "subnet"),
    ),
    publicAddresses: (elastic ?? NO_ADDRESS).union(site.addresses(values.public_ip) ?? NO_ADDRESS),
    ipv6: hasIPv6(values) || template?.hasIPv6 || "assigned",
    exact: exactAddresses(values, site),
    forwards: flagOf(values.source_dest_check, true) === false,
  });
}

/** `security_groups`: ids in a VPC; names in the default VPC, that a state repeats beside the ids. */
function namedGroups(value: Value | undefined, site: Site): Listing<string> {
  const found = site.groups(value);
  const isByName = elementsOf(value).some(
    (element) => typeof element === "string" && !element.startsWith("sg-"),
  );
  return isByName && found.unknown !== undefined ? classicGroups(value) : found;
}

/** Its addresses when its first is known; more that AWS chooses make them unknown. */
function exactAddresses(values: Resource["values"], site: Site): Addresses | undefined {
  const first = site.addresses(values.private_ip);
  if (first === undefined) return undefined;
  const others = [values.secondary_private_ips, values.ipv6_addresses].map((value) => site.addresses(value));
  return others.reduce((sum: Addresses, more) => sum.union(more ?? NO_ADDRESS), first);
}

/** Servers. */
export const SERVERS: Readers = { aws_instance: server, aws_spot_instance_request: server };
