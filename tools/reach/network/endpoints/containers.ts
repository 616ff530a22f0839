import { DYNAMIC_HOST_PORTS } from "../../../../aws/ephemeral-ports.ts";
import { type ProtocolName, TransportSet } from "../../packets/transport-set.ts";
import { type Attributes, attributeNumber, attributeText } from "../../terraform/attributes.ts";
import type { Resource } from "../../terraform/inventory.ts";
import { isList, isMap, type Value } from "../../terraform/value.ts";
import type { ModelContext } from "../model-context.ts";

/** A container port, as mapped by its task definition. */
export interface PortMapping {
  /** The container's name in the task definition. */
  readonly container: string;
  /** The ports at which the container listens, both ends included. */
  readonly containerPorts: readonly [from: number, to: number];
  /** Its ports at the task's address. */
  readonly hostPorts: readonly [from: number, to: number];
  /** The transport that it listens on there. */
  readonly transport: TransportSet;
}

/**
 * Resolves the task definition of a service, task set or scheduled task, by ARN or by family and
 * revision.
 */
export function taskDefinitionOf(
  resource: Resource,
  value: Value | undefined,
  context: ModelContext,
): Resource | undefined {
  const found = context.resolver.namedResource(resource, value, "aws_ecs_task_definition");
  const family = attributeText(value)
    ?.replace(/^arn:.*:task-definition\//, "")
    .replace(/:\d+$/, "");
  return found ?? context.resolver.namedResource(resource, family, "aws_ecs_task_definition");
}

/**
 * Returns the ports of a task's containers; undefined if its container definitions are unknown.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html
 */
export function portMappings(task: Resource): readonly PortMapping[] | undefined {
  const text = attributeText(task.values.container_definitions);
  const definitions = text === undefined ? undefined : parsed(text);
  if (!isList(definitions)) return undefined;
  const hasOwnAddress = attributeText(task.values.network_mode) === "awsvpc";
  const isOnHost = attributeText(task.values.network_mode) === "host";
  return definitions.filter(isMap).flatMap((definition) => {
    const mappings = isList(definition.portMappings) ? definition.portMappings.filter(isMap) : [];
    return mappings.map((mapping) => mappingOf(definition, mapping, hasOwnAddress || isOnHost));
  });
}

function mappingOf(definition: Attributes, mapping: Attributes, isDirect: boolean): PortMapping {
  const range = /^(\d+)-(\d+)$/.exec(attributeText(mapping.containerPortRange) ?? "");
  const port = attributeNumber(mapping.containerPort) ?? 0;
  const containerPorts =
    range === null ? ([port, port] as const) : ([Number(range[1]), Number(range[2])] as const);
  const host = attributeNumber(mapping.hostPort) ?? 0;
  const [from, to] = isDirect ? containerPorts : host === 0 ? DYNAMIC_HOST_PORTS : [host, host];
  const protocol: ProtocolName = attributeText(mapping.protocol) === "udp" ? "udp" : "tcp";
  return {
    container: attributeText(definition.name) ?? "",
    containerPorts,
    hostPorts: [from, to],
    transport: TransportSet.named(protocol, from, to),
  };
}

function parsed(text: string): Value | undefined {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return undefined;
  }
}
