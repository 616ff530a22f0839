import { numberAttribute, stringAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, isChangedResource, resourcesInRegion } from "./support/constraint-helpers.ts";

/** A load balancer has at most one listener per port. */
export const listenerPort: Constraint = {
  name: "listener-port",
  documentation:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html",
  types: ["aws_lb_listener"],
  check(change, context) {
    const balancer = stringAttribute(change.after, "load_balancer_arn");
    const port = numberAttribute(change.after, "port");
    if (balancer === undefined || port === undefined) return [];
    const isDuplicate = resourcesInRegion(context, "aws_lb_listener").some(
      (other) =>
        !isChangedResource(change, other) &&
        other.values.load_balancer_arn === balancer &&
        numberAttribute(other.values, "port") === port,
    );
    return apiErrorIf(
      isDuplicate,
      "CreateListener",
      "DuplicateListener",
      `A listener already exists on this port for this load balancer '${balancer}'`,
      "port",
    );
  },
};
