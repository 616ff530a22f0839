import { stringAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, findInRegion } from "./support/constraint-helpers.ts";
import { forwardedTargetGroups, listenerActions } from "./support/load-balancing.ts";

/** The target group protocols that a listener of each protocol can forward to. */
const TARGET_PROTOCOLS: Readonly<Record<string, readonly string[]>> = {
  HTTP: ["HTTP", "HTTPS"],
  HTTPS: ["HTTP", "HTTPS"],
  TCP: ["TCP", "TCP_UDP"],
  TLS: ["TCP", "TLS"],
  UDP: ["UDP", "TCP_UDP"],
  TCP_UDP: ["TCP_UDP"],
};

/** A listener's protocol must be compatible with those of its target groups. */
export const listenerProtocol: Constraint = {
  name: "listener-protocol",
  documentation:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html",
  types: ["aws_lb_listener"],
  check(change, context) {
    const protocol = stringAttribute(change.after, "protocol");
    const allowedProtocols = protocol === undefined ? undefined : TARGET_PROTOCOLS[protocol];
    if (change.after === null || allowedProtocols === undefined) return [];
    return forwardedTargetGroups(listenerActions(change.after)).flatMap((arn) => {
      const group = findInRegion(context, arn, "aws_lb_target_group");
      const targetProtocol = stringAttribute(group?.values, "protocol");
      return apiErrorIf(
        targetProtocol !== undefined && !allowedProtocols.includes(targetProtocol),
        "CreateListener",
        "IncompatibleProtocols",
        `The protocol '${protocol}' of the listener is incompatible with the protocol '${targetProtocol}' of the target group '${arn}'`,
        "protocol",
      );
    });
  },
};
