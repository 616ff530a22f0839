import { type EphemeralPorts, LINUX_PORTS, WINDOWS_PORTS } from "../../../../aws/ephemeral-ports.ts";
import {
  type Attributes,
  attributeBlocks,
  attributeFlag,
  attributeNumber,
  isGiven,
} from "../../terraform/attributes.ts";
import type { Resource } from "../../terraform/inventory.ts";
import { joinLists, type PartialList, partialList } from "../../terraform/partial-list.ts";
import type { Value } from "../../terraform/value.ts";
import type { ModelContext } from "../model-context.ts";

/** One interface of a server, as defined by a launch template or launch configuration. */
export interface LaunchTemplateInterface {
  /** The subnets in which the template places it. */
  readonly subnets: PartialList<string>;
  /** Its security groups. */
  readonly groups: PartialList<string>;
  /** Undefined if the subnet's setting decides. */
  readonly publicIPv4: boolean | "unknown" | undefined;
  /** True if the template gives it an IPv6 address. */
  readonly hasIPv6: boolean;
}

/** The parts of a launch template that define interfaces. */
export interface LaunchTemplate {
  /** At least one interface, the primary one first. */
  readonly interfaces: readonly LaunchTemplateInterface[];
  /** The source ports of the servers' connections, by their operating system. */
  readonly ephemeralPorts: EphemeralPorts;
}

/**
 * Reads the launch template that a `launch_template` block names; undefined if it is not in these
 * files. These files define its newest version.
 */
export function readLaunchTemplate(
  from: Resource,
  block: Attributes,
  context: ModelContext,
): LaunchTemplate | undefined {
  const value = [block.id, block.launch_template_id, block.name, block.launch_template_name].find(isGiven);
  const template = context.resolver.namedResource(from, value, "aws_launch_template");
  if (template === undefined) return undefined;
  const { values } = template;
  const top = joinLists(
    context.resolver.groups(values.vpc_security_group_ids),
    groupsByName(values.security_group_names),
  );
  const blocks = attributeBlocks(values, "network_interfaces");
  const own = blocks.items.map((part) => templateInterface(part, context, top));
  const unread = partialList<string>([], blocks.unknown);
  const plain = { subnets: unread, groups: joinLists(top, unread), publicIPv4: undefined, hasIPv6: false };
  return {
    interfaces: own.length > 0 ? own : [plain],
    ephemeralPorts: clientPorts(template, values.image_id, context),
  };
}

function templateInterface(
  block: Attributes,
  context: ModelContext,
  top: PartialList<string>,
): LaunchTemplateInterface {
  const groups = context.resolver.groups(block.security_groups);
  return {
    subnets: context.resolver.subnets(block.subnet_id),
    groups: groups.items.length > 0 || groups.unknown !== undefined ? groups : top,
    publicIPv4: attributeFlag(block.associate_public_ip_address, undefined),
    hasIPv6: (attributeNumber(block.ipv6_address_count) ?? 0) > 0 || isGiven(block.ipv6_addresses),
  };
}

/** Reads a launch configuration in the form of a launch template. */
export function readLaunchConfiguration(
  from: Resource,
  name: Value | undefined,
  context: ModelContext,
): LaunchTemplate | undefined {
  const found = context.resolver.namedResource(from, name, "aws_launch_configuration");
  if (found === undefined) return undefined;
  const { values } = found;
  return {
    interfaces: [
      {
        subnets: { items: [] },
        groups: context.resolver.groups(values.security_groups),
        publicIPv4: attributeFlag(values.associate_public_ip_address, undefined),
        hasIPv6: false,
      },
    ],
    ephemeralPorts: clientPorts(found, values.image_id, context),
  };
}

/** Returns the groups that a list gives by name, which are in the default VPC. */
export function groupsByName(value: Value | undefined): PartialList<string> {
  return partialList([], isGiven(value) ? "it names groups of the default VPC by name" : undefined);
}

/**
 * Returns the source ports of an image's clients: Windows if the image lookup names it (name,
 * platform or parameter), otherwise Linux.
 */
export function clientPorts(from: Resource, image: Value | undefined, context: ModelContext): EphemeralPorts {
  const source = context.resolver.namedResource(from, image, "aws_ami", "aws_ssm_parameter", "aws_ami_copy");
  const said = [image, source?.values.platform, source?.values.name, source?.values.name_regex];
  const filters = source === undefined ? [] : attributeBlocks(source.values, "filter").items;
  const words = [...said, ...filters.map(({ values }) => values)].flat();
  const isWindows = words.some((word) => typeof word === "string" && /windows/i.test(word));
  return isWindows || from.values.get_password_data === true ? WINDOWS_PORTS : LINUX_PORTS;
}
