import type { FlowEndpoint } from "../../language/endpoints.ts";
import {
  AWS_ENDPOINT,
  flowEndpoints,
  INTERNET_ENDPOINT,
  natTierOf,
  networkNameOf,
  ownValue,
} from "../../language/endpoints.ts";
import type { Flow, PortRange } from "../../language/flows.ts";
import { tcp, udp } from "../../language/flows.ts";
import { memoize } from "../../language/memoize.ts";
import { endpointServiceFor } from "../../language/network-connectivity.ts";
import type { Platform } from "../../language/platform.ts";
import { isPublicEndpoint, loadBalancersReached } from "../../language/reachability.ts";
import { defined, required } from "../../language/required.ts";
import {
  listenerOfAttachment,
  type TargetAttachment,
  targetAttachments,
} from "../../language/target-attachments.ts";
import type { FlowHop, HopEndpoint, HopPorts } from "./flow-hop.ts";
import { firstInternalTier, implicitHops } from "./implicit-hops.ts";
import { tierCidrs } from "./subnet-plan.ts";

/** CloudFront as the source of a hop. */
const CLOUDFRONT_ENDPOINT = "cloudfront";
/** The endpoint name of a network's interface endpoints. */
export function interfaceEndpointsName(network: string): string {
  return `${network}-endpoints`;
}

/** The endpoint name of an endpoint service in a consumer network. */
export function endpointServiceName(service: string, consumer: string): string {
  return `${service}-${consumer}`;
}

/**
 * Plans all hops of the declared flows. A flow to a published workload goes through its load
 * balancer (and CloudFront, if enabled); a flow to `aws` through the network's endpoints.
 */
export const planHops: (platform: Platform) => readonly FlowHop[] = memoize(buildHops);

function buildHops(platform: Platform): FlowHop[] {
  const endpoints = flowEndpoints(platform);
  const hops = platform.flows.flatMap((flow) => {
    const from = endpoints.get(flow.from);
    const to = endpoints.get(flow.to);
    if (from === undefined || to === undefined)
      throw new RangeError(`unknown flow ${flow.from} -> ${flow.to}`);
    const label = `${flow.from} -> ${flow.to}`;
    if (to.name === AWS_ENDPOINT) return hopsToAws(platform, label, from);
    return hopsTo(platform, label, flow, resolveHopEndpoint(platform, from), to);
  });
  return [...hops, ...implicitHops(platform)];
}

/**
 * The endpoint that VPCs see. Clients of a client VPN appear with the addresses of the VPN's
 * interfaces, which have their own security group.
 * https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/how-it-works.html
 */
function resolveHopEndpoint(platform: Platform, end: FlowEndpoint): HopEndpoint {
  const via =
    end.kind === "outside" ? (platform.outside[end.name]?.via ?? INTERNET_ENDPOINT) : INTERNET_ENDPOINT;
  const connection = ownValue(platform.connections, via);
  if (connection?.kind !== "client-vpn") return end;
  return { name: via, kind: "client-vpn", network: connection.network, tier: connection.tier };
}

function hopsTo(
  platform: Platform,
  label: string,
  flow: Flow,
  from: HopEndpoint,
  to: FlowEndpoint,
): FlowHop[] {
  const own = to.port === undefined ? [] : [tcp(to.port)];
  const places = targetAttachments(platform).filter(({ endpoint: end }) => end === to.name);
  if (places.length === 0 || flow.ports !== undefined) {
    return throughNat(platform, { flow: label, from, to, ports: flow.ports ?? own });
  }
  return loadBalancersReached(platform, flow).flatMap((balancer) => {
    const through = flowEndpoints(platform).get(balancer);
    if (through === undefined) throw new RangeError(`unknown load balancer ${balancer}`);
    const here = places.filter(({ settings: place }) => place.loadBalancer === balancer);
    const ports = here.flatMap((place) => targetPorts(platform, place));
    const entry = entryHop(platform, from, balancer, here);
    const nextHop = throughService(platform, { flow: label, ...entry, to: through });
    const caller = required(nextHop, nextHop.length - 1).from;
    // Over PrivateLink even UDP arrives with the load balancer's address.
    const client = caller.kind !== "private-link" && ports.some(isUdp) ? { client: caller } : {};
    return [...nextHop, { flow: label, from: through, to, ports, ...client }];
  });
}

/**
 * The hops over PrivateLink: to the interface endpoint in the source's network, then to the load
 * balancer, whose security group matches the client's address. No route is involved.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
 */
function throughService(platform: Platform, hop: FlowHop): FlowHop[] {
  const consumer = hop.from.network;
  const service = consumer === undefined ? undefined : endpointServiceFor(platform, hop.to.name, consumer);
  const connection = service === undefined ? undefined : platform.connections[service];
  if (consumer === undefined || service === undefined || connection?.kind !== "endpoint-service")
    return throughNat(platform, hop);
  const { tier } = required(connection.consumers, consumer);
  const name = endpointServiceName(service, consumer);
  const cidrs = tierCidrs(
    required(platform.networks, consumer),
    defined(hop.from.tier, `the tier of ${hop.from.name}`),
  );
  return [
    { ...hop, to: { name, kind: "vpc-endpoints", network: consumer, tier } },
    { ...hop, from: { name: hop.from.name, kind: "private-link", cidrs } },
  ];
}

/**
 * The hops over a connection from a tier behind private NAT: to the NAT gateway, addressed to the
 * destination, and from there with the gateway's address.
 * https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-scenarios.html
 */
function throughNat(platform: Platform, hop: FlowHop): FlowHop[] {
  const { from, to } = hop;
  const tier = natTierOf(platform, from);
  const leaves = to.network === undefined ? !isPublicEndpoint(platform, to) : to.network !== from.network;
  if (tier === undefined || from.network === undefined || !leaves) return [hop];
  const cidrs =
    to.network === undefined
      ? (to.cidrs ?? [])
      : tierCidrs(required(platform.networks, to.network), defined(to.tier, `the tier of ${to.name}`));
  const gateway: HopEndpoint = {
    name: natInstanceName(from.network),
    kind: "nat-gateway",
    network: from.network,
    tier,
  };
  return [
    { ...hop, to: { name: to.name, kind: "nat-gateway", cidrs, externalNetwork: to } },
    { ...hop, from: gateway },
  ];
}

/** The hop to a load balancer: from the source itself, or from CloudFront, over HTTPS only. */
function entryHop(
  platform: Platform,
  from: HopEndpoint,
  balancer: string,
  places: readonly TargetAttachment[],
): Pick<FlowHop, "from" | "ports"> {
  const { kind, listeners } = required(platform.edge.loadBalancers, balancer);
  const byCdn = from.name === INTERNET_ENDPOINT && isBehindCdn(platform, balancer);
  // ALB listeners serve several workloads; each NLB listener forwards to one.
  const open = listeners.filter((listener) =>
    kind === "network"
      ? places.some(
          ({ settings: place }) =>
            listenerOfAttachment(required(platform.edge.loadBalancers, balancer), place) === listener,
        )
      : !byCdn || listener.protocol === "HTTPS",
  );
  const ports = open.map(({ port, protocol }) => (protocol === "UDP" ? udp(port) : tcp(port)));
  return { from: byCdn ? { name: CLOUDFRONT_ENDPOINT, kind: "cloudfront" } : from, ports };
}

/** Ports from a load balancer to a target: the listener's protocol, plus TCP health checks. */
function targetPorts(platform: Platform, { settings: place, port }: TargetAttachment): PortRange[] {
  if (port === undefined) return [];
  const listener = listenerOfAttachment(required(platform.edge.loadBalancers, place.loadBalancer), place);
  return listener?.protocol === "UDP" ? [udp(port), tcp(port)] : [tcp(port)];
}

function isUdp({ protocol }: HopPorts): boolean {
  return protocol === "udp";
}

/** True if the internet reaches the load balancer only through CloudFront. */
export function isBehindCdn(platform: Platform, balancer: string): boolean {
  return platform.edge.cdn !== undefined && platform.edge.domain?.entry === balancer;
}

function hopsToAws(platform: Platform, label: string, from: FlowEndpoint): FlowHop[] {
  const network = networkNameOf(platform, from);
  const endpoints = network === undefined ? undefined : platform.networks[network]?.endpoints;
  if (network === undefined || endpoints === undefined) return [];
  const gateways = endpoints.gateway.map(
    (service): FlowHop => ({
      flow: label,
      from,
      to: { name: service, kind: "gateway-endpoint", network, service },
      ports: [tcp(443)],
    }),
  );
  if (endpoints.interface.length === 0) return gateways;
  const tier = endpointTier(platform, network);
  const to: HopEndpoint = { name: interfaceEndpointsName(network), kind: "vpc-endpoints", network, tier };
  return [...gateways, { flow: label, from, to, ports: [tcp(443)] }];
}

/**
 * The tier of a network's interface endpoints: as configured, else the first private tier.
 *
 * @throws RangeError if the network has no tier, which the spec's checks reject.
 */
export function endpointTier(platform: Platform, network: string): string {
  const settings = required(platform.networks, network);
  return settings.endpoints.tier ?? firstInternalTier(settings, network);
}

/** The endpoint name of a network's NAT instance or private NAT gateways. */
export function natInstanceName(network: string): string {
  return `${network}-nat`;
}

/** The network whose NAT carries an outbound hop of a private tier; undefined for other hops. */
export function natNetwork(platform: Platform, hop: FlowHop): string | undefined {
  const network = hop.from.network === undefined ? undefined : platform.networks[hop.from.network];
  if (network === undefined || network.tiers[hop.from.tier ?? ""]?.access !== "private") return undefined;
  const isOut =
    hop.to.kind === "internet" ||
    (hop.to.kind === "outside" && platform.outside[hop.to.name]?.via === INTERNET_ENDPOINT);
  return isOut && (network.nat.kind === "gateway" || network.nat.kind === "instance")
    ? hop.from.network
    : undefined;
}
