import type { Resource } from "../../input/inventory.ts";
import type { Endpoint, Interface } from "../fabric.ts";
import { LINUX_PORTS } from "./ephemeral-ports.ts";
import { endpointOf, interfacesOf, whyNotPlaced } from "./interfaces.ts";
import { launchConfiguration, type Template, templateOf } from "./launch-templates.ts";
import type { Reader, Readers } from "./shape.ts";
import type { Site } from "./site.ts";
import { type Attributes, blocksOf, isGiven, type Listing, listing } from "./values.ts";

/** Templates that servers of a fleet are launched from, and why there may be more. */
type Templates = Listing<Template>;

const UNREAD = "what its servers are launched from is not in these files";

/**
 * The servers of an Auto Scaling group, in each of its subnets, from each of its templates.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/autoscaling_group
 */
const autoScalingGroup: Reader = (resource, site) => {
  const subnets = site.subnets(resource.values.vpc_zone_identifier);
  return fleetOf(resource, "server fleet", subnets, templatesOf(resource, site), site);
};

/** An endpoint that stands for servers of some templates in some subnets. */
export function fleetOf(
  resource: Resource,
  kind: string,
  subnets: Listing<string>,
  templates: Templates,
  site: Site,
): Endpoint {
  const interfaces = templates.found.flatMap((template) => placed(template, subnets, site));
  const unread = templates.unknown === undefined ? [] : unreadInterfaces(subnets, templates.unknown, site);
  return endpointOf(resource, {
    kind,
    interfaces: [...interfaces, ...unread],
    listens: undefined,
    ephemeralPorts: templates.found[0]?.ephemeralPorts ?? LINUX_PORTS,
    unknown:
      interfaces.length + unread.length > 0 && subnets.unknown === undefined
        ? undefined
        : whyNotPlaced(subnets),
  });
}

function placed(template: Template, subnets: Listing<string>, site: Site): readonly Interface[] {
  return template.interfaces.flatMap((part) =>
    interfacesOf(site, {
      subnets: subnets.found.length > 0 ? subnets : part.subnets,
      groups: part.groups,
      publicIPv4: part.publicIPv4 ?? "subnet",
      ipv6: part.hasIPv6 || "assigned",
    }),
  );
}

/** Servers of which only the subnets are known. */
function unreadInterfaces(subnets: Listing<string>, why: string, site: Site): readonly Interface[] {
  return interfacesOf(site, {
    subnets,
    groups: listing([], why),
    publicIPv4: "unknown",
    ipv6: "dual",
  });
}

function templatesOf(resource: Resource, site: Site): Templates {
  const { values } = resource;
  if (isGiven(values.launch_configuration)) {
    const found = launchConfiguration(resource, values.launch_configuration, site);
    return found === undefined ? listing([], UNREAD) : { found: [found] };
  }
  const direct = blocksOf(values, "launch_template");
  const mixed = blocksOf(values, "mixed_instances_policy");
  const within = mixed.found.flatMap((policy) => blocksOf(policy, "launch_template").found);
  const overrides = within.flatMap((part) => blocksOf(part, "override").found);
  const specifications = [...within, ...overrides].flatMap(
    (part) => blocksOf(part, "launch_template_specification").found,
  );
  return readTemplates(resource, [...direct.found, ...specifications], site);
}

/** Templates that some blocks name. */
export function readTemplates(resource: Resource, blocks: readonly Attributes[], site: Site): Templates {
  const templates = blocks.map((block) => templateOf(resource, block, site));
  const isUnread = templates.length === 0 || templates.includes(undefined);
  return listing(
    templates.filter((template) => template !== undefined),
    isUnread ? UNREAD : undefined,
  );
}

/** Fleets of servers. */
export const FLEETS: Readers = { aws_autoscaling_group: autoScalingGroup };
