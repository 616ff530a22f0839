import type { Fabric, Subnet, Target } from "../model/fabric.ts";
import type { Addresses } from "../packets/addresses.ts";
import type { Path } from "../walk/path.ts";
import { Pathfinder } from "../walk/pathfinder.ts";
import { lookUp } from "../walk/routes.ts";
import { blockSide } from "../walk/sides.ts";

/** Two subnets that routes join, other than a VPC's own: the ways there and back, whatever may pass. */
export interface SubnetPair {
  readonly from: Subnet;
  readonly to: Subnet;
  readonly there: readonly Path[];
  readonly back: readonly Path[];
}

const known = new WeakMap<Fabric, readonly SubnetPair[]>();

/** Every pair of subnets of which one has a route to the other; subnets that are the same to routes stand for each other. */
export function subnetPairs(fabric: Fabric): readonly SubnetPair[] {
  let pairs = known.get(fabric);
  if (pairs === undefined) {
    pairs = findPairs(fabric);
    known.set(fabric, pairs);
  }
  return pairs;
}

function findPairs(fabric: Fabric): SubnetPair[] {
  const paths = new Pathfinder(fabric);
  const find = (from: Subnet, to: Subnet) =>
    paths.find(blockSide(from, from.blocks, from.address), blockSide(to, to.blocks, to.address), to.blocks);
  const subnets = [...fabric.subnets.values()];
  const sources = subnets.filter(({ table }) => table.routes.some(({ target }) => isPrivate(target)));
  const parted = partedVpcs(fabric);
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
function partedVpcs({ vpcs, subnets, transitGateways }: Fabric): ReadonlySet<string> {
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
function isPrivate({ kind }: Target): boolean {
  return ["peering", "transit-gateway", "vpn-gateway", "endpoint"].includes(kind);
}

function isRoutedTo(from: Subnet, to: Subnet): boolean {
  return lookUp(from.table, to.blocks).some(({ route }) => route !== undefined && isPrivate(route.target));
}

/** Whether some of the packets get there, or may. */
export function mayArrive(paths: readonly Path[]): boolean {
  return paths.some(({ end }) => end !== "stops");
}

/** Whether some of the packets get there for certain. */
export function arrives(paths: readonly Path[]): boolean {
  return paths.some(({ end }) => end === "arrives");
}

/** The gateway that routes of a subnet lead some addresses to; undefined when it is not one alone. */
export function gatewayTo(subnet: Subnet, addresses: Addresses): Target | undefined {
  const found = lookUp(subnet.table, addresses);
  const first = found[0]?.route?.target;
  return found.every(({ route }) => route !== undefined && nameOf(route.target) === nameOf(first))
    ? first
    : undefined;
}

/** The name of what a route leads to. */
export function nameOf(target: Target | undefined): string | undefined {
  return target !== undefined && "address" in target ? target.address : target?.kind;
}
