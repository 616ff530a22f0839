import { compact } from "../../../language/compact.ts";
import { nearestName } from "../../../language/problem.ts";
import type { ExternalNetwork, NetworkEndpoint } from "../network/endpoint-model.ts";
import type { NetworkModel } from "../network/network-model.ts";
import { type Addresses, formatAddresses, parseAddresses } from "../packets/addresses.ts";
import { TransportSet } from "../packets/transport-set.ts";
import { ReachError } from "../terraform/reach-error.ts";
import type { QuestionEndpoint } from "./explain.ts";
import type { NetworkAnalysis } from "./network-analysis.ts";
import { cidrEndpoint, externalEndpoint, externalEndpoints } from "./paths/create-traffic-endpoint.ts";
import type { TrafficEndpoint } from "./paths/traffic-endpoint.ts";

/**
 * Resolves a name: a platform's endpoint (`cybershield-prod/app`), a resource
 * (`net/aws_instance.web`), an external network (`internet`, `s3`), or an address or CIDR block.
 *
 * @throws ReachError for an unknown name, with similar names.
 */
export function resolveEndpoint(analysis: NetworkAnalysis, name: string): QuestionEndpoint {
  const endpoint = findEndpoint(analysis, name);
  if (endpoint !== undefined) return endpoint;
  throw new ReachError(`${notFoundMessage(name)}.${hint(analysis, name)}`);
}

/** Returns the message for a name that matches no endpoint. */
export function notFoundMessage(name: string): string {
  return `no endpoint named ${name} in these files`;
}

/** Resolves a name like {@link resolveEndpoint}; undefined for an unknown name. */
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
 * Returns the endpoints with a name: a platform's; a resource's, whose stack may be left out; all
 * instances of a resource named without a key. Empty for an unknown name.
 *
 * @throws ReachError for a resource that several stacks have.
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
  throw new ReachError(`${name} is in several stacks. Fix: name the stack too: ${found.join(" or ")}.`);
}

/**
 * A gateway endpoint has no address: it stands for its service, reached through this endpoint
 * alone.
 */
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

/**
 * The listeners, if all endpoints are load balancers: as a target, a load balancer is its
 * listeners.
 */
function listenersAmong(
  endpoints: readonly (NetworkEndpoint | undefined)[],
): Pick<QuestionEndpoint, "listening" | "unknownListening"> {
  const balancers = endpoints.filter((endpoint) => endpoint?.kind.includes("load balancer"));
  if (balancers.length === 0 || balancers.length < endpoints.length) return { listening: undefined };
  const unknown = balancers.flatMap((balancer) => balancer?.unknownListening ?? []);
  return {
    listening: TransportSet.unionOf(balancers.map((balancer) => balancer?.listening ?? TransportSet.all)),
    ...compact({ unknownListening: unknown[0] }),
  };
}

/**
 * The endpoints that are certain to have these addresses; if there are none, the subnets and
 * external networks that contain them.
 */
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

/** Resources with CIDR blocks. If one of them is unknown, it may contain any address. */
const HAS_BLOCKS = /[/.]aws_(default_)?(vpc|subnet|vpc_ipv[46]_cidr_block_association)[.[]/;

/**
 * Specific networks before the internet, which has all remaining addresses; last, networks with
 * unknown prefixes, which may have the rest.
 */
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

function precedence({ kind, hasUnknownPrefixes }: ExternalNetwork): number {
  if (hasUnknownPrefixes === true) return 2;
  return kind === "internet" ? 1 : 0;
}

function hint(analysis: NetworkAnalysis, name: string): string {
  const { names, model } = analysis;
  const port = /:\d+$/.exec(name)?.[0];
  if (port !== undefined && findEndpoint(analysis, name.slice(0, -port.length)) !== undefined)
    return ` Fix: leave out ${port}, only TO has a port.`;
  const own = [...model.endpoints.keys(), ...model.gatewayEndpoints.keys()];
  const known = [...names.names, ...own, ...model.externalNetworks.keys()];
  const like = nearestName(name, [...known, ...known.map(inStack)]);
  if (like !== undefined) return ` Did you mean ${like}?`;
  return ` Allowed: ${known.slice(0, 12).join(", ")}${known.length > 12 ? ", …" : ""}; or an address or CIDR block.`;
}
