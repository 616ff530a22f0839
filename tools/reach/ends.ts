import { nearestName } from "../../spec/problem.ts";
import { ReachError } from "./errors.ts";
import type { Endpoint, Fabric, Outside } from "./model/fabric.ts";
import type { Network } from "./network.ts";
import { type Addresses, parseAddresses, sayAddresses } from "./packets/addresses.ts";
import { Services } from "./packets/services.ts";
import type { End } from "./verbs/explain.ts";
import type { Side } from "./walk/side.ts";
import { blockSide, outsideSide, outsideSides } from "./walk/sides.ts";

/**
 * What a name speaks of: an endpoint of a platform (`cybershield-prod/app`), a resource (`net/aws_instance.web`),
 * an outside network (`internet`, `s3`), or an address or block.
 *
 * @throws ReachError for a name of nothing, with those that are like it.
 */
export function endOf(network: Network, name: string): End {
  const end = findEnd(network, name);
  if (end !== undefined) return end;
  throw new ReachError(`${nothing(name)}.${hint(network, name)}`);
}

/** That a name speaks of nothing, in words. */
export function nothing(name: string): string {
  return `${name} is nothing here that sends or receives`;
}

/** The same; undefined for a name of nothing. */
export function findEnd(network: Network, name: string): End | undefined {
  const named = endpointsNamed(network, name);
  if (named.length > 0) return endpointsEnd(network, name, named);
  const outside = network.fabric.outsides.get(name);
  if (outside !== undefined) return { name, sides: network.sides(name), listens: undefined };
  const gateway = resourceNamed([...network.fabric.gatewayEndpoints.keys()], name)[0];
  if (gateway !== undefined) return gatewayEnd(network, gateway);
  const addresses = parseAddresses(/^\[(.+)\]$/.exec(name)?.[1] ?? name);
  if (addresses === undefined) return undefined;
  const sides = sidesAt(network, addresses, name);
  return { name, sides, ...listenersAmong(sides.map(({ endpoint }) => endpoint)) };
}

/**
 * The endpoints behind a name: a platform's; a resource's, in whichever stack if it names none; all copies of one that
 * it names without a key. None: it is no such name.
 *
 * @throws ReachError for a resource of several stacks.
 */
export function endpointsNamed({ names, fabric }: Network, name: string): readonly string[] {
  const named = names.endpointsOf(name);
  if (named.length > 0) return named;
  if (fabric.endpoints.has(name)) return [name];
  return resourceNamed([...fabric.endpoints.keys()], name);
}

function resourceNamed(addresses: readonly string[], name: string): readonly string[] {
  const found = addresses.filter((address) =>
    [address, inStack(address)].some((each) => each === name || each.startsWith(`${name}[`)),
  );
  const stacks = new Set(found.map((address) => address.slice(0, -inStack(address).length)));
  if (stacks.size <= 1) return found;
  throw new ReachError(`${name} is in several stacks: say which, ${found.join(" or ")}.`);
}

/** A gateway endpoint has no address: it is its service, by it alone. */
function gatewayEnd({ fabric }: Network, name: string): End {
  const addresses = fabric.gatewayEndpoints.get(name);
  if (addresses === undefined) return { name, sides: [], listens: undefined };
  const outside: Outside = { name, kind: "gateway-endpoint", addresses, entry: undefined };
  return { name, sides: [outsideSide(outside)], listens: undefined };
}

/** `aws_instance.web` of `net/aws_instance.web`. */
function inStack(address: string): string {
  return address.slice(address.indexOf("/") + 1);
}

function endpointsEnd(network: Network, name: string, endpoints: readonly string[]): End {
  return {
    name,
    sides: endpoints.flatMap((address) => network.sides(address)),
    ...listenersAmong(endpoints.map((address) => network.fabric.endpoints.get(address))),
  };
}

/** As the far end, a load balancer is its listeners. */
function listenersAmong(
  endpoints: readonly (Endpoint | undefined)[],
): Pick<End, "listens" | "unknownListeners"> {
  const balancers = endpoints.filter((endpoint) => endpoint?.kind.includes("load balancer"));
  if (balancers.length === 0 || balancers.length < endpoints.length) return { listens: undefined };
  const unknown = balancers.flatMap((balancer) => balancer?.unknownListeners ?? []);
  return {
    listens: Services.unionOf(balancers.map((balancer) => balancer?.listens ?? Services.all)),
    ...(unknown[0] !== undefined && { unknownListeners: unknown[0] }),
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
  const all = [...inside, ...outsidesAt(fabric, left, name)];
  if (all.length > 0 || fabric.gaps.some(({ address }) => HAS_BLOCKS.test(address))) return all;
  return [outsideSide({ name, kind: "nowhere", addresses, entry: undefined })];
}

/** Resources that have blocks of addresses: with one of them not known, any address may be its. */
const HAS_BLOCKS = /[/.]aws_(default_)?(vpc|subnet|vpc_ipv[46]_cidr_block_association)[.[]/;

/** Narrower networks before the internet, which has all that nobody else has; last, all that may have the rest. */
function outsidesAt({ outsides, clientVpns }: Fabric, addresses: Addresses, name: string): Side[] {
  const sides: Side[] = [];
  let left = addresses;
  const inOrder = [...outsides.values()].sort((a, b) => lateness(a) - lateness(b));
  for (const outside of inOrder) {
    const own = outside.addresses.intersect(left);
    if (own.isEmpty) continue;
    sides.push(...outsideSides(clientVpns, outside, own, name, true));
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
  const port = /:\d+$/.exec(name)?.[0];
  if (port !== undefined && findEnd(network, name.slice(0, -port.length)) !== undefined)
    return ` Only TO has a port: leave ${port} out.`;
  const own = [...fabric.endpoints.keys(), ...fabric.gatewayEndpoints.keys()];
  const known = [...names.names, ...own, ...fabric.outsides.keys()];
  const like = nearestName(name, [...known, ...known.map(inStack)]);
  if (like !== undefined) return ` Did you mean ${like}?`;
  return ` Allowed: ${known.slice(0, 12).join(", ")}${known.length > 12 ? ", …" : ""}; or an address or block.`;
}
