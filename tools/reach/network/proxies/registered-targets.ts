import {
  attributeBlocks,
  attributeElements,
  attributeNumber,
  attributeText,
  isGiven,
  whyUnknown,
} from "../../terraform/attributes.ts";
import type { Resource } from "../../terraform/inventory.ts";
import { Unknown, type Value } from "../../terraform/value.ts";
import { portMappings, taskDefinitionOf } from "../endpoints/containers.ts";
import type { ModelContext } from "../model-context.ts";
import { endpointAt, endpointNamed } from "./proxy-parts.ts";

/** Types of target groups. */
export const TARGET_GROUP_TYPES = ["aws_lb_target_group"];

/** Types that can be registered as a target. */
const TARGETS = [
  "aws_instance",
  "aws_spot_instance_request",
  "aws_network_interface",
  "aws_lb",
  "aws_vpc_endpoint",
  "aws_efs_mount_target",
];

/** One target of a target group, or why it is unknown. */
export interface RegisteredTarget {
  /** The target's name in the network model; undefined if unknown. */
  readonly endpoint: string | undefined;
  /** Its ports; undefined for those of the target group. */
  readonly ports: readonly [from: number, to: number] | undefined;
  /** The reason why the target is unknown; undefined if it is known. */
  readonly unknown?: string;
}

/** Types that register targets. */
const REGISTERING = [
  "aws_lb_target_group_attachment",
  "aws_ecs_service",
  "aws_ecs_task_set",
  "aws_autoscaling_group",
  "aws_autoscaling_attachment",
  "aws_autoscaling_traffic_source_attachment",
];

/** The registered targets of target groups. */
export interface RegisteredTargets {
  /** Targets by the target group's address. */
  readonly byGroup: ReadonlyMap<string, readonly RegisteredTarget[]>;
  /** Why any group may have more; undefined if all are known. */
  readonly unknown: string | undefined;
}

/** Reads the targets registered with each target group. */
export function registeredTargetsByGroup(context: ModelContext): RegisteredTargets {
  const targets = new Map<string, RegisteredTarget[]>();
  let unknown = context.whyMoreMayExist(...REGISTERING);
  const add = (
    from: Resource,
    group: Value | undefined,
    target: (group: Resource) => RegisteredTarget,
  ): void => {
    const resource = isGiven(group)
      ? context.resolver.namedResource(from, group, ...TARGET_GROUP_TYPES)
      : undefined;
    if (group instanceof Unknown) unknown ??= `a target group of ${from.address}: ${group.why}`;
    if (resource === undefined) return;
    targets.set(resource.address, [...(targets.get(resource.address) ?? []), target(resource)]);
  };
  for (const attachment of context.managed("aws_lb_target_group_attachment")) {
    add(attachment, attachment.values.target_group_arn, (group) => attached(attachment, group, context));
  }
  for (const service of context.managed("aws_ecs_service", "aws_ecs_task_set")) {
    for (const block of attributeBlocks(service.values, "load_balancer").items) {
      const target = () => containers(service, block.container_name, block.container_port, context);
      for (const group of groupsOfBlock(block)) add(service, group, target);
    }
  }
  for (const { from, group, fleet } of fleets(context)) {
    add(from, group, () => ({ endpoint: fleet.address, ports: undefined }));
  }
  return { byGroup: targets, unknown };
}

/** The target group of a service's load balancer, and its alternate in blue/green deployments. */
function groupsOfBlock(block: Resource["values"]): readonly (Value | undefined)[] {
  const advanced = attributeBlocks(block, "advanced_configuration").items;
  return [block.target_group_arn, ...advanced.map((more) => more.alternate_target_group_arn)];
}

/** A target registered by ID, by address or, behind a Network Load Balancer, by ARN. */
function attached(attachment: Resource, group: Resource, context: ModelContext): RegisteredTarget {
  const { target_id: target, port } = attachment.values;
  const own = attributeNumber(port);
  const vpc = context.resolver.vpc(group.values.vpc_id);
  const endpoint = endpointNamed(context, attachment, target, ...TARGETS) ?? endpointAt(context, target, vpc);
  return {
    endpoint,
    ports: own === undefined ? undefined : [own, own],
    ...(isGiven(port) && own === undefined && { unknown: `the port of ${attachment.address} is unknown` }),
    ...(endpoint === undefined && { unknown: `a target is unknown: ${whyUnknown(target ?? null)}` }),
  };
}

/** A service's tasks: at the container's port, or at the host port it is mapped to. */
function containers(
  service: Resource,
  container: Value | undefined,
  port: Value | undefined,
  context: ModelContext,
): RegisteredTarget {
  const number = attributeNumber(port);
  const endpoint = service.address;
  if (number === undefined)
    return { endpoint, ports: undefined, unknown: `the port of ${endpoint} is unknown` };
  if (attributeElements(service.values.network_configuration).length > 0)
    return { endpoint, ports: [number, number] };
  const task = taskDefinitionOf(service, service.values.task_definition, context);
  const mapping = (task && portMappings(task))?.find(
    ({ container: name, containerPorts: [from, to] }) =>
      name === attributeText(container) && from <= number && number <= to,
  );
  return mapping === undefined
    ? { endpoint, ports: undefined, unknown: `the host port of ${endpoint} is unknown` }
    : { endpoint, ports: mapping.hostPorts };
}

/** Server fleets, with the target groups that they register their servers with. */
function fleets(context: ModelContext) {
  const own = context.managed("aws_autoscaling_group").flatMap((fleet) => {
    const sources = attributeBlocks(fleet.values, "traffic_source").items.map(({ identifier }) => identifier);
    return [...attributeElements(fleet.values.target_group_arns), ...sources].map((group) => ({
      from: fleet,
      group,
      fleet,
    }));
  });
  const links = context
    .managed("aws_autoscaling_attachment", "aws_autoscaling_traffic_source_attachment")
    .flatMap((from) => {
      const { values } = from;
      const name = values.autoscaling_group_name;
      const fleet = context.resolver.namedResource(from, name, "aws_autoscaling_group", "aws_eks_node_group");
      const sources = attributeBlocks(values, "traffic_source").items.map(({ identifier }) => identifier);
      const groups = [values.lb_target_group_arn, values.alb_target_group_arn, ...sources];
      return fleet === undefined ? [] : groups.map((group) => ({ from, group, fleet }));
    });
  return [...own, ...links];
}
