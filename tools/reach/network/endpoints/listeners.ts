import { compact } from "../../../../language/compact.ts";
import { memoize } from "../../../../language/memoize.ts";
import { TransportSet } from "../../packets/transport-set.ts";
import {
  attributeBlocks,
  attributeNumber,
  attributeText,
  isGiven,
  whyAmbiguous,
} from "../../terraform/attributes.ts";
import type { Resource } from "../../terraform/inventory.ts";
import type { NetworkEndpoint } from "../endpoint-model.ts";
import type { ModelContext } from "../model-context.ts";
import { transportOfProtocol } from "./ports.ts";

/** Types of load balancers with separate listener resources. */
export const LOAD_BALANCER_TYPES = ["aws_lb"];
/** Types of listeners. */
export const LISTENER_TYPES = ["aws_lb_listener"];

/** The listeners of each load balancer, by the load balancer's address. */
export interface Listeners {
  /** The listeners, by the load balancer's address. */
  readonly byBalancer: ReadonlyMap<string, readonly Resource[]>;
  /** Why any load balancer may have more; undefined if all are known. */
  readonly unknown: string | undefined;
}

/** Reads the listeners of each load balancer. */
export const listenersByBalancer = memoize((context: ModelContext): Listeners => {
  const byBalancer = new Map<string, Resource[]>();
  let unknown = context.whyMoreMayExist(...LISTENER_TYPES);
  for (const listener of context.inventory.ofType(...LISTENER_TYPES)) {
    const balancer = context.resolver.namedResource(
      listener,
      listener.values.load_balancer_arn,
      ...LOAD_BALANCER_TYPES,
    );
    unknown ??= whyAmbiguous(listener, "load_balancer_arn");
    if (balancer === undefined) continue;
    byBalancer.set(balancer.address, [...(byBalancer.get(balancer.address) ?? []), listener]);
  }
  return { byBalancer, unknown };
});

/**
 * Returns the transport a listener accepts; undefined if unknown. An Application Load Balancer's
 * listener defaults to HTTP.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/lb_listener
 */
export function listenerTransport({ values }: Resource): TransportSet | undefined {
  const port = attributeNumber(values.port);
  const protocol = isGiven(values.protocol) ? attributeText(values.protocol) : "HTTP";
  return port === undefined || protocol === undefined ? undefined : transportOfProtocol(protocol, port);
}

/** Reads the listener blocks of a classic load balancer: frontend and backend transport. */
export function classicListeners({ values }: Resource) {
  const { items: blocks, unknown } = attributeBlocks(values, "listener");
  const listeners = blocks.map((block) => ({
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

/** Returns the transport that a load balancer's listeners accept, and why it may be more. */
export function listeningOn(
  frontend: readonly (TransportSet | undefined)[],
  unknown: string | undefined,
): Pick<NetworkEndpoint, "listening" | "unknownListening"> {
  const why = unknown ?? (frontend.includes(undefined) ? "a listener's port or protocol" : undefined);
  return {
    listening: TransportSet.unionOf(frontend.filter((each) => each !== undefined)),
    ...compact({ unknownListening: why }),
  };
}
