import type { Resource } from "../../input/inventory.ts";
import { Services } from "../../packets/services.ts";
import type { Endpoint } from "../fabric.ts";
import { carried } from "./ports.ts";
import type { Site } from "./site.ts";
import { blocksOf, isGiven, numberOf, textOf, whyUntold } from "./values.ts";

/** Types of load balancers that have listeners of their own. */
export const LOAD_BALANCERS = ["aws_lb", "aws_alb"];
/** Types of such listeners. */
export const LISTENERS = ["aws_lb_listener", "aws_alb_listener"];

/** The listeners of each load balancer, by the balancer's address. */
export interface Listeners {
  readonly byBalancer: ReadonlyMap<string, readonly Resource[]>;
  /** Why any load balancer may have more; undefined when all are known. */
  readonly unknown: string | undefined;
}

/** The listeners of a site. */
export function listenersByBalancer(site: Site): Listeners {
  const found = new Map<string, Resource[]>();
  let unknown = site.missing.why(...LISTENERS);
  for (const listener of site.inventory.ofType(...LISTENERS)) {
    const balancer = site.resource(listener, listener.values.load_balancer_arn, ...LOAD_BALANCERS);
    unknown ??= whyUntold(listener, "load_balancer_arn");
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
export function taken({ values }: Resource): Services | undefined {
  const port = numberOf(values.port);
  const protocol = isGiven(values.protocol) ? textOf(values.protocol) : "HTTP";
  return port === undefined || protocol === undefined ? undefined : carried(protocol, port);
}

/** What each listener block of a classic load balancer takes and passes on. */
export function classicListeners({ values }: Resource) {
  const { found, unknown } = blocksOf(values, "listener");
  const listeners = found.map((block) => ({
    port: numberOf(block.lb_port),
    takes: classicServices(block.lb_protocol, block.lb_port),
    passes: classicServices(block.instance_protocol, block.instance_port),
  }));
  return { listeners, unknown };
}

function classicServices(
  protocol: Resource["values"][string] | undefined,
  port: Resource["values"][string] | undefined,
) {
  const [name, number] = [textOf(protocol), numberOf(port)];
  return name === undefined || number === undefined ? undefined : carried(name, number);
}

/** What a load balancer listens on, by its listeners, and why it may be more. */
export function heard(
  takes: readonly (Services | undefined)[],
  unknown: string | undefined,
): Pick<Endpoint, "listens" | "unknownListeners"> {
  const why = unknown ?? (takes.includes(undefined) ? "a listener's port or protocol" : undefined);
  return {
    listens: Services.unionOf(takes.filter((each) => each !== undefined)),
    ...(why !== undefined && { unknownListeners: why }),
  };
}
