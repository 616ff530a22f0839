import { nearestName } from "../../../language/problem.ts";
import type { ExternalNetwork, NetworkEndpoint, NetworkModel } from "../network/network-model.ts";
import { type Addresses, formatAddresses, parseAddresses } from "../packets/addresses.ts";
import { TransportSet } from "../packets/transport-set.ts";
import { ReachError } from "../terraform/reach-error.ts";
import type { QuestionEndpoint } from "./explain.ts";
import type { NetworkAnalysis } from "./network-analysis.ts";
import { cidrEndpoint, externalEndpoint, externalEndpoints } from "./paths/create-traffic-endpoint.ts";
import type { TrafficEndpoint } from "./paths/traffic-endpoint.ts";

/**
 * What a name speaks of: an endpoint of a platform (`cybershield-prod/app`), a resource (`net/aws_instance.web`),
 * an outside network (`internet`, `s3`), or an address or block.
 *
 * @throws ReachError for a name of nothing, with those that are like it.
 */
export function resolveEndpoint(analysis: NetworkAnalysis, name: string): QuestionEndpoint {
  const end = findEndpoint(analysis, name);
  if (end !== undefined) return end;
  throw new ReachError(`${notFoundMessage(name)}.${hint(analysis, name)}`);
}

/** That a name speaks of nothing, in words. */
export function notFoundMessage(name: string): string {
  return `${name} is nothing here that sends or receives`;
}

/** The same; undefined for a name of nothing. */
export function findEndpoint(analysis: NetworkAnalysis, name: string): QuestionEndpoint | undefined {
  const named = endpointsNamed(analysis, name);
  if (named.length > 0) return endpointOf(analysis, name, named);
  const externalNetwork = analysis.model.externalNetworks.get(name);
  if (externalNetwork !== undefined)
    return { name, trafficEndpoints: analysis.trafficEndpoints(name), listening: undefined };
  const gateway = resourceNamed([...analysis.model.gatewayEndpoints.keys()], name)[0];
  if (gateway !== undefined) return gatewayEndpointOf(analysis, gateway);
  const addresses = parseAddresses(/^\[(.+)\]$/.exec(name)?.[1] ?? name);
  if (addresses === undefined) return undefined;
  const trafficEndpoints = trafficEndpointsAt(analysis, addresses, name);
  return { name, trafficEndpoints, ...listenersAmong(trafficEndpoints.map(({ endpoint }) => endpoint)) };
}

/**
 * The endpoints behind a name: a platform's; a resource's, in whichever stack if it names none; all copies of one that
 * it names without a key. None: it is no such name.
 *
 * @throws ReachError for a resource of several stacks.
 */
export function endpointsNamed({ names, model }: NetworkAnalysis, name: string): readonly string[] {
  const named = names.endpointsOf(name);
  if (named.length > 0) return named;
  if (model.endpoints.has(name)) return [name];
  return resourceNamed([...model.endpoints.keys()], name);
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
function gatewayEndpointOf({ model }: NetworkAnalysis, name: string): QuestionEndpoint {
  const addresses = model.gatewayEndpoints.get(name);
  if (addresses === undefined) return { name, trafficEndpoints: [], listening: undefined };
  const externalNetwork: ExternalNetwork = {
    name,
    kind: "gateway-endpoint",
    addresses,
    attachedTo: undefined,
  };
  return { name, trafficEndpoints: [externalEndpoint(externalNetwork)], listening: undefined };
}

/** `aws_instance.web` of `net/aws_instance.web`. */
function inStack(address: string): string {
  return address.slice(address.indexOf("/") + 1);
}

function endpointOf(analysis: NetworkAnalysis, name: string, endpoints: readonly string[]): QuestionEndpoint {
  return {
    name,
    trafficEndpoints: endpoints.flatMap((address) => analysis.trafficEndpoints(address)),
    ...listenersAmong(endpoints.map((address) => analysis.model.endpoints.get(address))),
  };
}

/** As the far end, a load balancer is its listeners. */
function listenersAmong(
  endpoints: readonly (NetworkEndpoint | undefined)[],
): Pick<QuestionEndpoint, "listening" | "unknownListening"> {
  const balancers = endpoints.filter((endpoint) => endpoint?.kind.includes("load balancer"));
  if (balancers.length === 0 || balancers.length < endpoints.length) return { listening: undefined };
  const unknown = balancers.flatMap((balancer) => balancer?.unknownListening ?? []);
  return {
    listening: TransportSet.unionOf(balancers.map((balancer) => balancer?.listening ?? TransportSet.all)),
    ...(unknown[0] !== undefined && { unknownListening: unknown[0] }),
  };
}

/** What stands at these addresses, for certain; else the subnets and networks that have them. */
function trafficEndpointsAt(
  analysis: NetworkAnalysis,
  addresses: Addresses,
  name: string,
): TrafficEndpoint[] {
  const { model } = analysis;
  const exact = [...model.endpoints.keys()]
    .flatMap((endpoint) => analysis.trafficEndpoints(endpoint))
    .filter((trafficEndpoint) => trafficEndpoint.isExact && trafficEndpoint.addresses.covers(addresses));
  if (exact.length > 0) return exact.map((trafficEndpoint) => ({ ...trafficEndpoint, addresses }));
  const inside = [...model.subnets.values()].flatMap((subnet) => {
    const own = subnet.blocks.intersect(addresses);
    return own.isEmpty ? [] : [cidrEndpoint(subnet, own, `${formatAddresses(own)} in ${subnet.address}`)];
  });
  const left = inside.reduce((rest, trafficEndpoint) => rest.subtract(trafficEndpoint.addresses), addresses);
  const all = [...inside, ...externalNetworksAt(model, left, name)];
  if (all.length > 0 || model.gaps.some(({ address }) => HAS_BLOCKS.test(address))) return all;
  return [externalEndpoint({ name, kind: "nowhere", addresses, attachedTo: undefined })];
}

/** Resources that have blocks of addresses: with one of them not known, any address may be its. */
const HAS_BLOCKS = /[/.]aws_(default_)?(vpc|subnet|vpc_ipv[46]_cidr_block_association)[.[]/;

/** Narrower networks before the internet, which has all that nobody else has; last, all that may have the rest. */
function externalNetworksAt(
  { externalNetworks, clientVpns }: NetworkModel,
  addresses: Addresses,
  name: string,
): TrafficEndpoint[] {
  const trafficEndpoints: TrafficEndpoint[] = [];
  let left = addresses;
  const inOrder = [...externalNetworks.values()].sort((a, b) => precedence(a) - precedence(b));
  for (const externalNetwork of inOrder) {
    const own = externalNetwork.addresses.intersect(left);
    if (own.isEmpty) continue;
    trafficEndpoints.push(...externalEndpoints(clientVpns, externalNetwork, own, name, true));
    if (externalNetwork.hasUnknownPrefixes !== true) left = left.subtract(own);
  }
  return trafficEndpoints;
}

function precedence({ kind, hasUnknownPrefixes: isUncharted }: ExternalNetwork): number {
  if (isUncharted === true) return 2;
  return kind === "internet" ? 1 : 0;
}

function hint(analysis: NetworkAnalysis, name: string): string {
  const { names, model } = analysis;
  const port = /:\d+$/.exec(name)?.[0];
  if (port !== undefined && findEndpoint(analysis, name.slice(0, -port.length)) !== undefined)
    return ` Only TO has a port: leave ${port} out.`;
  const own = [...model.endpoints.keys(), ...model.gatewayEndpoints.keys()];
  const known = [...names.names, ...own, ...model.externalNetworks.keys()];
  const like = nearestName(name, [...known, ...known.map(inStack)]);
  if (like !== undefined) return ` Did you mean ${like}?`;
  return ` Allowed: ${known.slice(0, 12).join(", ")}${known.length > 12 ? ", …" : ""}; or an address or block.`;
}
