import { addressesIn, type ResourceBody, typeOfAddress } from "./resource-address.ts";

/**
 * Listener rules that the wanted form points from a leftover target group to a new one, as they are
 * in the up pass: all traffic still goes to the leftover, and none to the new group, whose targets
 * are only starting. The new group must be on the rule nevertheless, because Amazon ECS registers
 * no service with a group that no load balancer uses.
 *
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html#forward-actions
 */
export function heldTraffic(
  resources: ReadonlyMap<string, ResourceBody>,
  deployed: ReadonlyMap<string, ResourceBody>,
  leftovers: ReadonlySet<string>,
): ReadonlyMap<string, ResourceBody> {
  const held = new Map<string, ResourceBody>();
  for (const [address, body] of resources) {
    const before = deployed.get(address);
    if (before === undefined || typeOfAddress(address) !== "aws_lb_listener_rule") continue;
    const from = targetGroupsIn(before.action).filter((group) => refersTo(group, leftovers));
    const to = targetGroupsIn(body.action).filter((group) => !targetGroupsIn(before.action).includes(group));
    if (from.length > 0 && to.length > 0) held.set(address, { ...body, action: [forwardTo(from, to)] });
  }
  return held;
}

function forwardTo(from: readonly string[], to: readonly string[]): object {
  return {
    type: "forward",
    forward: {
      target_group: [
        ...from.map((arn, index) => ({ arn, weight: index === 0 ? 100 : 0 })),
        ...to.map((arn) => ({ arn, weight: 0 })),
      ],
    },
  };
}

/** The ARNs of the target groups that a rule's actions forward to. */
function targetGroupsIn(action: unknown): string[] {
  return [action].flat().flatMap((one) => {
    if (typeof one !== "object" || one === null) return [];
    const { target_group_arn: single, forward } = one as { target_group_arn?: unknown; forward?: unknown };
    const groups = [forward].flat().flatMap((part) => {
      if (typeof part !== "object" || part === null || !("target_group" in part)) return [];
      return [part.target_group].flat().map((group) => (group as { arn?: unknown }).arn);
    });
    return [single, ...groups].filter((arn): arn is string => typeof arn === "string");
  });
}

function refersTo(value: unknown, addresses: ReadonlySet<string>): boolean {
  return [...addressesIn(value)].some((address) => addresses.has(address));
}
