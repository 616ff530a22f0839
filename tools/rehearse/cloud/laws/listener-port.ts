import { numberOf, textOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { here, isSelf, refuse } from "./support/rule.ts";

/** A load balancer listens once on a port. */
export const listenerPort: Law = {
  name: "listener-port",
  documentation:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html",
  types: ["aws_lb_listener", "aws_alb_listener"],
  check(change, context) {
    const balancer = textOf(change.after, "load_balancer_arn");
    const port = numberOf(change.after, "port");
    if (balancer === undefined || port === undefined) return [];
    const twice = here(context, "aws_lb_listener", "aws_alb_listener").some(
      (other) =>
        !isSelf(change, other) &&
        other.values.load_balancer_arn === balancer &&
        numberOf(other.values, "port") === port,
    );
    return refuse(
      twice,
      "CreateListener",
      "DuplicateListener",
      `A listener already exists on this port for this load balancer '${balancer}'`,
      "port",
    );
  },
};
