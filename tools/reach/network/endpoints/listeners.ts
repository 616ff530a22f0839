import { TransportSet } from "../../packets/transport-set.ts";
import type { Resource } from "../../terraform/inventory.ts";
import type { NetworkEndpoint } from "../network-model.ts";
import { attributeBlocks, attributeNumber, attributeText, isGiven, whyAmbiguous } from "./attributes.ts";
import type { EndpointContext } from "./endpoint-context.ts";
import { transportOfProtocol } from "./ports.ts";

/** Types of load balancers that have listeners of their own. */
export const LOAD_BALANCER_TYPES = ["aws_lb", "aws_alb"];
/** Types of such listeners. */
export const LISTENER_TYPES = ["aws_lb_listener", "aws_alb_listener"];

/** The listeners of each load balancer, by the balancer's address. */
export interface Listeners {
  readonly byBalancer: ReadonlyMap<string, readonly Resource[]>;
  /** Why any load balancer may have more; undefined when all are known. */
  readonly unknown: string | undefined;
}

/** The listeners of a site. */
export function listenersByBalancer(context: EndpointContext): Listeners {
  const found = new Map<string, Resource[]>();
  let unknown = context.unresolved.why(...LISTENER_TYPES);
  for (const listener of context.inventory.ofType(...LISTENER_TYPES)) {
    const balancer = context.resource(listener, listener.values.load_balancer_arn, ...LOAD_BALANCER_TYPES);
    unknown ??= whyAmbiguous(listener, "load_balancer_arn");
    if (balancer === undefined) continue;
    found.set(balancer.address, [...(found.get(balancer.address) ?? []), listener]);
  }
  return { byBalancer: found, unknown };
}

/**
 * What a listener takes; undefined when that is not known. An application load balancer's speaks HTTP unless
 * it says otherwise.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/lb_listener
 */
export function listenerTransport({ values }: Resource): TransportSet | undefined {
  const port = attributeNumber(values.port);
  const protocol = isGiven(values.protocol) ? attributeText(values.protocol) : "HTTP";
  return port === undefined || protocol === undefined ? undefined : transportOfProtocol(protocol, port);
}

/** What each listener block of a classic load balancer takes and passes on. */
export function classicListeners({ values }: Resource) {
  const { items: found, unknown } = attributeBlocks(values, "listener");
  const listeners = found.map((block) => ({
    port: attributeNumber(block.lb_port),
    frontend: classicTransport(block.lb_protocol, block.lb_port),
    allowed: classicTransport(block.instance_protocol, block.instance_port),
  }));
  return { listeners, unknown };
}

function classicTransport(
  protocol: Resource["values"][string] | undefined,
  port: Resource["values"][string] | undefined,
) {
  const [name, number] = [attributeText(protocol), attributeNumber(port)];
  return name === undefined || number === undefined ? undefined : transportOfProtocol(name, number);
}

/** What a load balancer listens on, by its listeners, and why it may be more. */
export function listeningOn(
  frontend: readonly (TransportSet | undefined)[],
  unknown: string | undefined,
): Pick<NetworkEndpoint, "listening" | "unknownListening"> {
  const why = unknown ?? (frontend.includes(undefined) ? "a listener's port or protocol" : undefined);
  return {
    listening: TransportSet.unionOf(frontend.filter((each) => each !== undefined)),
    ...(why !== undefined && { unknownListening: why }),
  };
}
