import { addressFamilies } from "../packets/addresses.ts";
import type { TrafficEndpoint } from "./paths/traffic-endpoint.ts";

/**
 * Groups items that are equivalent, so that one of them can represent the others: those with equal
 * keys. Classes and their items keep the order of the items.
 */
export function equivalenceClasses<T>(items: readonly T[], keyOf: (item: T) => string): (readonly T[])[] {
  const byKey = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const same = byKey.get(key);
    if (same === undefined) byKey.set(key, [item]);
    else same.push(item);
  }
  return [...byKey.values()];
}

/** Returns one item of each equivalence class: the last. */
export function representatives<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return equivalenceClasses(items, keyOf).flatMap((same) => same.slice(-1));
}

/**
 * Returns everything that the network sees of an interface, as a key. A forwarding instance can be
 * a route's target, so its name counts.
 */
export function trafficEndpointKey(trafficEndpoint: TrafficEndpoint): string {
  const { subnet, groups, unknownGroups, publicIPv4, isExact, addresses, ephemeralPorts } = trafficEndpoint;
  const location = isExact ? addresses.intervals : addressFamilies(addresses);
  const forwarder = trafficEndpoint.forwards ? trafficEndpoint.name : "";
  return [subnet?.address, location, groups, unknownGroups, publicIPv4, forwarder, ephemeralPorts].join(" ");
}
