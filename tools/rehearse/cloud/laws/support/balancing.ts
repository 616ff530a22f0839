import { blocksOf, textOf } from "../../answers/read.ts";
import type { CallContext } from "../../contracts.ts";
import type { ObjectValue } from "../../value.ts";
import { here, named } from "./rule.ts";

/** The target groups that actions forward to. */
export function forwards(actions: readonly ObjectValue[]): readonly string[] {
  return actions.flatMap((action) => {
    const groups = blocksOf(action, "forward").flatMap((forward) => blocksOf(forward, "target_group"));
    const all = [textOf(action, "target_group_arn"), ...groups.map((group) => textOf(group, "arn"))];
    return all.filter((arn) => arn !== undefined);
  });
}

/** The actions of a listener or a rule. */
export function actionsOf(values: ObjectValue): readonly ObjectValue[] {
  return [...blocksOf(values, "default_action"), ...blocksOf(values, "action")];
}

/** Which load balancers send to the target group, by its listeners and their rules. */
export function balancersOf(context: CallContext, targetGroup: string): readonly string[] {
  const direct = here(context, "aws_lb_listener", "aws_alb_listener")
    .filter(({ values }) => forwards(actionsOf(values)).includes(targetGroup))
    .map(({ values }) => textOf(values, "load_balancer_arn"));
  const byRule = here(context, "aws_lb_listener_rule", "aws_alb_listener_rule")
    .filter(({ values }) => forwards(actionsOf(values)).includes(targetGroup))
    .map(({ values }) => balancerOf(context, values));
  return [...new Set([...direct, ...byRule].filter((arn) => arn !== undefined))];
}

/** The load balancer of a listener, or of the listener of a rule. */
export function balancerOf(context: CallContext, values: ObjectValue): string | undefined {
  const own = textOf(values, "load_balancer_arn");
  if (own !== undefined) return own;
  const listener = named(context, textOf(values, "listener_arn"), "aws_lb_listener", "aws_alb_listener");
  return textOf(listener?.values, "load_balancer_arn");
}
