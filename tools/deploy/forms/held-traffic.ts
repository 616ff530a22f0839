import { type ResourceBody, refersToAny, typeOfAddress } from "./resource-address.ts";

/**
 * The types that forward to target groups, and the argument that says to which.
 *
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html#forward-actions
 * https://aws.amazon.com/blogs/networking-and-content-delivery/network-load-balancers-now-support-weighted-target-groups
 */
const FORWARDS: Readonly<Record<string, string>> = {
  aws_lb_listener: "default_action",
  aws_lb_listener_rule: "action",
};

/** A rule or listener whose traffic moves, in both forms before anything is deleted. */
export interface HeldTraffic {
  /** All traffic goes to the leftover, and none to what is starting. */
  readonly held: ResourceBody;
  /** All traffic goes where the wanted form says, even if Terraform ignores this otherwise. */
  readonly turned: ResourceBody;
}

/**
 * Rules and listeners that the wanted form points from a leftover target group to a new one. In the
 * up pass the new group gets no traffic, since its targets are only starting, but it must be there:
 * Amazon ECS registers no service with a group that no load balancer uses.
 */
export function heldTraffic(
  resources: ReadonlyMap<string, ResourceBody>,
  deployed: ReadonlyMap<string, ResourceBody>,
  leftovers: ReadonlySet<string>,
): ReadonlyMap<string, HeldTraffic> {
  const held = new Map<string, HeldTraffic>();
  for (const [address, wanted] of resources) {
    const before = deployed.get(address);
    const argument = FORWARDS[typeOfAddress(address)];
    if (before === undefined || argument === undefined) continue;
    const groupsBefore = targetGroupsIn(before[argument]);
    const from = groupsBefore.filter((group) => refersToAny(group, leftovers));
    const to = targetGroupsIn(wanted[argument]).filter((group) => !groupsBefore.includes(group));
    if (from.length === 0 || to.length === 0) continue;
    const turned = withoutIgnored(wanted, argument);
    held.set(address, { held: { ...turned, [argument]: [forwardTo(from, to)] }, turned });
  }
  return held;
}

/** True if Terraform leaves a rule's traffic to Amazon ECS, which deploys blue/green. */
export function ignoresTraffic(address: string, body: ResourceBody): boolean {
  return ignoredIn(body).includes(FORWARDS[typeOfAddress(address)] ?? "");
}

function withoutIgnored(body: ResourceBody, argument: string): ResourceBody {
  if (!ignoredIn(body).includes(argument)) return body;
  const { lifecycle, ...rest } = body;
  const kept = ignoredIn(body).filter((name) => name !== argument);
  return { ...rest, lifecycle: { ...([lifecycle].flat()[0] as object), ignore_changes: kept } };
}

function ignoredIn({ lifecycle }: ResourceBody): readonly unknown[] {
  const { ignore_changes: ignored } = ([lifecycle].flat()[0] ?? {}) as { ignore_changes?: unknown };
  return Array.isArray(ignored) ? ignored : [];
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

/** The ARNs of the target groups that actions forward to. */
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
