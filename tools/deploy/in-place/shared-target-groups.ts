import { type ResourceBody, resourcesByAddress, typeOfAddress } from "../forms/resource-address.ts";
import { retirementName } from "../forms/retirement.ts";
import {
  comparableValue,
  type FormsByStateKey,
  formsByStateKey,
  type NamedForm,
} from "./comparable-values.ts";

/**
 * Finds target groups that go from one load balancer to another. While both forms are deployed they
 * would be behind two, and AWS allows one.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
 *
 * @param deployed the deployed forms, with everything at the address that it has in the up pass
 */
export function sharedTargetGroups(deployed: readonly NamedForm[], wanted: readonly NamedForm[]): string[] {
  const before = loadBalancersByGroup(deployed);
  const after = loadBalancersByGroup(wanted);
  return [...after].flatMap(([group, { balancers, stack, address, body }]) => {
    const all = new Set([...balancers, ...(before.get(group)?.balancers ?? balancers)]);
    if (all.size < 2) return [];
    const name = retirementName(body) || address;
    return [
      `${stack}: ${address} would be behind two load balancers while both are there, and AWS allows one. Instead: rename ${name} in the same change, so that it gets a target group of its own.`,
    ];
  });
}

/** A resource and the form that it is in. */
interface PlacedResource {
  readonly stack: NamedForm;
  readonly address: string;
  readonly body: ResourceBody;
}

interface GroupUse {
  readonly stack: string;
  readonly address: string;
  readonly body: ResourceBody;
  /** The load balancers that forward to it, as comparable values. */
  readonly balancers: Set<string>;
}

/** The load balancers of each target group, by the group's stack and address. */
function loadBalancersByGroup(stacks: readonly NamedForm[]): ReadonlyMap<string, GroupUse> {
  const forms = formsByStateKey(stacks);
  const bodies = new Map<string, PlacedResource>(
    stacks.flatMap((stack) =>
      [...resourcesByAddress(stack.json)].map(
        ([address, body]) => [`${stack.name} ${address}`, { stack, address, body }] as const,
      ),
    ),
  );
  const uses = new Map<string, GroupUse>();
  for (const { stack, address, body } of bodies.values()) {
    const balancer = balancerOf(address, body, stack, forms, bodies);
    if (balancer === undefined) continue;
    const actions = JSON.stringify(comparableValue([body.action, body.default_action], stack, forms));
    for (const [, group = ""] of actions.matchAll(GROUP)) {
      const found = bodies.get(group);
      if (found === undefined) continue;
      const use = uses.get(group) ?? { ...found, stack: found.stack.name, balancers: new Set() };
      use.balancers.add(balancer);
      uses.set(group, use);
    }
  }
  return uses;
}

/** A target group in a comparable value: `shop-prod-compute aws_lb_target_group.web`. */
const GROUP = /"([\w-]+ aws_lb_target_group\.[\w-]+)"/g;

/** The load balancer of a listener, or of the listener of a rule; undefined for other resources. */
function balancerOf(
  address: string,
  body: ResourceBody,
  stack: NamedForm,
  forms: FormsByStateKey,
  bodies: ReadonlyMap<string, PlacedResource>,
): string | undefined {
  const type = typeOfAddress(address);
  if (type === "aws_lb_listener") return textOf(comparableValue(body.load_balancer_arn, stack, forms));
  if (type !== "aws_lb_listener_rule") return undefined;
  const listener = bodies.get(textOf(comparableValue(body.listener_arn, stack, forms)) ?? "");
  return listener && textOf(comparableValue(listener.body.load_balancer_arn, listener.stack, forms));
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
