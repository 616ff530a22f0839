import { nestedBlocksOf, stringAttribute } from "../../computed-values/attribute-reader.ts";
import {
  findInRegion,
  hasUnknownAttribute,
  resourcesInRegion,
} from "../../constraints/support/constraint-helpers.ts";
import type { CallContext } from "../../simulator-types.ts";
import { isObjectValue, type ObjectValue } from "../../terraform-value.ts";

/** The target groups that the actions forward to. */
export function forwardedTargetGroups(actions: readonly ObjectValue[]): readonly string[] {
  return actions.flatMap((action) => {
    const groups = nestedBlocksOf(action, "forward").flatMap((forward) =>
      nestedBlocksOf(forward, "target_group"),
    );
    const all = [
      stringAttribute(action, "target_group_arn"),
      ...groups.map((group) => stringAttribute(group, "arn")),
    ];
    return all.filter((arn) => arn !== undefined);
  });
}

/** The actions of a listener or a listener rule. */
export function listenerActions(values: ObjectValue): readonly ObjectValue[] {
  return [...nestedBlocksOf(values, "default_action"), ...nestedBlocksOf(values, "action")];
}

/** The load balancers that forward to the target group, through their listeners and rules. */
export function loadBalancersOfTargetGroup(context: CallContext, targetGroup: string): readonly string[] {
  const byListener = resourcesInRegion(context, "aws_lb_listener")
    .filter(({ values }) => forwardedTargetGroups(listenerActions(values)).includes(targetGroup))
    .map(({ values }) => stringAttribute(values, "load_balancer_arn"));
  const byRule = resourcesInRegion(context, "aws_lb_listener_rule")
    .filter(({ values }) => forwardedTargetGroups(listenerActions(values)).includes(targetGroup))
    .map(({ values }) => loadBalancerOfListener(context, values));
  return [...new Set([...byListener, ...byRule].filter((arn) => arn !== undefined))];
}

/**
 * The subnet IDs of a load balancer, from `subnets` or `subnet_mapping`: a configuration has one of
 * them, and AWS fills in the other. An unknown one is `undefined`.
 */
export function loadBalancerSubnetIds(values: ObjectValue | null): readonly (string | undefined)[] {
  const { subnets, subnet_mapping: mappings } = values ?? {};
  if (Array.isArray(subnets) && subnets.length > 0) {
    return subnets.map((id) => (typeof id === "string" ? id : undefined));
  }
  if (Array.isArray(mappings) && mappings.length > 0) {
    return mappings.map((mapping) =>
      isObjectValue(mapping) ? stringAttribute(mapping, "subnet_id") : undefined,
    );
  }
  return hasUnknownAttribute(values, "subnets", "subnet_mapping") ? [undefined] : [];
}

/** The known subnet IDs of a load balancer: {@link loadBalancerSubnetIds}. */
export function knownLoadBalancerSubnetIds(values: ObjectValue | null): readonly string[] {
  return loadBalancerSubnetIds(values).filter((id) => id !== undefined);
}

/** The load balancer of a listener, or of a rule's listener. */
export function loadBalancerOfListener(context: CallContext, values: ObjectValue): string | undefined {
  const ownArn = stringAttribute(values, "load_balancer_arn");
  if (ownArn !== undefined) return ownArn;
  const listener = findInRegion(context, stringAttribute(values, "listener_arn"), "aws_lb_listener");
  return stringAttribute(listener?.values, "load_balancer_arn");
}
