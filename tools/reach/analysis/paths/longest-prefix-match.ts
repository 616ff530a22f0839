import type { TransitGatewayRoute, TransitGatewayRouteTable } from "../../network/gateway-model.ts";
import type { Addresses } from "../../packets/addresses.ts";

/** Destinations and the route that they match; undefined: no route matches. */
export interface RouteDecision<R> {
  /** The destinations, all of which the same route decides about. */
  readonly destinations: Addresses;
  /** The route; undefined if none matches. */
  readonly route: R | undefined;
}

interface TableWith<R> {
  readonly routes: readonly R[];
}

interface AnyRoute {
  readonly destination: Addresses;
  readonly prefixLength: number;
  readonly isPropagated: boolean;
}

/**
 * Returns the matching route of each destination: the longest prefix, then static over propagated
 * routes.
 * https://docs.aws.amazon.com/vpc/latest/userguide/RouteTables.html#route-tables-priority
 * https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html#tgw-route-evaluation-overview
 */
export function longestPrefixMatch<R extends AnyRoute>(
  table: TableWith<R>,
  destinations: Addresses,
): RouteDecision<R>[] {
  return matchRoutes(table.routes, destinations);
}

/** Returns the matching transit gateway route of each destination. */
export function transitLongestPrefixMatch(
  table: TransitGatewayRouteTable,
  destinations: Addresses,
): RouteDecision<TransitGatewayRoute>[] {
  return matchRoutes(table.routes, destinations);
}

function matchRoutes<R extends AnyRoute>(routes: readonly R[], destinations: Addresses): RouteDecision<R>[] {
  const found: RouteDecision<R>[] = [];
  let left = destinations;
  for (const route of sorted(routes)) {
    if (left.isEmpty) return found;
    const own = route.destination.intersect(left);
    if (own.isEmpty) continue;
    found.push({ destinations: own, route });
    left = left.subtract(own);
  }
  if (!left.isEmpty) found.push({ destinations: left, route: undefined });
  return found;
}

const inOrder = new WeakMap<readonly AnyRoute[], readonly AnyRoute[]>();

function sorted<R extends AnyRoute>(routes: readonly R[]): readonly R[] {
  let order = inOrder.get(routes) as readonly R[] | undefined;
  if (order === undefined) {
    order = [...routes].sort(
      (a, b) => b.prefixLength - a.prefixLength || Number(a.isPropagated) - Number(b.isPropagated),
    );
    inOrder.set(routes, order);
  }
  return order;
}
