import { type EphemeralPorts, LINUX_PORTS, WINDOWS_PORTS } from "../../../../aws/ephemeral-ports.ts";
import { TransportSet } from "../../packets/transport-set.ts";
import { attributeBlocks, attributeFlag, attributeText, isGiven } from "../../terraform/attributes.ts";
import type { Resource } from "../../terraform/inventory.ts";
import type { NetworkEndpoint } from "../endpoint-model.ts";
import type { ModelContext } from "../model-context.ts";
import { portMappings, taskDefinitionOf } from "./containers.ts";
import { descriptorReader, type EndpointDescriptor, type EndpointReaders } from "./endpoint-descriptor.ts";
import { FLEETS } from "./fleets.ts";
import { buildEndpoint } from "./interfaces.ts";

/**
 * Tasks with interfaces of their own. In a subnet with IPv6, a task also has an IPv6 address.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html
 */
const TASKS: EndpointDescriptor = {
  kind: "service",
  block: ["network_configuration"],
  subnets: "subnets",
  groups: "security_groups",
  publicIPv4: (block) => attributeFlag(block.assign_public_ip, false),
  ipv6: () => "dual",
};

/** A service, whose tasks have interfaces of their own or use those of their servers. */
function service(resource: Resource, context: ModelContext): NetworkEndpoint {
  const task = taskDefinitionOf(resource, resource.values.task_definition, context);
  const mappings = task && portMappings(task);
  const own = descriptorReader(TASKS)(resource, context) ?? onServers(resource, context);
  return {
    ...own,
    listening: mappings && TransportSet.unionOf(mappings.map(({ transport }) => transport)),
    ephemeralPorts: task === undefined ? LINUX_PORTS : clientPorts(task),
  };
}

function clientPorts(task: Resource): EphemeralPorts {
  const platform = attributeBlocks(task.values, "runtime_platform").items[0];
  const isWindows = /^WINDOWS/i.test(attributeText(platform?.operating_system_family) ?? "");
  return isWindows ? WINDOWS_PORTS : LINUX_PORTS;
}

/** Tasks in bridge or host mode, on the servers of the service's capacity providers. */
function onServers(resource: Resource, context: ModelContext): NetworkEndpoint {
  const fleets = capacityProviders(resource, context).map((provider) => fleetOf(provider, context));
  const known = fleets.filter((fleet) => fleet !== undefined);
  const isUnknown = known.length === 0 || known.length < fleets.length;
  return buildEndpoint(resource, {
    kind: "service",
    interfaces: known.flatMap(({ interfaces }) => interfaces),
    listening: undefined,
    ephemeralPorts: LINUX_PORTS,
    unknown: isUnknown
      ? "its tasks run on servers of its cluster that are not in these files"
      : known.find(({ unknown }) => unknown !== undefined)?.unknown,
  });
}

/** The capacity providers of a service, or of its cluster; undefined for any not in these files. */
function capacityProviders(resource: Resource, context: ModelContext): readonly (Resource | undefined)[] {
  const own = attributeBlocks(resource.values, "capacity_provider_strategy").items;
  const cluster = context.resolver.namedResource(resource, resource.values.cluster, "aws_ecs_cluster");
  const byCluster = context.inventory
    .ofType("aws_ecs_cluster_capacity_providers")
    .filter(
      (link) =>
        cluster !== undefined &&
        context.resolver.namedResource(link, link.values.cluster_name, "aws_ecs_cluster") === cluster,
    )
    .flatMap(({ values }) => attributeBlocks(values, "default_capacity_provider_strategy").items);
  if (own.length === 0 && isGiven(resource.values.launch_type)) return [];
  return (own.length > 0 ? own : byCluster).map((strategy) =>
    context.resolver.namedResource(resource, strategy.capacity_provider, "aws_ecs_capacity_provider"),
  );
}

function fleetOf(provider: Resource | undefined, context: ModelContext): NetworkEndpoint | undefined {
  const block = provider && attributeBlocks(provider.values, "auto_scaling_group_provider").items[0];
  const group =
    block && context.resolver.namedResource(provider, block.auto_scaling_group_arn, "aws_autoscaling_group");
  return group && FLEETS[group.type]?.(group, context);
}

/** Container services, and tasks started by something else. */
export const SERVICES: EndpointReaders = {
  aws_ecs_service: service,
  aws_ecs_task_set: descriptorReader({ ...TASKS, ephemeralPorts: LINUX_PORTS }),
  aws_cloudwatch_event_target: descriptorReader({
    ...TASKS,
    kind: "scheduled task",
    block: ["ecs_target", "network_configuration"],
    ephemeralPorts: LINUX_PORTS,
  }),
  aws_scheduler_schedule: descriptorReader({
    ...TASKS,
    kind: "scheduled task",
    block: ["target", "ecs_parameters", "network_configuration"],
    ephemeralPorts: LINUX_PORTS,
  }),
  aws_batch_compute_environment: descriptorReader({
    kind: "batch jobs",
    block: ["compute_resources"],
    subnets: "subnets",
    groups: "security_group_ids",
    publicIPv4: () => "unknown",
    ipv6: () => "dual",
    ephemeralPorts: LINUX_PORTS,
  }),
};
