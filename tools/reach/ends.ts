import { nearestName } from "../../spec/problem.ts";
import { ReachError } from "./errors.ts";
import type { Outside } from "./model/fabric.ts";
import type { Network } from "./network.ts";
import { type Addresses, parseAddresses, sayAddresses } from "./packets/addresses.ts";
import { Services } from "./packets/services.ts";
import type { End } from "./verbs/explain.ts";
import type { Side } from "./walk/side.ts";
import { blockSide, outsideSide } from "./walk/sides.ts";

/**
 * What a name speaks of: an endpoint of a platform (`cybershield-prod/app`), a resource (`net/aws_instance.web`),
 * an outside network (`internet`, `s3`), or an address or block.
 *
 * @throws ReachError for a name of nothing, with those that are like it.
 */
export function endOf(network: Network, name: string): End {
  const named = network.names.endpointsOf(name);
  if (named.length > 0) return endpointsEnd(network, name, named);
  if (network.fabric.endpoints.has(name)) return endpointsEnd(network, name, [name]);
  const outside = network.fabric.outsides.get(name);
  if (outside !== undefined) return { name, sides: network.sides(name), listens: undefined };
  const addresses = parseAddresses(name);
  if (addresses !== undefined) return { name, sides: sidesAt(network, addresses, name), listens: undefined };
  throw new ReachError(`${name} is nothing here.${hint(network, name)}`);
}

/** As the far end, a load balancer is its listeners. */
function endpointsEnd(network: Network, name: string, endpoints: readonly string[]): End {
  const found = endpoints.map((address) => network.fabric.endpoints.get(address)!);
  const isBalancer = found.every(({ kind }) => kind.includes("load balancer"));
  const listens = found.map((endpoint) => endpoint.listens ?? Services.all);
  return {
    name,
    sides: endpoints.flatMap((address) => network.sides(address)),
    listens: isBalancer ? Services.unionOf(listens) : undefined,
  };
}

/** What stands at these addresses, for certain; else the subnets and networks that have them. */
function sidesAt(network: Network, addresses: Addresses, name: string): Side[] {
  const { fabric } = network;
  const exact = [...fabric.endpoints.keys()]
    .flatMap((endpoint) => network.sides(endpoint))
    .filter((side) => side.isExact && side.addresses.covers(addresses));
  if (exact.length > 0) return exact.map((side) => ({ ...side, addresses }));
  const inside = [...fabric.subnets.values()].flatMap((subnet) => {
    const own = subnet.blocks.intersect(addresses);
    return own.isEmpty ? [] : [blockSide(subnet, own, `${sayAddresses(own)} in ${subnet.address}`)];
  });
  const left = inside.reduce((rest, side) => rest.subtract(side.addresses), addresses);
  return [...inside, ...outsidesAt([...fabric.outsides.values()], left, name)];
}

/** Narrower networks before the internet, which has all that nobody else has; last, all that may have the rest. */
function outsidesAt(outsides: readonly Outside[], addresses: Addresses, name: string): Side[] {
  const sides: Side[] = [];
  let left = addresses;
  const inOrder = [...outsides].sort((a, b) => lateness(a) - lateness(b));
  for (const outside of inOrder) {
    const own = outside.addresses.intersect(left);
    if (own.isEmpty) continue;
    sides.push(outsideSide(outside, own, name, true));
    if (outside.isUncharted !== true) left = left.subtract(own);
  }
  return sides;
}

function lateness({ kind, isUncharted }: Outside): number {
  if (isUncharted === true) return 2;
  return kind === "internet" ? 1 : 0;
}

function hint(network: Network, name: string): string {
  const { names, fabric } = network;
  const known = [...names.names, ...fabric.endpoints.keys(), ...fabric.outsides.keys()];
  const like = nearestName(name, known);
  if (like !== undefined) return ` Did you mean ${like}?`;
  return ` Allowed: ${known.slice(0, 12).join(", ")}${known.length > 12 ? ", …" : ""}; or an address or block.`;
}
