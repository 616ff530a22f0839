import type { NetworkModel, RouteTarget, Subnet } from "../../network/network-model.ts";
import type { Addresses } from "../../packets/addresses.ts";
import { cidrEndpoint } from "../paths/create-traffic-endpoint.ts";
import { longestPrefixMatch } from "../paths/longest-prefix-match.ts";
import type { RoutePath } from "../paths/route-path.ts";
import { RouteResolver } from "../paths/route-resolver.ts";

/** Two subnets that routes join, other than a VPC's own: the ways there and back, whatever may pass. */
export interface SubnetPair {
  readonly from: Subnet;
  readonly to: Subnet;
  readonly there: readonly RoutePath[];
  readonly back: readonly RoutePath[];
}

const known = new WeakMap<NetworkModel, readonly SubnetPair[]>();

/** Every pair of subnets of which one has a route to the other; subnets that are the same to routes stand for each other. */
export function subnetPairs(model: NetworkModel): readonly SubnetPair[] {
  let pairs = known.get(model);
  if (pairs === undefined) {
    pairs = findPairs(model);
    known.set(model, pairs);
  }
  return pairs;
}

function findPairs(model: NetworkModel): SubnetPair[] {
  const paths = new RouteResolver(model);
  const find = (from: Subnet, to: Subnet) =>
    paths.find(
      cidrEndpoint(from, from.blocks, from.address),
      cidrEndpoint(to, to.blocks, to.address),
      to.blocks,
    );
  const subnets = [...model.subnets.values()];
  const sources = subnets.filter(({ table }) => table.routes.some(({ target }) => isPrivate(target)));
  const parted = partedVpcs(model);
  const own = ({ vpc, address }: Subnet) => (parted.has(vpc) ? address : "");
  const targets = classes(subnets, own);
  return classes(sources, own).flatMap((from) =>
    targets
      .filter((to) => to !== from && isRoutedTo(from, to))
      .map((to) => ({ from, to, there: find(from, to), back: find(to, from) })),
  );
}

/** One subnet of each table and zone, and of whatever else tells them apart. */
function classes(subnets: readonly Subnet[], more: (subnet: Subnet) => string): Subnet[] {
  const keyOf = (subnet: Subnet) =>
    JSON.stringify([subnet.vpc, subnet.table.address, subnet.zone, more(subnet)]);
  return [...new Map(subnets.map((subnet) => [keyOf(subnet), subnet])).values()];
}

/** VPCs with a route to some of their addresses and not to all: their subnets are reached in different ways. */
function partedVpcs({ vpcs, subnets, transitGateways }: NetworkModel): ReadonlySet<string> {
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

/** Whether a route leads to another network, or to an appliance, rather than to the internet or AWS's services. */
function isPrivate({ kind }: RouteTarget): boolean {
  return ["peering", "transit-gateway", "vpn-gateway", "endpoint"].includes(kind);
}

function isRoutedTo(from: Subnet, to: Subnet): boolean {
  return longestPrefixMatch(from.table, to.blocks).some(
    ({ route }) => route !== undefined && isPrivate(route.target),
  );
}

/** Whether some of the packets get there, or may. */
export function mayReach(paths: readonly RoutePath[]): boolean {
  return paths.some(({ end }) => end !== "blocked");
}

/** Whether some of the packets get there for certain. */
export function reaches(paths: readonly RoutePath[]): boolean {
  return paths.some(({ end }) => end === "reached");
}

/** The gateway that routes of a subnet lead some addresses to; undefined when it is not one alone. */
export function singleGatewayTo(subnet: Subnet, addresses: Addresses): RouteTarget | undefined {
  const found = longestPrefixMatch(subnet.table, addresses);
  const first = found[0]?.route?.target;
  return found.every(
    ({ route }) => route !== undefined && routeTargetName(route.target) === routeTargetName(first),
  )
    ? first
    : undefined;
}

/** The name of what a route leads to. */
export function routeTargetName(target: RouteTarget | undefined): string | undefined {
  return target !== undefined && "address" in target ? target.address : target?.kind;
}
