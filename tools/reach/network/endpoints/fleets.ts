import { LINUX_PORTS } from "../../../../aws/ephemeral-ports.ts";
import { type Attributes, attributeBlocks, isGiven } from "../../terraform/attributes.ts";
import type { Resource } from "../../terraform/inventory.ts";
import { type PartialList, partialList } from "../../terraform/partial-list.ts";
import type { NetworkEndpoint, NetworkInterface } from "../endpoint-model.ts";
import type { ModelContext } from "../model-context.ts";
import type { EndpointReader, EndpointReaders } from "./endpoint-descriptor.ts";
import { buildEndpoint, placeInterfaces, whyUnplaced } from "./interfaces.ts";
import { type LaunchTemplate, readLaunchConfiguration, readLaunchTemplate } from "./launch-templates.ts";

/** Templates from which a fleet's servers are launched, and why there may be more. */
type LaunchTemplates = PartialList<LaunchTemplate>;

const UNREAD = "the launch template of its servers is not in these files";

/**
 * The servers of an Auto Scaling group, in each of its subnets, from each of its templates.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/autoscaling_group
 */
const autoScalingGroup: EndpointReader = (resource, context) => {
  const subnets = context.resolver.subnets(resource.values.vpc_zone_identifier);
  return buildFleet(resource, "server fleet", subnets, templatesOf(resource, context), context);
};

/** Builds an endpoint for servers launched from the given templates in the given subnets. */
export function buildFleet(
  resource: Resource,
  kind: string,
  subnets: PartialList<string>,
  templates: LaunchTemplates,
  context: ModelContext,
): NetworkEndpoint {
  const interfaces = templates.items.flatMap((template) => placed(template, subnets, context));
  const unread = templates.unknown === undefined ? [] : unreadInterfaces(subnets, templates.unknown, context);
  return buildEndpoint(resource, {
    kind,
    interfaces: [...interfaces, ...unread],
    listening: undefined,
    ephemeralPorts: templates.items[0]?.ephemeralPorts ?? LINUX_PORTS,
    unknown:
      interfaces.length + unread.length > 0 && subnets.unknown === undefined
        ? undefined
        : whyUnplaced(subnets),
  });
}

function placed(
  template: LaunchTemplate,
  subnets: PartialList<string>,
  context: ModelContext,
): readonly NetworkInterface[] {
  return template.interfaces.flatMap((part) =>
    placeInterfaces(context, {
      subnets: subnets.items.length > 0 ? subnets : part.subnets,
      groups: part.groups,
      publicIPv4: part.publicIPv4 ?? "subnet",
      ipv6: part.hasIPv6 || "assigned",
    }),
  );
}

/** Servers of which only the subnets are known. */
function unreadInterfaces(
  subnets: PartialList<string>,
  why: string,
  context: ModelContext,
): readonly NetworkInterface[] {
  return placeInterfaces(context, {
    subnets,
    groups: partialList([], why),
    publicIPv4: "unknown",
    ipv6: "dual",
  });
}

function templatesOf(resource: Resource, context: ModelContext): LaunchTemplates {
  const { values } = resource;
  if (isGiven(values.launch_configuration)) {
    const found = readLaunchConfiguration(resource, values.launch_configuration, context);
    return found === undefined ? partialList([], UNREAD) : { items: [found] };
  }
  const direct = attributeBlocks(values, "launch_template");
  const mixed = attributeBlocks(values, "mixed_instances_policy");
  const within = mixed.items.flatMap((policy) => attributeBlocks(policy, "launch_template").items);
  const overrides = within.flatMap((part) => attributeBlocks(part, "override").items);
  const specifications = [...within, ...overrides].flatMap(
    (part) => attributeBlocks(part, "launch_template_specification").items,
  );
  return readTemplates(resource, [...direct.items, ...specifications], context);
}

/** Reads the templates that some blocks name. */
export function readTemplates(
  resource: Resource,
  blocks: readonly Attributes[],
  context: ModelContext,
): LaunchTemplates {
  const templates = blocks.map((block) => readLaunchTemplate(resource, block, context));
  const isUnread = templates.length === 0 || templates.includes(undefined);
  return partialList(
    templates.filter((template) => template !== undefined),
    isUnread ? UNREAD : undefined,
  );
}

/** Server fleets. */
export const FLEETS: EndpointReaders = { aws_autoscaling_group: autoScalingGroup };
