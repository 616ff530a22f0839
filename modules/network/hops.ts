import type { Endpoint } from "../../spec/endpoints.ts";
import { AWS, endpointsOf, INTERNET, networkOf } from "../../spec/endpoints.ts";
import type { Flow, PortRange } from "../../spec/flows.ts";
import { tcp, udp } from "../../spec/flows.ts";
import type { Platform } from "../../spec/platform.ts";
import { listenerOf, type Publication, publicationsOf } from "../../spec/publications.ts";

/** An end of a hop: an endpoint of the spec, or one that Drydock adds. */
export interface HopEnd {
  readonly name: string;
  readonly kind: Endpoint["kind"] | "cloudfront" | "gateway-endpoint";
  readonly network?: string;
  readonly tier?: string;
  readonly cidrs?: readonly string[];
  /** The AWS service of a gateway endpoint: `s3`. */
  readonly service?: string;
  /** The security group that stands for it, where only its group takes part in the hop. */
  readonly group?: string;
}

/** One leg of a flow, between two ends that meet directly. */
export interface Hop {
  /** The declared flow it serves: `internet -> app`. */
  readonly flow: string;
  readonly from: HopEnd;
  readonly to: HopEnd;
  readonly ports: readonly PortRange[];
  /**
   * Whose addresses its UDP packets carry in place of the source's: behind a network load balancer, the client's.
   * Security groups judge them by the load balancer's group all the same; ACLs see the client.
   * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#client-ip-preservation
   */
  readonly client?: HopEnd;
}

/** CloudFront, as the source of a hop. */
export const CLOUDFRONT = "cloudfront";
/** The name of the interface endpoints' end in one network. */
export function endpointsEndName(network: string): string {
  return `${network}-endpoints`;
}

/**
 * Every hop that the declared flows need: a flow to a published workload goes by its load balancer (and
 * by CloudFront where it is on), a flow to `aws` by the network's own endpoints.
 */
export function planHops(platform: Platform): Hop[] {
  const endpoints = endpointsOf(platform);
  return platform.flows.flatMap((flow) => {
    const from = endpoints.get(flow.from);
    const to = endpoints.get(flow.to);
    if (from === undefined || to === undefined)
      throw new RangeError(`unknown flow ${flow.from} -> ${flow.to}`);
    const label = `${flow.from} -> ${flow.to}`;
    if (to.name === AWS) return hopsToAws(platform, label, from);
    return hopsTo(platform, label, flow, from, to);
  });
}

function hopsTo(platform: Platform, label: string, flow: Flow, from: Endpoint, to: Endpoint): Hop[] {
  const own = to.port === undefined ? [] : [tcp(to.port)];
  const places = publicationsOf(platform).filter(({ end }) => end === to.name);
  if (places.length === 0 || flow.ports !== undefined) {
    return [{ flow: label, from, to, ports: flow.ports ?? own }];
  }
  const balancers = [...new Set(places.map(({ place }) => place.loadBalancer))];
  return balancers.flatMap((balancer) => {
    const through = endpointsOf(platform).get(balancer);
    if (through === undefined) throw new RangeError(`unknown load balancer ${balancer}`);
    const here = places.filter(({ place }) => place.loadBalancer === balancer);
    const ports = here.flatMap((place) => targetPorts(platform, place));
    const entry = entryHop(platform, from, balancer, here);
    return [
      { flow: label, ...entry, to: through },
      { flow: label, from: through, to, ports, ...(ports.some(isUdp) ? { client: entry.from } : {}) },
    ];
  });
}

/** Who meets the load balancer, and where: the source itself, or CloudFront, which speaks HTTPS only. */
function entryHop(
  platform: Platform,
  from: Endpoint,
  balancer: string,
  places: readonly Publication[],
): Pick<Hop, "from" | "ports"> {
  const { kind, listeners } = platform.edge.loadBalancers[balancer]!;
  const byCdn = from.name === INTERNET && isBehindCdn(platform, balancer);
  // An application load balancer's listeners tell workloads apart by what is asked; a network one's lead to one each.
  const open = listeners.filter((listener) =>
    kind === "network"
      ? places.some(({ place }) => listenerOf(platform.edge.loadBalancers[balancer]!, place) === listener)
      : !byCdn || listener.protocol === "HTTPS",
  );
  const ports = open.map(({ port, protocol }) => (protocol === "UDP" ? udp(port) : tcp(port)));
  return { from: byCdn ? { name: CLOUDFRONT, kind: "cloudfront" } : from, ports };
}

/** What a load balancer sends to a target: as its listener, and health checks, which are never over UDP. */
function targetPorts(platform: Platform, { place, port }: Publication): PortRange[] {
  if (port === undefined) return [];
  const listener = listenerOf(platform.edge.loadBalancers[place.loadBalancer]!, place);
  return listener?.protocol === "UDP" ? [udp(port), tcp(port)] : [tcp(port)];
}

function isUdp({ protocol }: PortRange): boolean {
  return protocol === "udp";
}

/** Whether the internet reaches a load balancer through CloudFront only. */
export function isBehindCdn(platform: Platform, balancer: string): boolean {
  return platform.edge.cdn !== undefined && platform.edge.domain?.entry === balancer;
}

function hopsToAws(platform: Platform, label: string, from: Endpoint): Hop[] {
  const network = networkOf(platform, from);
  const endpoints = network === undefined ? undefined : platform.networks[network]?.endpoints;
  if (network === undefined || endpoints === undefined) return [];
  const gateways = endpoints.gateway.map(
    (service): Hop => ({
      flow: label,
      from,
      to: { name: service, kind: "gateway-endpoint", network, service },
      ports: [tcp(443)],
    }),
  );
  if (endpoints.interface.length === 0) return gateways;
  const tier = endpointTier(platform, network);
  const to: HopEnd = { name: endpointsEndName(network), kind: "vpc-endpoints", network, tier };
  return [...gateways, { flow: label, from, to, ports: [tcp(443)] }];
}

/** The tier that holds a network's interface endpoints: its own word, else the first private tier. */
export function endpointTier(platform: Platform, network: string): string {
  const { endpoints, tiers } = platform.networks[network]!;
  const names = Object.keys(tiers);
  const tier =
    endpoints.tier ??
    names.find((name) => tiers[name]!.access === "private") ??
    names.find((name) => tiers[name]!.access === "isolated") ??
    names[0];
  if (tier === undefined) throw new RangeError(`network ${network} has no tier`);
  return tier;
}

/** The name of a NAT instance's end in one network. */
export function natEndName(network: string): string {
  return `${network}-nat`;
}

/** The network whose NAT carries a hop: a private tier calling out. Undefined when none does. */
export function natNetwork(platform: Platform, hop: Hop): string | undefined {
  const network = hop.from.network === undefined ? undefined : platform.networks[hop.from.network];
  if (network === undefined || network.tiers[hop.from.tier ?? ""]?.access !== "private") return undefined;
  const isOut =
    hop.to.kind === "internet" ||
    (hop.to.kind === "outside" && platform.outside[hop.to.name]?.via === INTERNET);
  return isOut && (network.nat.kind === "gateway" || network.nat.kind === "instance")
    ? hop.from.network
    : undefined;
}
