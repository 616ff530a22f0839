import { memoize } from "../../../../language/memoize.ts";
import type { NetworkModel, RouteTarget, Subnet } from "../../network/network-model.ts";
import type { Addresses } from "../../packets/addresses.ts";
import { representatives } from "../equivalence-classes.ts";
import { cidrEndpoint } from "../paths/create-traffic-endpoint.ts";
import { longestPrefixMatch } from "../paths/longest-prefix-match.ts";
import type { RoutePath } from "../paths/route-path.ts";
import { RouteResolver } from "../paths/route-resolver.ts";

/**
 * Two subnets connected by routes other than the local one, with the paths there and back,
 * regardless of filters.
 */
export interface SubnetPair {
  /** The subnet that sends. */
  readonly from: Subnet;
  /** The subnet that receives. */
  readonly to: Subnet;
  /** The paths from the first subnet to the second. */
  readonly there: readonly RoutePath[];
  /** The paths from the second subnet to the first. */
  readonly back: readonly RoutePath[];
}

/**
 * Returns every pair of subnets of which one has a route to the other. Subnets that routes treat
 * alike are represented by one of them.
 */
export const subnetPairs = memoize((model: NetworkModel): readonly SubnetPair[] => {
  const paths = new RouteResolver(model);
  const find = (from: Subnet, to: Subnet) =>
    paths.find(
      cidrEndpoint(from, from.blocks, from.address),
      cidrEndpoint(to, to.blocks, to.address),
      to.blocks,
    );
  const subnets = [...model.subnets.values()];
  const sources = subnets.filter(({ table }) => table.routes.some(({ target }) => isPrivate(target)));
  const split = splitVpcs(model);
  const own = ({ vpc, address }: Subnet) => (split.has(vpc) ? address : "");
  const keyOf = (subnet: Subnet) =>
    JSON.stringify([subnet.vpc, subnet.table.address, subnet.zone, own(subnet)]);
  const targets = representatives(subnets, keyOf);
  return representatives(sources, keyOf).flatMap((from) =>
    targets
      .filter((to) => to !== from && isRoutedTo(from, to))
      .map((to) => ({ from, to, there: find(from, to), back: find(to, from) })),
  );
});

/** VPCs with a route to a part of their addresses: their subnets are reached in different ways. */
function splitVpcs({ vpcs, subnets, transitGateways }: NetworkModel): ReadonlySet<string> {
  const tables = new Set([...subnets.values()].map(({ table }) => table));
  const transit = [...transitGateways.values()].flatMap((gateway) => [...gateway.tables.values()]);
  const routes = [...tables, ...transit].flatMap(
    (table): readonly { destination: Addresses }[] => table.routes,
  );
  const destinations = new Map(routes.map(({ destination }) => [destination.intervals.join(), destination]));
  const parts = [...destinations.values()];
  return new Set(
    [...vpcs.values()]
      .filter(({ blocks }) => parts.some((part) => part.overlaps(blocks) && !part.covers(blocks)))
      .map(({ address }) => address),
  );
}

/**
 * Reports that a route leads to another network or an appliance, not to the internet or an AWS
 * service.
 */
function isPrivate({ kind }: RouteTarget): boolean {
  return ["peering", "transit-gateway", "vpn-gateway", "endpoint"].includes(kind);
}

function isRoutedTo(from: Subnet, to: Subnet): boolean {
  return longestPrefixMatch(from.table, to.blocks).some(
    ({ route }) => route !== undefined && isPrivate(route.target),
  );
}

/** Reports that some packets arrive, or may arrive. */
export function mayReach(paths: readonly RoutePath[]): boolean {
  return paths.some(({ outcome }) => outcome !== "blocked");
}

/** Reports that some packets are certain to arrive. */
export function reaches(paths: readonly RoutePath[]): boolean {
  return paths.some(({ outcome }) => outcome === "reached");
}

/**
 * Returns the only gateway to which a subnet routes some addresses; undefined if there are several
 * or none.
 */
export function singleGatewayTo(subnet: Subnet, addresses: Addresses): RouteTarget | undefined {
  const found = longestPrefixMatch(subnet.table, addresses);
  const first = found[0]?.route?.target;
  return found.every(
    ({ route }) => route !== undefined && routeTargetName(route.target) === routeTargetName(first),
  )
    ? first
    : undefined;
}

/** Returns the name of a route's target. */
export function routeTargetName(target: RouteTarget | undefined): string | undefined {
  return target !== undefined && "address" in target ? target.address : target?.kind;
}
