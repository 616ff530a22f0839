import { attributeBlocks, isGiven } from "../../terraform/attributes.ts";
import type { ModelGap, Resource } from "../../terraform/inventory.ts";
import { buildEndpoints } from "../endpoints/endpoints.ts";
import { LISTENER_TYPES, LOAD_BALANCER_TYPES } from "../endpoints/listeners.ts";
import type { ModelContext } from "../model-context.ts";
import { LISTENER_RULE_TYPES } from "./listeners.ts";
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
export function externalReferenceGaps(context: ModelContext): readonly ModelGap[] {
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
          isGiven(arn) && context.resolver.namedResource(service, arn, ...TARGET_GROUP_TYPES) === undefined,
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
  context: ModelContext,
): boolean {
  const whole = context.resolver.namedResource(part, part.values[attribute], ...wholes);
  return whole === undefined || (whole.mode === "data" && !buildEndpoints(context).has(whole.address));
}

function gapOf({ address }: Resource, what: string): ModelGap {
  return { address, why: `its ${what} is not in these files, so traffic through it is not analysed` };
}
