import type { Resource } from "../../input/inventory.ts";
import { Unknown, type Value } from "../../input/value.ts";
import { portMappings, taskDefinitionOf } from "../endpoints/containers.ts";
import { blocksOf, elementsOf, isGiven, numberOf, textOf, whyUnknown } from "../endpoints/values.ts";
import type { Place } from "./place.ts";

/** Types of target groups. */
export const TARGET_GROUPS = ["aws_lb_target_group", "aws_alb_target_group"];

/** What a target may be registered as. */
const TARGETS = [
  "aws_instance",
  "aws_spot_instance_request",
  "aws_network_interface",
  "aws_lb",
  "aws_alb",
  "aws_vpc_endpoint",
  "aws_efs_mount_target",
];

/** One target of a target group, or why it is not known. */
export interface Member {
  readonly endpoint: string | undefined;
  /** Its ports; undefined: those of the target group. */
  readonly ports: readonly [from: number, to: number] | undefined;
  readonly unknown?: string;
}

/** What registers targets. */
const REGISTERING = [
  "aws_lb_target_group_attachment",
  "aws_alb_target_group_attachment",
  "aws_ecs_service",
  "aws_ecs_task_set",
  "aws_autoscaling_group",
  "aws_autoscaling_attachment",
  "aws_autoscaling_traffic_source_attachment",
];

/** What is registered with target groups. */
export interface Members {
  /** By the group's address. */
  readonly byGroup: ReadonlyMap<string, readonly Member[]>;
  /** Why any group may have more; undefined when all are known. */
  readonly unknown: string | undefined;
}

/** What is registered with each target group. */
export function membersByGroup(place: Place): Members {
  const members = new Map<string, Member[]>();
  let unknown = place.site.missing.why(...REGISTERING);
  const add = (from: Resource, group: Value | undefined, member: (group: Resource) => Member): void => {
    const resource = isGiven(group) ? place.site.resource(from, group, ...TARGET_GROUPS) : undefined;
    if (group instanceof Unknown) unknown ??= `a target group of ${from.address}: ${group.why}`;
    if (resource === undefined) return;
    members.set(resource.address, [...(members.get(resource.address) ?? []), member(resource)]);
  };
  for (const attachment of place.managed(
    "aws_lb_target_group_attachment",
    "aws_alb_target_group_attachment",
  )) {
    add(attachment, attachment.values.target_group_arn, (group) => attached(attachment, group, place));
  }
  for (const service of place.managed("aws_ecs_service", "aws_ecs_task_set")) {
    for (const block of blocksOf(service.values, "load_balancer").found) {
      const member = () => containers(service, block.container_name, block.container_port, place);
      for (const group of groupsOfBlock(block)) add(service, group, member);
    }
  }
  for (const { from, group, fleet } of fleets(place)) {
    add(from, group, () => ({ endpoint: fleet.address, ports: undefined }));
  }
  return { byGroup: members, unknown };
}

/** The group of a service's load balancer, and the one that it moves to and fro in a blue/green deployment. */
function groupsOfBlock(block: Resource["values"]): readonly (Value | undefined)[] {
  const advanced = blocksOf(block, "advanced_configuration").found;
  return [block.target_group_arn, ...advanced.map((more) => more.alternate_target_group_arn)];
}

/** A target that is registered by id, by address or, behind a network load balancer, by ARN. */
function attached(attachment: Resource, group: Resource, place: Place): Member {
  const { target_id: target, port } = attachment.values;
  const own = numberOf(port);
  const vpc = place.site.ground.lookup.vpc(group.values.vpc_id);
  const endpoint = place.endpoint(attachment, target, ...TARGETS) ?? place.endpointAt(target, vpc);
  return {
    endpoint,
    ports: own === undefined ? undefined : [own, own],
    ...(isGiven(port) && own === undefined && { unknown: `the port of ${attachment.address} is not known` }),
    ...(endpoint === undefined && { unknown: `a target is not known: ${whyUnknown(target ?? null)}` }),
  };
}

/** Tasks of a service: at the port of the container, or at the server's port that it is mapped to. */
function containers(
  service: Resource,
  container: Value | undefined,
  port: Value | undefined,
  place: Place,
): Member {
  const number = numberOf(port);
  const endpoint = service.address;
  if (number === undefined)
    return { endpoint, ports: undefined, unknown: `the port of ${endpoint} is not known` };
  if (elementsOf(service.values.network_configuration).length > 0)
    return { endpoint, ports: [number, number] };
  const task = taskDefinitionOf(service, service.values.task_definition, place.site);
  const mapping = (task && portMappings(task))?.find(
    ({ container: name, containerPorts: [from, to] }) =>
      name === textOf(container) && from <= number && number <= to,
  );
  return mapping === undefined
    ? { endpoint, ports: undefined, unknown: `the server's port of ${endpoint} is not known` }
    : { endpoint, ports: mapping.hostPorts };
}

/** Fleets of servers, and the groups that they register their servers with. */
function fleets(place: Place) {
  const own = place.managed("aws_autoscaling_group").flatMap((fleet) => {
    const sources = blocksOf(fleet.values, "traffic_source").found.map(({ identifier }) => identifier);
    return [...elementsOf(fleet.values.target_group_arns), ...sources].map((group) => ({
      from: fleet,
      group,
      fleet,
    }));
  });
  const links = place
    .managed("aws_autoscaling_attachment", "aws_autoscaling_traffic_source_attachment")
    .flatMap((from) => {
      const { values } = from;
      const name = values.autoscaling_group_name;
      const fleet = place.site.resource(from, name, "aws_autoscaling_group", "aws_eks_node_group");
      const sources = blocksOf(values, "traffic_source").found.map(({ identifier }) => identifier);
      const groups = [values.lb_target_group_arn, values.alb_target_group_arn, ...sources];
      return fleet === undefined ? [] : groups.map((group) => ({ from, group, fleet }));
    });
  return [...own, ...links];
}
