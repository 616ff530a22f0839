import type { TerraformJson } from "../synthesized/synthesized-stacks.ts";
import type { Ordered } from "./run-in-order.ts";
import type { StackChange } from "./stack-change.ts";

/** A stack and the stacks that take their up form before it. */
export interface OrderedChange extends Ordered {
  /** The forms of the stack. */
  readonly stack: StackChange;
}

/** Types that decide where packets go, also those of other stacks' resources. */
const ROUTING_TYPES = [
  "aws_route",
  "aws_ec2_transit_gateway_route",
  "aws_ec2_transit_gateway_vpc_attachment",
  "aws_vpc_peering_connection",
  "aws_vpn_connection_route",
];

/**
 * The order of the up pass: a stack comes after those that it reads, and after those with routes,
 * which do not read it. What moves to another subnet then finds its routes there. The down pass
 * goes the other way round: routes go last.
 */
export function upOrder(stacks: readonly StackChange[]): readonly OrderedChange[] {
  const byName = new Map(stacks.map((stack) => [stack.name, stack]));
  const routing = stacks.filter(hasRoutes).map(({ name }) => name);
  return stacks.map((stack) => {
    const first = hasRoutes(stack) ? [] : routing.filter((name) => !reads(byName, name, stack.name));
    return { name: stack.name, stack, after: [...new Set([...stack.dependencies, ...first])] };
  });
}

/** The order of the down pass: the reverse of {@link upOrder}. */
export function downOrder(stacks: readonly StackChange[]): readonly OrderedChange[] {
  const up = upOrder(stacks);
  return up.map(({ name, stack }) => ({
    name,
    stack,
    after: up.filter(({ after }) => after.includes(name)).map((later) => later.name),
  }));
}

function hasRoutes({ up, down }: StackChange): boolean {
  const has = (json: TerraformJson | undefined) =>
    ROUTING_TYPES.some((type) => Object.hasOwn(json?.resource ?? {}, type));
  return has(up) || has(down);
}

/** True if a stack reads another, directly or through others. */
function reads(stacks: ReadonlyMap<string, StackChange>, name: string, other: string): boolean {
  const dependencies = stacks.get(name)?.dependencies ?? [];
  return dependencies.includes(other) || dependencies.some((next) => reads(stacks, next, other));
}
