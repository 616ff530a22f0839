import type { Resource } from "../../input/inventory.ts";
import { Services } from "../../packets/services.ts";
import type { Endpoint } from "../fabric.ts";
import { portMappings, taskDefinitionOf } from "./containers.ts";
import { type EphemeralPorts, LINUX_PORTS, WINDOWS_PORTS } from "./ephemeral-ports.ts";
import { FLEETS } from "./fleets.ts";
import { endpointOf } from "./interfaces.ts";
import { type Readers, type Shape, shaped } from "./shape.ts";
import type { Site } from "./site.ts";
import { blocksOf, flagOf, isGiven, textOf } from "./values.ts";

/**
 * Tasks with interfaces of their own. A task in a subnet with IPv6 has an IPv6 address too.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html
 */
const TASKS: Shape = {
  kind: "service",
  within: ["network_configuration"],
  subnets: "subnets",
  groups: "security_groups",
  publicIPv4: (block) => flagOf(block.assign_public_ip, false),
  ipv6: () => "dual",
};

/** A service: its tasks have interfaces of their own, or those of the servers that they run on. */
function service(resource: Resource, site: Site): Endpoint {
  const task = taskDefinitionOf(resource, resource.values.task_definition, site);
  const mappings = task && portMappings(task);
  const own = shaped(TASKS)(resource, site) ?? onServers(resource, site);
  return {
    ...own,
    listens: mappings && Services.unionOf(mappings.map(({ services }) => services)),
    ephemeralPorts: task === undefined ? LINUX_PORTS : clientPorts(task),
  };
}

function clientPorts(task: Resource): EphemeralPorts {
  const platform = blocksOf(task.values, "runtime_platform").found[0];
  const isWindows = /^WINDOWS/i.test(textOf(platform?.operating_system_family) ?? "");
  return isWindows ? WINDOWS_PORTS : LINUX_PORTS;
}

/** Tasks in bridge or host mode: at the servers of the capacity providers that the service is spread over. */
function onServers(resource: Resource, site: Site): Endpoint {
  const fleets = capacityProviders(resource, site).map((provider) => fleetOf(provider, site));
  const known = fleets.filter((fleet) => fleet !== undefined);
  const isUnknown = known.length === 0 || known.length < fleets.length;
  return endpointOf(resource, {
    kind: "service",
    interfaces: known.flatMap(({ interfaces }) => interfaces),
    listens: undefined,
    ephemeralPorts: LINUX_PORTS,
    unknown: isUnknown
      ? "its tasks run on servers of its cluster, and which these are is not in these files"
      : known.find(({ unknown }) => unknown !== undefined)?.unknown,
  });
}

/** The capacity providers of a service, else of its cluster; undefined where one is not in these files. */
function capacityProviders(resource: Resource, site: Site): readonly (Resource | undefined)[] {
  const own = blocksOf(resource.values, "capacity_provider_strategy").found;
  const cluster = site.resource(resource, resource.values.cluster, "aws_ecs_cluster");
  const byCluster = site.inventory
    .ofType("aws_ecs_cluster_capacity_providers")
    .filter(
      (link) =>
        cluster !== undefined && site.resource(link, link.values.cluster_name, "aws_ecs_cluster") === cluster,
    )
    .flatMap(({ values }) => blocksOf(values, "default_capacity_provider_strategy").found);
  if (own.length === 0 && isGiven(resource.values.launch_type)) return [];
  return (own.length > 0 ? own : byCluster).map((strategy) =>
    site.resource(resource, strategy.capacity_provider, "aws_ecs_capacity_provider"),
  );
}

function fleetOf(provider: Resource | undefined, site: Site): Endpoint | undefined {
  const block = provider && blocksOf(provider.values, "auto_scaling_group_provider").found[0];
  const group = block && site.resource(provider, block.auto_scaling_group_arn, "aws_autoscaling_group");
  return group && FLEETS[group.type]?.(group, site);
}

/** Containers: services, and tasks that something else starts. */
export const SERVICES: Readers = {
  aws_ecs_service: service,
  aws_ecs_task_set: shaped({ ...TASKS, ephemeralPorts: LINUX_PORTS }),
  aws_cloudwatch_event_target: shaped({
    ...TASKS,
    kind: "scheduled task",
    within: ["ecs_target", "network_configuration"],
    ephemeralPorts: LINUX_PORTS,
  }),
  aws_scheduler_schedule: shaped({
    ...TASKS,
    kind: "scheduled task",
    within: ["target", "ecs_parameters", "network_configuration"],
    ephemeralPorts: LINUX_PORTS,
  }),
  aws_batch_compute_environment: shaped({
    kind: "batch jobs",
    within: ["compute_resources"],
    subnets: "subnets",
    groups: "security_group_ids",
    publicIPv4: () => "unknown",
    ipv6: () => "dual",
    ephemeralPorts: LINUX_PORTS,
  }),
};
