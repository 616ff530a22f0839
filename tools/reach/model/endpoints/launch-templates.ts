import type { Resource } from "../../input/inventory.ts";
import type { Value } from "../../input/value.ts";
import { type EphemeralPorts, LINUX_PORTS, WINDOWS_PORTS } from "./ephemeral-ports.ts";
import type { Site } from "./site.ts";
import {
  type Attributes,
  blocksOf,
  flagOf,
  isGiven,
  joined,
  type Listing,
  listing,
  numberOf,
} from "./values.ts";

/** How a launch template, or a launch configuration, makes one interface of a server. */
export interface TemplateInterface {
  readonly subnets: Listing<string>;
  readonly groups: Listing<string>;
  /** Undefined: as the subnet gives them out. */
  readonly publicIPv4: boolean | "unknown" | undefined;
  readonly hasIPv6: boolean;
}

/** What servers are launched from. */
export interface Template {
  /** At least one, the first first. */
  readonly interfaces: readonly TemplateInterface[];
  readonly ephemeralPorts: EphemeralPorts;
}

/**
 * The launch template that a `launch_template` block names; undefined when it is not in these files.
 * Its content is what these files say, as its newest version.
 */
export function templateOf(from: Resource, block: Attributes, site: Site): Template | undefined {
  const value = [block.id, block.launch_template_id, block.name, block.launch_template_name].find(isGiven);
  const template = site.resource(from, value, "aws_launch_template");
  if (template === undefined) return undefined;
  const { values } = template;
  const top = joined(site.groups(values.vpc_security_group_ids), classicGroups(values.security_group_names));
  const blocks = blocksOf(values, "network_interfaces");
  const own = blocks.found.map((part) => templateInterface(part, site, top));
  const unread = listing<string>([], blocks.unknown);
  const plain = { subnets: unread, groups: joined(top, unread), publicIPv4: undefined, hasIPv6: false };
  return {
    interfaces: own.length > 0 ? own : [plain],
    ephemeralPorts: clientPorts(template, values.image_id, site),
  };
}

function templateInterface(block: Attributes, site: Site, top: Listing<string>): TemplateInterface {
  const groups = site.groups(block.security_groups);
  return {
    subnets: site.subnets(block.subnet_id),
    groups: groups.found.length > 0 || groups.unknown !== undefined ? groups : top,
    publicIPv4: flagOf(block.associate_public_ip_address, undefined),
    hasIPv6: (numberOf(block.ipv6_address_count) ?? 0) > 0 || isGiven(block.ipv6_addresses),
  };
}

/** A launch configuration, read as a template. */
export function launchConfiguration(
  from: Resource,
  name: Value | undefined,
  site: Site,
): Template | undefined {
  const found = site.resource(from, name, "aws_launch_configuration");
  if (found === undefined) return undefined;
  const { values } = found;
  return {
    interfaces: [
      {
        subnets: { found: [] },
        groups: site.groups(values.security_groups),
        publicIPv4: flagOf(values.associate_public_ip_address, undefined),
        hasIPv6: false,
      },
    ],
    ephemeralPorts: clientPorts(found, values.image_id, site),
  };
}

/** Groups by name are of the default VPC. */
export function classicGroups(value: Value | undefined): Listing<string> {
  return listing([], isGiven(value) ? "it names groups of the default VPC by their names" : undefined);
}

/** Windows where the image's look-up says so: by name, platform or parameter; else Linux. */
export function clientPorts(from: Resource, image: Value | undefined, site: Site): EphemeralPorts {
  const source = site.resource(from, image, "aws_ami", "aws_ssm_parameter", "aws_ami_copy");
  const said = [image, source?.values.platform, source?.values.name, source?.values.name_regex];
  const filters = source === undefined ? [] : blocksOf(source.values, "filter").found;
  const words = [...said, ...filters.map(({ values }) => values)].flat();
  const isWindows = words.some((word) => typeof word === "string" && /windows/i.test(word));
  return isWindows || from.values.get_password_data === true ? WINDOWS_PORTS : LINUX_PORTS;
}
