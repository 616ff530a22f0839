import type { ClientVpn, Fabric } from "../model/fabric.ts";
import { ANY_IPV4 } from "../packets/addresses.ts";
import { IntervalSet } from "../packets/interval-set.ts";
import type { Path } from "./path.ts";
import { lookUp } from "./routes.ts";
import { clientSide } from "./sides.ts";
import { shortName } from "./step.ts";
import type { Onward } from "./transit-paths.ts";
import { doubt, pass, sayPart, stop, type Trip, translate } from "./trip.ts";

/**
 * What a client VPN's clients send: authorized, routed, and sent on from an address of the endpoint's own.
 * https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/how-it-works.html
 */
export function fromClients(fabric: Fabric, vpn: ClientVpn, trip: Trip, onward: Onward): Path[] {
  const admitted = vpn.admits.reduce((sum, rule) => sum.union(rule.destination), IntervalSet.of<bigint>());
  const refused = trip.destinations.subtract(admitted);
  const allowed = { ...trip, destinations: trip.destinations.intersect(admitted) };
  return [
    ...(refused.isEmpty ? [] : [unauthorized(vpn, { ...trip, destinations: refused })]),
    ...(allowed.destinations.isEmpty ? [] : routed(fabric, vpn, allowed, onward)),
  ];
}

function unauthorized(vpn: ClientVpn, trip: Trip): Path {
  const text = `no authorization rule for ${sayPart(trip.to, trip.destinations)}`;
  if (vpn.unknown !== undefined) return doubt(trip, vpn.address, vpn.unknown);
  return stop(trip, vpn.address, "CLIENT_VPN_NOT_AUTHORIZED", text, "add an authorization rule");
}

/** Only routes of the subnet that they come in by are theirs. https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/cvpn-working-routes.html */
function routed(fabric: Fabric, vpn: ClientVpn, trip: Trip, onward: Onward): Path[] {
  const { door } = trip.carrier;
  const routes = vpn.routes
    .filter(({ subnet }) => door === undefined || subnet === undefined || subnet === door)
    .map((route) => ({ ...route, isLearnt: false }));
  return lookUp({ routes }, trip.destinations).flatMap(({ destinations, route }) => {
    const part = { ...trip, destinations };
    if (route === undefined) {
      if (vpn.unknown !== undefined) return [doubt(part, vpn.address, vpn.unknown)];
      const text = `the client VPN has no route to ${sayPart(trip.to, destinations)}`;
      return [stop(part, vpn.address, "NO_ROUTE_TO_DESTINATION", text, "add a route to it")];
    }
    const home = fabric.subnets.get(route.subnet ?? door ?? "");
    if (home === undefined) return [doubt(part, vpn.address, "the subnet that the route leaves by")];
    const on = pass(part, route.origin, `client VPN route ${route.text} → ${shortName(home.address)}`);
    const side = clientSide(vpn, home, home.blocks.intersect(ANY_IPV4));
    return onward(home, translate(on, side, vpn.address));
  });
}
