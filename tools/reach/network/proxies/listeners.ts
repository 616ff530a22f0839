import { TransportSet } from "../../packets/transport-set.ts";
import { attributeNumber, attributeText, whyAmbiguous } from "../../terraform/attributes.ts";
import type { Resource } from "../../terraform/inventory.ts";
import type { NetworkProxy, ProxyTarget } from "../endpoint-model.ts";
import { buildEndpoints } from "../endpoints/endpoints.ts";
import {
  LISTENER_TYPES,
  LOAD_BALANCER_TYPES,
  listenersByBalancer,
  listenerTransport,
} from "../endpoints/listeners.ts";
import type { ModelContext } from "../model-context.ts";
import { type ForwardedGroups, formatConditions, forwardedGroups } from "./actions.ts";
import { buildProxy, endpointNamed } from "./proxy-parts.ts";
import { type TargetGroup, TargetGroups } from "./target-groups.ts";

/** Types of listener rules. */
export const LISTENER_RULE_TYPES = ["aws_lb_listener_rule"];

/** Listener rules, by listener. */
interface Rules {
  readonly byListener: ReadonlyMap<string, readonly Resource[]>;
  /** Why any listener may have more; undefined if all are known. */
  readonly unknown: string | undefined;
}

/** One rule or default action of a listener: its description and its target groups. */
interface ForwardingPath extends ForwardedGroups {
  readonly via: string;
}

/** Reads listeners of application and network load balancers, with their rules' targets. */
export function listenerProxies(context: ModelContext): readonly NetworkProxy[] {
  const groups = new TargetGroups(context);
  const rules = rulesByListener(context);
  const known = context
    .managed(...LISTENER_TYPES)
    .flatMap((listener) => proxiesOf(listener, rules, groups, context));
  return [...known, ...unknownListeners(context)];
}

/** Proxies of load balancers that may have unknown listeners. */
function unknownListeners(context: ModelContext): readonly NetworkProxy[] {
  const { unknown } = listenersByBalancer(context);
  if (unknown === undefined) return [];
  const balancers = context.inventory.ofType(...LOAD_BALANCER_TYPES);
  return balancers
    .filter(({ address }) => buildEndpoints(context).has(address))
    .map(({ address }) => ({
      address,
      servedBy: address,
      frontend: TransportSet.all,
      backendSource: address,
      targets: [],
      keepsClientAddress: false,
      unknown: `it may have more listeners: ${unknown}`,
    }));
}

/** The rules of each listener, in order of evaluation; a rule without a priority comes last. */
function rulesByListener(context: ModelContext): Rules {
  const byListener = new Map<string, Resource[]>();
  let unknown = context.whyMoreMayExist(...LISTENER_RULE_TYPES);
  for (const rule of context.managed(...LISTENER_RULE_TYPES)) {
    const listener = context.resolver.namedResource(rule, rule.values.listener_arn, ...LISTENER_TYPES);
    unknown ??= whyAmbiguous(rule, "listener_arn");
    if (listener === undefined) continue;
    byListener.set(listener.address, [...(byListener.get(listener.address) ?? []), rule]);
  }
  for (const rules of byListener.values()) rules.sort((a, b) => priorityOf(a) - priorityOf(b));
  return { byListener, unknown };
}

function priorityOf({ values }: Resource): number {
  return attributeNumber(values.priority) ?? Number.MAX_SAFE_INTEGER;
}

/** One proxy for a listener, or two if only some target groups preserve the client's address. */
function proxiesOf(
  listener: Resource,
  rules: Rules,
  groups: TargetGroups,
  context: ModelContext,
): readonly NetworkProxy[] {
  const balancer = endpointNamed(
    context,
    listener,
    listener.values.load_balancer_arn,
    ...LOAD_BALANCER_TYPES,
  );
  if (balancer === undefined) return [];
  const paths = forwardingPaths(listener, rules.byListener.get(listener.address) ?? [], context);
  const led = paths.flatMap(({ via, groups: own }) =>
    own.map((group) => ({ via, group: groups.forValue(group) })),
  );
  const frontend = listenerTransport(listener);
  const why = frontend === undefined ? "its port or protocol is unknown" : undefined;
  const unknown = why ?? paths.find((path) => path.unknown !== undefined)?.unknown ?? rules.unknown;
  const kinds = [...new Set(led.map(({ group }) => group.keepsClientAddress))];
  return (kinds.length === 0 ? [false] : kinds).map((keepsClientAddress) => {
    const own = led.filter(({ group }) => group.keepsClientAddress === keepsClientAddress);
    return buildProxy({
      address: listener.address,
      servedBy: balancer,
      frontend: frontend ?? TransportSet.all,
      backendSource: balancer,
      targets: frontend === undefined ? [] : own.flatMap(({ via, group }) => targetsOf(listener, via, group)),
      keepsClientAddress,
      unknown: unknown ?? own.find(({ group }) => group.unknown !== undefined)?.group.unknown,
    });
  });
}

function forwardingPaths(
  listener: Resource,
  rules: readonly Resource[],
  context: ModelContext,
): readonly ForwardingPath[] {
  return [
    ...rules.map((rule) => ({ via: nameOf(rule), ...forwardedGroups(rule, "action", context) })),
    { via: "default action", ...forwardedGroups(listener, "default_action", context) },
  ];
}

/** The rule's name in a path: `rule 100 (path /api/*)`. */
function nameOf(rule: Resource): string {
  const conditions = formatConditions(rule);
  return `rule ${attributeText(rule.values.priority) ?? rule.address}${conditions === "" ? "" : ` (${conditions})`}`;
}

function targetsOf(listener: Resource, path: string, group: TargetGroup): readonly ProxyTarget[] {
  const via = [`listener ${attributeText(listener.values.port)}`, path, `target group ${group.name}`];
  return group.targets.map((target) => ({ ...target, via }));
}
