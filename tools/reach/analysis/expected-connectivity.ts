import { CLOUDFRONT_ORIGIN_FACING } from "../../../aws/prefix-lists.ts";
import { compact } from "../../../language/compact.ts";
import {
  AWS_ENDPOINT,
  DNS_PORT,
  flowEndpoints,
  INTERNET_ENDPOINT,
  IPSEC_PORTS,
  instanceConnectName,
  loginTargets,
  ownValue,
  resolverEndpointName,
  SSH_PORT,
} from "../../../language/endpoints.ts";
import type { Flow, PortRange } from "../../../language/flows.ts";
import { connectionsOf, endpointServiceFor } from "../../../language/network-connectivity.ts";
import type { Platform } from "../../../language/platform.ts";
import { resolverClients } from "../../../language/private-names.ts";
import { loadBalancersReached } from "../../../language/reachability.ts";
import {
  listenerOfAttachment,
  type TargetAttachment,
  targetAttachments,
} from "../../../language/target-attachments.ts";
import { TransportSet } from "../packets/transport-set.ts";

/**
 * The connectivity that a declared flow requires: exactly these ports from one endpoint to another.
 */
export interface ExpectedConnectivity {
  /** A name that {@link findEndpoint} resolves. */
  readonly from: string;
  /** The target: a name that {@link findEndpoint} resolves. */
  readonly to: string;
  /** The protocols and ports that the flow requires. */
  readonly transport: TransportSet;
  /** The flow that requires it: `internet -> app`. */
  readonly flow: string;
  /** The flow's scenario; undefined without one. */
  readonly scenario?: string;
}

/** Returns the name of a platform's endpoint: `cybershield-prod/app`. */
export function platformEndpointName(
  platform: Pick<Platform, "name" | "environment">,
  endpoint: string,
): string {
  return `${platform.name}-${platform.environment}/${endpoint}`;
}

/**
 * Returns the connectivity that a platform's declared flows require. It is derived from the spec
 * alone, independent of the modules that create the rules: the proof compares the two.
 */
export function expectedConnectivity(platform: Platform): ExpectedConnectivity[] {
  const ofFlows = platform.flows.flatMap((flow) => {
    const label = `${flow.from} -> ${flow.to}`;
    const base = compact({ flow: label, scenario: flow.scenario });
    return expectedSegments(platform, flow).map((segment) => ({ ...base, ...segment }));
  });
  return [
    ...ofFlows,
    ...expectedLogins(platform),
    ...expectedQuestions(platform),
    ...expectedTunnels(platform),
  ];
}

/** Between the internet and the routers of VPNs, over IPsec. */
function expectedTunnels(platform: Platform): ExpectedConnectivity[] {
  const transport = TransportSet.unionOf(IPSEC_PORTS.map((port) => TransportSet.named("udp", port)));
  return connectionsOf(platform, "network-vpn").flatMap(([name]) => {
    const router = platformEndpointName(platform, name);
    return [
      { from: INTERNET_ENDPOINT, to: router, transport, flow: `${INTERNET_ENDPOINT} -> ${name}` },
      { from: router, to: INTERNET_ENDPOINT, transport, flow: `${name} -> ${INTERNET_ENDPOINT}` },
    ];
  });
}

/** From each EC2 Instance Connect Endpoint to port 22 of every server and fleet of its network. */
function expectedLogins(platform: Platform): ExpectedConnectivity[] {
  return Object.entries(platform.networks).flatMap(([network, { instanceConnect }]) => {
    if (instanceConnect === undefined) return [];
    const login = instanceConnectName(network);
    return loginTargets(platform, network).map((target) => ({
      from: platformEndpointName(platform, login),
      to: platformEndpointName(platform, target),
      transport: TransportSet.named("tcp", SSH_PORT),
      flow: `${login} -> ${target}`,
    }));
  });
}

/** From each external network that asks a resolver endpoint to its port 53. */
function expectedQuestions(platform: Platform): ExpectedConnectivity[] {
  return Object.keys(platform.networks).flatMap((network) => {
    const resolver = resolverEndpointName(network);
    return resolverClients(platform, network).map((client) => ({
      from: platformEndpointName(platform, client),
      to: platformEndpointName(platform, resolver),
      transport: TransportSet.unionOf([
        TransportSet.named("tcp", DNS_PORT),
        TransportSet.named("udp", DNS_PORT),
      ]),
      flow: `${client} -> ${resolver}`,
    }));
  });
}

type ExpectedSegment = Pick<ExpectedConnectivity, "from" | "to" | "transport">;

function expectedSegments(platform: Platform, flow: Flow): ExpectedSegment[] {
  if (flow.to === AWS_ENDPOINT) return toAws(platform, flow);
  const published =
    flow.ports === undefined
      ? targetAttachments(platform).filter(({ endpoint }) => endpoint === flow.to)
      : [];
  if (published.length > 0) {
    const reached = loadBalancersReached(platform, flow);
    return published
      .filter(({ settings }) => reached.includes(settings.loadBalancer))
      .flatMap((attachment) => throughLoadBalancer(platform, flow, attachment));
  }
  return withNat(platform, flow, {
    from: endpointName(platform, flow.from),
    to: endpointName(platform, flow.to),
    transport: transportOfRanges(flow.ports ?? ownPorts(platform, flow.to)),
  });
}

/**
 * From the source (or CloudFront, if it is in front) to the load balancer's listeners, and on to
 * the target.
 */
function throughLoadBalancer(
  platform: Platform,
  flow: Flow,
  { endpoint, settings, port }: TargetAttachment,
): ExpectedSegment[] {
  const balancer = platform.edge.loadBalancers[settings.loadBalancer];
  if (balancer === undefined || port === undefined) return [];
  const isBehindCdn =
    flow.from === INTERNET_ENDPOINT &&
    platform.edge.cdn !== undefined &&
    platform.edge.domain?.entry === settings.loadBalancer;
  const own = listenerOfAttachment(balancer, settings);
  // Each listener of a network load balancer forwards to a single endpoint.
  const listeners = balancer.listeners.filter((listener) =>
    balancer.kind === "network" ? listener === own : !isBehindCdn || listener.protocol === "HTTPS",
  );
  // Health checks of UDP targets use TCP.
  const sent = own?.protocol === "UDP" ? (["udp", "tcp"] as const) : (["tcp"] as const);
  const at = platformEndpointName(platform, settings.loadBalancer);
  return [
    {
      from: isBehindCdn ? CLOUDFRONT_ORIGIN_FACING : endpointName(platform, flow.from),
      to: privateLinkEndpoint(platform, flow.from, settings.loadBalancer) ?? at,
      transport: TransportSet.unionOf(
        listeners.map((each) => TransportSet.named(each.protocol === "UDP" ? "udp" : "tcp", each.port)),
      ),
    },
    {
      from: at,
      to: platformEndpointName(platform, endpoint),
      transport: TransportSet.unionOf(sent.map((protocol) => TransportSet.named(protocol, port))),
    },
  ];
}

/** The source network's own PrivateLink endpoint for the load balancer; undefined without one. */
function privateLinkEndpoint(platform: Platform, from: string, loadBalancer: string): string | undefined {
  const network = flowEndpoints(platform).get(from)?.network;
  const service = network === undefined ? undefined : endpointServiceFor(platform, loadBalancer, network);
  return service === undefined ? undefined : platformEndpointName(platform, `${service}-${network}`);
}

/** To each VPC endpoint for AWS services in the source's network. */
function toAws(platform: Platform, flow: Flow): ExpectedSegment[] {
  const network = flowEndpoints(platform).get(flow.from)?.network;
  const endpoints = ownValue(platform.networks, network)?.endpoints;
  if (network === undefined || endpoints === undefined) return [];
  const from = endpointName(platform, flow.from);
  const transport = TransportSet.named("tcp", 443);
  return [
    ...endpoints.gateway.map((service) => ({ from, to: service, transport })),
    ...(endpoints.interface.length === 0
      ? []
      : [{ from, to: platformEndpointName(platform, `${network}-endpoints`), transport }]),
  ];
}

/**
 * Adds the NAT instance, which is an endpoint of its own: traffic through it leaves from it, and a
 * source that may call any address may call the NAT instance's address as well.
 */
function withNat(platform: Platform, flow: Flow, segment: ExpectedSegment): ExpectedSegment[] {
  const source = flowEndpoints(platform).get(flow.from);
  const network = ownValue(platform.networks, source?.network);
  const isOut =
    flow.to === INTERNET_ENDPOINT || ownValue(platform.outside, flow.to)?.via === INTERNET_ENDPOINT;
  const isPrivate = ownValue(network?.tiers ?? {}, source?.tier)?.access === "private";
  if (!isOut || !isPrivate || network?.nat.kind !== "instance") return [segment];
  const nat = platformEndpointName(platform, `${source?.network}-nat`);
  return [
    segment,
    ...(flow.to === INTERNET_ENDPOINT ? [{ ...segment, to: nat }] : []),
    { ...segment, from: nat },
  ];
}

function endpointName(platform: Platform, endpoint: string): string {
  return endpoint === INTERNET_ENDPOINT ? INTERNET_ENDPOINT : platformEndpointName(platform, endpoint);
}

function ownPorts(platform: Platform, endpoint: string): readonly PortRange[] {
  const port = flowEndpoints(platform).get(endpoint)?.port;
  return port === undefined ? [] : [{ protocol: "tcp", from: port, to: port }];
}

function transportOfRanges(ports: readonly PortRange[]): TransportSet {
  return TransportSet.unionOf(
    ports.map(({ protocol, from, to }) =>
      protocol === "icmp" ? TransportSet.named("icmp") : TransportSet.named(protocol, from, to),
    ),
  );
}
