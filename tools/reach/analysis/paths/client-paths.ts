import type { ClientVpn } from "../../network/gateway-model.ts";
import type { NetworkModel } from "../../network/network-model.ts";
import { ANY_IPV4 } from "../../packets/addresses.ts";
import { IntervalSet } from "../../packets/interval-set.ts";
import { clientVpnEndpoint } from "./create-traffic-endpoint.ts";
import { shortName } from "./filter-step.ts";
import { longestPrefixMatch } from "./longest-prefix-match.ts";
import type { RoutePath } from "./route-path.ts";
import {
  endBlocked,
  endUnknown,
  formatPartOf,
  passThrough,
  type RouteWalk,
  translateSource,
} from "./route-walk.ts";
import type { ContinueInVpc } from "./transit-paths.ts";

/**
 * Continues a walk from a client VPN: packets are authorized, routed, and translated to an address
 * of the client VPN's interface.
 * https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/how-it-works.html
 */
export function clientVpnRoutePaths(
  model: NetworkModel,
  vpn: ClientVpn,
  walk: RouteWalk,
  onward: ContinueInVpc,
): RoutePath[] {
  const admitted = vpn.authorizationRules.reduce(
    (sum, rule) => sum.union(rule.destination),
    IntervalSet.of<bigint>(),
  );
  const unauthorizedDestinations = walk.destinations.subtract(admitted);
  const allowed = { ...walk, destinations: walk.destinations.intersect(admitted) };
  return [
    ...(unauthorizedDestinations.isEmpty
      ? []
      : [endUnauthorized(vpn, { ...walk, destinations: unauthorizedDestinations })]),
    ...(allowed.destinations.isEmpty ? [] : routedBySubnet(model, vpn, allowed, onward)),
  ];
}

function endUnauthorized(vpn: ClientVpn, walk: RouteWalk): RoutePath {
  const text = `no authorization rule for ${formatPartOf(walk.to, walk.destinations)}`;
  if (vpn.unknown !== undefined) return endUnknown(walk, vpn.address, vpn.unknown);
  return endBlocked(walk, vpn.address, "CLIENT_VPN_NOT_AUTHORIZED", text, "add an authorization rule");
}

/**
 * Clients use only the routes of the subnet through which they enter.
 * https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/cvpn-working-routes.html
 */
function routedBySubnet(
  model: NetworkModel,
  vpn: ClientVpn,
  walk: RouteWalk,
  onward: ContinueInVpc,
): RoutePath[] {
  const { ingressSubnet } = walk.currentSource;
  const routes = vpn.routes
    .filter(({ subnet }) => ingressSubnet === undefined || subnet === undefined || subnet === ingressSubnet)
    .map((route) => ({ ...route, isPropagated: false }));
  return longestPrefixMatch({ routes }, walk.destinations).flatMap(({ destinations, route }) => {
    const part = { ...walk, destinations };
    if (route === undefined) {
      if (vpn.unknown !== undefined) return [endUnknown(part, vpn.address, vpn.unknown)];
      const text = `the client VPN has no route to ${formatPartOf(walk.to, destinations)}`;
      return [endBlocked(part, vpn.address, "NO_ROUTE_TO_DESTINATION", text, "add a route")];
    }
    const home = model.subnets.get(route.subnet ?? ingressSubnet ?? "");
    if (home === undefined) return [endUnknown(part, vpn.address, "the subnet of the route")];
    const on = passThrough(part, route.origin, `client VPN route ${route.text} → ${shortName(home.address)}`);
    const trafficEndpoint = clientVpnEndpoint(vpn, home, home.blocks.intersect(ANY_IPV4));
    return onward(home, translateSource(on, trafficEndpoint, vpn.address));
  });
}
