import { textOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { actionsOf, forwards } from "./support/balancing.ts";
import { named, refuse } from "./support/rule.ts";

/** The protocols of target groups that a listener of each protocol may lead to. */
const LEADS_TO: Readonly<Record<string, readonly string[]>> = {
  HTTP: ["HTTP", "HTTPS"],
  HTTPS: ["HTTP", "HTTPS"],
  TCP: ["TCP", "TCP_UDP"],
  TLS: ["TCP", "TLS"],
  UDP: ["UDP", "TCP_UDP"],
  TCP_UDP: ["TCP_UDP"],
};

/** A listener leads to target groups that speak what it can pass on. */
export const listenerProtocol: Law = {
  name: "listener-protocol",
  documentation:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html",
  types: ["aws_lb_listener", "aws_alb_listener"],
  check(change, context) {
    const protocol = textOf(change.after, "protocol");
    const spoken = protocol === undefined ? undefined : LEADS_TO[protocol];
    if (change.after === null || spoken === undefined) return [];
    return forwards(actionsOf(change.after)).flatMap((arn) => {
      const group = named(context, arn, "aws_lb_target_group", "aws_alb_target_group");
      const other = textOf(group?.values, "protocol");
      return refuse(
        other !== undefined && !spoken.includes(other),
        "CreateListener",
        "IncompatibleProtocols",
        `The protocol '${protocol}' of the listener does not go with the protocol '${other}' of the target group '${arn}'`,
        "protocol",
      );
    });
  },
};
