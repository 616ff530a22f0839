import { AWS_ENDPOINT, flowEndpoints, INTERNET_ENDPOINT, ownValue } from "../../../language/endpoints.ts";
import type { Flow, PortRange } from "../../../language/flows.ts";
import { endpointServiceFor } from "../../../language/network-connectivity.ts";
import type { Platform } from "../../../language/platform.ts";
import { isInternetFacingLoadBalancer } from "../../../language/reachability.ts";
import {
  listenerOfAttachment,
  type TargetAttachment,
  targetAttachments,
} from "../../../language/target-attachments.ts";
import { TransportSet } from "../packets/transport-set.ts";

/** What a declared flow asks of the network: one end reaches another on some services, and no more. */
export interface ExpectedConnectivity {
  /** A name that {@link endOf} knows. */
  readonly from: string;
  readonly to: string;
  readonly transport: TransportSet;
  /** The flow that asks for it: `internet -> app`. */
  readonly flow: string;
  /** The scenario that it is part of; undefined without one. */
  readonly scenario?: string;
}

/** The name of an endpoint of a platform: `cybershield-prod/app`. */
export function platformEndpointName(
  platform: Pick<Platform, "name" | "environment">,
  endpoint: string,
): string {
  return `${platform.name}-${platform.environment}/${endpoint}`;
}

/**
 * What the declared flows of a platform ask of its network. It is worked out from the spec alone, apart from
 * the modules that make the rules: the proof compares the two.
 */
export function expectedConnectivity(platform: Platform): ExpectedConnectivity[] {
  return platform.flows.flatMap((flow) => {
    const label = `${flow.from} -> ${flow.to}`;
    const base = { flow: label, ...(flow.scenario === undefined ? {} : { scenario: flow.scenario }) };
    return expectedSegments(platform, flow).map((segment) => ({ ...base, ...segment }));
  });
}

type ExpectedSegment = Pick<ExpectedConnectivity, "from" | "to" | "transport">;

function expectedSegments(platform: Platform, flow: Flow): ExpectedSegment[] {
  if (flow.to === AWS_ENDPOINT) return toAws(platform, flow);
  const published =
    flow.ports === undefined
      ? targetAttachments(platform).filter(({ endpoint: end }) => end === flow.to)
      : [];
  if (published.length > 0) {
    const comesFromInternet =
      flow.from === INTERNET_ENDPOINT || ownValue(platform.outside, flow.from)?.via === INTERNET_ENDPOINT;
    return published
      .filter(
        ({ settings: place }) =>
          isInternetFacingLoadBalancer(platform, place.loadBalancer) === comesFromInternet,
      )
      .flatMap((place) => byBalancer(platform, flow, place));
  }
  return withNat(platform, flow, {
    from: endpointName(platform, flow.from),
    to: endpointName(platform, flow.to),
    transport: transportOfRanges(flow.ports ?? ownPorts(platform, flow.to)),
  });
}

/** To the load balancer's listeners, by CloudFront where that stands before it; from there to the target. */
function byBalancer(
  platform: Platform,
  flow: Flow,
  { endpoint: end, settings: place, port }: TargetAttachment,
): ExpectedSegment[] {
  const balancer = platform.edge.loadBalancers[place.loadBalancer];
  if (balancer === undefined || port === undefined) return [];
  const isBehindCdn =
    flow.from === INTERNET_ENDPOINT &&
    platform.edge.cdn !== undefined &&
    platform.edge.domain?.entry === place.loadBalancer;
  const own = listenerOfAttachment(balancer, place);
  // Behind a network load balancer each listener leads to one end alone.
  const listeners = balancer.listeners.filter((listener) =>
    balancer.kind === "network" ? listener === own : !isBehindCdn || listener.protocol === "HTTPS",
  );
  // Health checks of what answers over UDP go over TCP.
  const sent = own?.protocol === "UDP" ? (["udp", "tcp"] as const) : (["tcp"] as const);
  const at = platformEndpointName(platform, place.loadBalancer);
  return [
    {
      from: isBehindCdn ? "cloudfront.origin-facing" : endpointName(platform, flow.from),
      to: serviceEnd(platform, flow.from, place.loadBalancer) ?? at,
      transport: TransportSet.unionOf(
        listeners.map((each) => TransportSet.named(each.protocol === "UDP" ? "udp" : "tcp", each.port)),
      ),
    },
    {
      from: at,
      to: platformEndpointName(platform, end),
      transport: TransportSet.unionOf(sent.map((protocol) => TransportSet.named(protocol, port))),
    },
  ];
}

/** Where a network is served by PrivateLink: its own endpoint of the service, which leads to the load balancer. */
function serviceEnd(platform: Platform, from: string, loadBalancer: string): string | undefined {
  const network = flowEndpoints(platform).get(from)?.network;
  const service = network === undefined ? undefined : endpointServiceFor(platform, loadBalancer, network);
  return service === undefined ? undefined : platformEndpointName(platform, `${service}-${network}`);
}

/** To each endpoint for AWS's services that the source's own network has. */
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
 * A NAT instance is an endpoint itself: what goes through it leaves from it, and who may call any address may call its
 * own.
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

function endpointName(platform: Platform, end: string): string {
  return end === INTERNET_ENDPOINT ? INTERNET_ENDPOINT : platformEndpointName(platform, end);
}

function ownPorts(platform: Platform, end: string): readonly PortRange[] {
  const port = flowEndpoints(platform).get(end)?.port;
  return port === undefined ? [] : [{ protocol: "tcp", from: port, to: port }];
}

function transportOfRanges(ports: readonly PortRange[]): TransportSet {
  return TransportSet.unionOf(
    ports.map(({ protocol, from, to }) =>
      protocol === "icmp" ? TransportSet.named("icmp") : TransportSet.named(protocol, from, to),
    ),
  );
}
