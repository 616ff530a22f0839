import type { Gap, Inventory, Resource } from "../../input/inventory.ts";
import { LISTENERS, LOAD_BALANCERS } from "../endpoints/listeners.ts";
import { blocksOf, isGiven } from "../endpoints/values.ts";
import type { Endpoint } from "../fabric.ts";
import type { Ground } from "../ground.ts";
import { RULES } from "./listeners.ts";
import { TARGET_GROUPS } from "./members.ts";
import { Place } from "./place.ts";

/** An attribute that names what a resource is a part of. */
type Part = readonly [types: readonly string[], attribute: string, wholes: readonly string[], what: string];

const PARTS: readonly Part[] = [
  [LISTENERS, "load_balancer_arn", LOAD_BALANCERS, "load balancer"],
  [RULES, "listener_arn", LISTENERS, "listener"],
  [
    ["aws_lb_target_group_attachment", "aws_alb_target_group_attachment"],
    "target_group_arn",
    TARGET_GROUPS,
    "target group",
  ],
];

/**
 * Parts of load balancers that are not in these files. No relay stands for them: what such a load balancer
 * sends is judged as that of any other address.
 */
export function strangerGaps(
  inventory: Inventory,
  ground: Ground,
  endpoints: ReadonlyMap<string, Endpoint>,
): readonly Gap[] {
  const place = new Place(inventory, ground, endpoints);
  const parts = PARTS.flatMap(([types, attribute, wholes, what]) =>
    place
      .managed(...types)
      .filter((part) => isStranger(part, attribute, wholes, place))
      .map((part) => gapOf(part, what)),
  );
  const services = place
    .managed("aws_ecs_service")
    .filter((service) =>
      blocksOf(service.values, "load_balancer").found.some(
        ({ target_group_arn: arn }) =>
          isGiven(arn) && place.site.resource(service, arn, ...TARGET_GROUPS) === undefined,
      ),
    )
    .map((service) => gapOf(service, "target group"));
  return [...parts, ...services];
}

/** A load balancer that a data source looks up is an endpoint; a listener or target group is nothing. */
function isStranger(part: Resource, attribute: string, wholes: readonly string[], place: Place): boolean {
  const whole = place.site.resource(part, part.values[attribute], ...wholes);
  return whole === undefined || (whole.mode === "data" && !place.endpoints.has(whole.address));
}

function gapOf({ address }: Resource, what: string): Gap {
  return { address, why: `its ${what} is not in these files: what leads through it is not followed` };
}
