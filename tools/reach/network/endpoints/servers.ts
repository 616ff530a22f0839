import { type Addresses, NO_ADDRESS } from "../../packets/addresses.ts";
import { attributeBlocks, attributeElements, attributeFlag, isGiven } from "../../terraform/attributes.ts";
import type { Resource } from "../../terraform/inventory.ts";
import { joinLists, type PartialList, partialList } from "../../terraform/partial-list.ts";
import type { Value } from "../../terraform/value.ts";
import { attributeAddresses } from "../cidr-blocks.ts";
import type { NetworkInterface } from "../endpoint-model.ts";
import type { ModelContext } from "../model-context.ts";
import { attachmentsOf } from "./attachments.ts";
import type { EndpointReader, EndpointReaders } from "./endpoint-descriptor.ts";
import { buildEndpoint, placeInterfaces, whyUnplaced } from "./interfaces.ts";
import { clientPorts, groupsByName, type LaunchTemplate, readLaunchTemplate } from "./launch-templates.ts";
import { interfacesOfResource, requestsIPv6 } from "./network-interfaces.ts";

/** The launch template of a server; "unread" if it names one that is not in these files. */
type Launch = LaunchTemplate | "unread" | undefined;

/**
 * A server, with the interface that AWS creates for it or the primary one that it references.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/instance
 */
const server: EndpointReader = (resource, context) => {
  const launch = launchOf(resource, context);
  const named = namedInterfaces(resource);
  const first = attachmentsOf(context).first(resource.address);
  const isMade = first === undefined && (isGiven(resource.values.subnet_id) || named === 0);
  const subnets = subnetsOf(resource, launch, context);
  const missing =
    first === undefined && named > 0 ? "a network interface that it names is not in these files" : undefined;
  return buildEndpoint(resource, {
    kind: "instance",
    interfaces:
      first !== undefined
        ? interfacesOfResource(first, context)
        : isMade
          ? madeInterfaces(resource, launch, subnets, context)
          : [],
    listening: undefined,
    ephemeralPorts: isTemplate(launch)
      ? launch.ephemeralPorts
      : clientPorts(resource, resource.values.ami, context),
    unknown: isMade ? whyUnplaced(subnets) : missing,
  });
};

function isTemplate(launch: Launch): launch is LaunchTemplate {
  return launch !== undefined && launch !== "unread";
}

function launchOf(resource: Resource, context: ModelContext): Launch {
  const { items: templates, unknown } = attributeBlocks(resource.values, "launch_template");
  if (templates[0] === undefined) return unknown === undefined ? undefined : "unread";
  return readLaunchTemplate(resource, templates[0], context) ?? "unread";
}

/** The number of interface resources that a server references; unresolved ones count. */
function namedInterfaces({ values }: Resource): number {
  return (
    attributeElements(values.primary_network_interface).length +
    attributeElements(values.network_interface).length
  );
}

function subnetsOf({ values }: Resource, launch: Launch, context: ModelContext): PartialList<string> {
  if (isGiven(values.subnet_id)) return context.resolver.subnets(values.subnet_id);
  if (launch === "unread") return partialList([], "its launch template is not in these files");
  return launch?.interfaces[0]?.subnets ?? { items: [] };
}

/** The interface that AWS creates. The server's arguments override the launch template's. */
function madeInterfaces(
  { address, values }: Resource,
  launch: Launch,
  subnets: PartialList<string>,
  context: ModelContext,
): readonly NetworkInterface[] {
  const template = isTemplate(launch) ? launch.interfaces[0] : undefined;
  const own = joinLists(
    context.resolver.groups(values.vpc_security_group_ids),
    namedGroups(values.security_groups, context),
  );
  const inherited =
    launch === "unread" ? partialList([], "its launch template is not in these files") : template?.groups;
  const isOwn = own.items.length > 0 || own.unknown !== undefined;
  const elastic = attachmentsOf(context).elastic(address);
  const automatic = attributeFlag(values.associate_public_ip_address, template?.publicIPv4);
  return placeInterfaces(context, {
    subnets,
    groups: isOwn ? own : (inherited ?? own),
    attached: attachmentsOf(context).groups(address),
    publicIPv4: attachmentsOf(context).publicIPv4(
      address,
      automatic ?? (launch === "unread" ? "unknown" : "subnet"),
    ),
    publicAddresses: (elastic ?? NO_ADDRESS).union(attributeAddresses(values.public_ip) ?? NO_ADDRESS),
    ipv6: requestsIPv6(values) || template?.hasIPv6 || "assigned",
    fixedAddresses: exactAddresses(values),
    forwards: attributeFlag(values.source_dest_check, true) === false,
  });
}

/**
 * Reads `security_groups`: IDs in a VPC; names in the default VPC, which a state lists along with
 * the IDs.
 */
function namedGroups(value: Value | undefined, context: ModelContext): PartialList<string> {
  const found = context.resolver.groups(value);
  const isByName = attributeElements(value).some(
    (element) => typeof element === "string" && !element.startsWith("sg-"),
  );
  return isByName && found.unknown !== undefined ? groupsByName(value) : found;
}

/** Its addresses if the primary one is known; unknown if AWS chooses more. */
function exactAddresses(values: Resource["values"]): Addresses | undefined {
  const first = attributeAddresses(values.private_ip);
  if (first === undefined) return undefined;
  const others = [values.secondary_private_ips, values.ipv6_addresses].map((value) =>
    attributeAddresses(value),
  );
  return others.reduce((sum: Addresses, more) => sum.union(more ?? NO_ADDRESS), first);
}

/** Servers. */
export const SERVERS: EndpointReaders = { aws_instance: server, aws_spot_instance_request: server };
