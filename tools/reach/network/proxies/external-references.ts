import type { Inventory, ModelGap, Resource } from "../../terraform/inventory.ts";
import type { NetworkEndpoint } from "../endpoint-model.ts";
import { attributeBlocks, isGiven } from "../endpoints/attributes.ts";
import { LISTENER_TYPES, LOAD_BALANCER_TYPES } from "../endpoints/listeners.ts";
import type { Topology } from "../topology.ts";
import { LISTENER_RULE_TYPES } from "./listeners.ts";
import { ProxyContext } from "./proxy-context.ts";
import { TARGET_GROUP_TYPES } from "./registered-targets.ts";

/** A part of a load balancer, with the attribute that names its parent. */
type LoadBalancerPart = readonly [
  types: readonly string[],
  attribute: string,
  wholes: readonly string[],
  what: string,
];

const PARTS: readonly LoadBalancerPart[] = [
  [LISTENER_TYPES, "load_balancer_arn", LOAD_BALANCER_TYPES, "load balancer"],
  [LISTENER_RULE_TYPES, "listener_arn", LISTENER_TYPES, "listener"],
  [["aws_lb_target_group_attachment"], "target_group_arn", TARGET_GROUP_TYPES, "target group"],
];

/**
 * Returns a gap for each part of a load balancer that is not in these files. No proxy models such
 * parts: traffic from that load balancer is treated like any other address's.
 */
export function externalReferenceGaps(
  inventory: Inventory,
  topology: Topology,
  endpoints: ReadonlyMap<string, NetworkEndpoint>,
): readonly ModelGap[] {
  const context = new ProxyContext(inventory, topology, endpoints);
  const parts = PARTS.flatMap(([types, attribute, wholes, what]) =>
    context
      .managed(...types)
      .filter((part) => isExternalReference(part, attribute, wholes, context))
      .map((part) => gapOf(part, what)),
  );
  const services = context
    .managed("aws_ecs_service")
    .filter((service) =>
      attributeBlocks(service.values, "load_balancer").items.some(
        ({ target_group_arn: arn }) =>
          isGiven(arn) && context.endpointContext.resource(service, arn, ...TARGET_GROUP_TYPES) === undefined,
      ),
    )
    .map((service) => gapOf(service, "target group"));
  return [...parts, ...services];
}

/**
 * True if the parent is not in these files. A load balancer that a data source looks up is an
 * endpoint; a looked-up listener or target group is not.
 */
function isExternalReference(
  part: Resource,
  attribute: string,
  wholes: readonly string[],
  context: ProxyContext,
): boolean {
  const whole = context.endpointContext.resource(part, part.values[attribute], ...wholes);
  return whole === undefined || (whole.mode === "data" && !context.endpoints.has(whole.address));
}

function gapOf({ address }: Resource, what: string): ModelGap {
  return { address, why: `its ${what} is not in these files, so traffic through it is not analysed` };
}
