import type { Resource } from "../../input/inventory.ts";
import { Services } from "../../packets/services.ts";
import { LISTENERS, LOAD_BALANCERS, taken } from "../endpoints/listeners.ts";
import { numberOf, textOf, whyUntold } from "../endpoints/values.ts";
import type { Relay, RelayTarget } from "../fabric.ts";
import { conditionsOf, type Leads, leadsOf } from "./actions.ts";
import { type Place, relayOf } from "./place.ts";
import { type TargetGroup, TargetGroups } from "./target-groups.ts";

/** Types of rules of listeners. */
export const RULES = ["aws_lb_listener_rule", "aws_alb_listener_rule"];

/** Rules of listeners. */
interface Rules {
  readonly byListener: ReadonlyMap<string, readonly Resource[]>;
  /** Why any listener may have more; undefined when all are known. */
  readonly unknown: string | undefined;
}

/** One way through a listener: what is told of it, and where it leads. */
interface Way extends Leads {
  readonly via: string;
}

/** Listeners of application and network load balancers, and where their rules lead. */
export function listenerRelays(place: Place): readonly Relay[] {
  const groups = new TargetGroups(place);
  const rules = rulesByListener(place);
  const known = place.managed(...LISTENERS).flatMap((listener) => relaysOf(listener, rules, groups, place));
  return [...known, ...unknownListeners(place)];
}

/** What any load balancer may do where not every listener is known. */
function unknownListeners(place: Place): readonly Relay[] {
  const { unknown } = place.site.listeners;
  if (unknown === undefined) return [];
  const balancers = place.site.inventory.ofType(...LOAD_BALANCERS);
  return balancers
    .filter(({ address }) => place.endpoints.has(address))
    .map(({ address }) => ({
      address,
      at: address,
      takes: Services.all,
      opensFrom: address,
      targets: [],
      keepsClientAddress: false,
      unknown: `it may have more listeners: ${unknown}`,
    }));
}

/** The rules of each listener, in the order in which they are tried: one without a number goes last. */
function rulesByListener(place: Place): Rules {
  const found = new Map<string, Resource[]>();
  let unknown = place.site.missing.why(...RULES);
  for (const rule of place.managed(...RULES)) {
    const listener = place.site.resource(rule, rule.values.listener_arn, ...LISTENERS);
    unknown ??= whyUntold(rule, "listener_arn");
    if (listener === undefined) continue;
    found.set(listener.address, [...(found.get(listener.address) ?? []), rule]);
  }
  for (const rules of found.values()) rules.sort((a, b) => priorityOf(a) - priorityOf(b));
  return { byListener: found, unknown };
}

function priorityOf({ values }: Resource): number {
  return numberOf(values.priority) ?? Number.MAX_SAFE_INTEGER;
}

/** One relay, or two where some target groups keep the client's address and some do not. */
function relaysOf(listener: Resource, rules: Rules, groups: TargetGroups, place: Place): readonly Relay[] {
  const balancer = place.endpoint(listener, listener.values.load_balancer_arn, ...LOAD_BALANCERS);
  if (balancer === undefined) return [];
  const ways = waysOf(listener, rules.byListener.get(listener.address) ?? [], place);
  const led = ways.flatMap(({ via, groups: own }) => own.map((group) => ({ via, group: groups.of(group) })));
  const takes = taken(listener);
  const why = takes === undefined ? "its port or protocol is not known" : undefined;
  const unknown = why ?? ways.find((way) => way.unknown !== undefined)?.unknown ?? rules.unknown;
  const kinds = [...new Set(led.map(({ group }) => group.keepsClientAddress))];
  return (kinds.length === 0 ? [false] : kinds).map((keepsClientAddress) => {
    const own = led.filter(({ group }) => group.keepsClientAddress === keepsClientAddress);
    return relayOf({
      address: listener.address,
      at: balancer,
      takes: takes ?? Services.all,
      opensFrom: balancer,
      targets: takes === undefined ? [] : own.flatMap(({ via, group }) => targetsOf(listener, via, group)),
      keepsClientAddress,
      unknown: unknown ?? own.find(({ group }) => group.unknown !== undefined)?.group.unknown,
    });
  });
}

function waysOf(listener: Resource, rules: readonly Resource[], place: Place): readonly Way[] {
  return [
    ...rules.map((rule) => ({ via: nameOf(rule), ...leadsOf(rule, "action", place) })),
    { via: "default action", ...leadsOf(listener, "default_action", place) },
  ];
}

/** `rule 100 (path /api/*)`. */
function nameOf(rule: Resource): string {
  const conditions = conditionsOf(rule);
  return `rule ${textOf(rule.values.priority) ?? rule.address}${conditions === "" ? "" : ` (${conditions})`}`;
}

function targetsOf(listener: Resource, way: string, group: TargetGroup): readonly RelayTarget[] {
  const via = [`listener ${textOf(listener.values.port)}`, way, `target group ${group.name}`];
  return group.targets.map((target) => ({ ...target, via }));
}
