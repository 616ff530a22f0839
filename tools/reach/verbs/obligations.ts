import { AWS, endpointsOf, INTERNET, ownValue } from "../../../spec/endpoints.ts";
import type { Flow, PortRange } from "../../../spec/flows.ts";
import { serviceTo } from "../../../spec/joins.ts";
import type { Platform } from "../../../spec/platform.ts";
import { listenerOf, type Publication, publicationsOf } from "../../../spec/publications.ts";
import { isInternetFacing } from "../../../spec/ways.ts";
import { Services } from "../packets/services.ts";

/** What a declared flow asks of the network: one end reaches another on some services, and no more. */
export interface Obligation {
  /** A name that {@link endOf} knows. */
  readonly from: string;
  readonly to: string;
  readonly services: Services;
  /** The flow that asks for it: `internet -> app`. */
  readonly flow: string;
  /** The scenario that it is part of; undefined without one. */
  readonly scenario?: string;
}

/** The name of an endpoint of a platform: `cybershield-prod/app`. */
export function platformEnd(platform: Pick<Platform, "name" | "environment">, endpoint: string): string {
  return `${platform.name}-${platform.environment}/${endpoint}`;
}

/**
 * What the declared flows of a platform ask of its network. It is worked out from the spec alone, apart from
 * the modules that make the rules: the proof compares the two.
 */
export function obligationsOf(platform: Platform): Obligation[] {
  return platform.flows.flatMap((flow) => {
    const label = `${flow.from} -> ${flow.to}`;
    const base = { flow: label, ...(flow.scenario === undefined ? {} : { scenario: flow.scenario }) };
    return legsOf(platform, flow).map((leg) => ({ ...base, ...leg }));
  });
}

type Leg = Pick<Obligation, "from" | "to" | "services">;

function legsOf(platform: Platform, flow: Flow): Leg[] {
  if (flow.to === AWS) return toAws(platform, flow);
  const published =
    flow.ports === undefined ? publicationsOf(platform).filter(({ end }) => end === flow.to) : [];
  if (published.length > 0) {
    const comesFromInternet =
      flow.from === INTERNET || ownValue(platform.outside, flow.from)?.via === INTERNET;
    return published
      .filter(({ place }) => isInternetFacing(platform, place.loadBalancer) === comesFromInternet)
      .flatMap((place) => byBalancer(platform, flow, place));
  }
  return withNat(platform, flow, {
    from: nameOf(platform, flow.from),
    to: nameOf(platform, flow.to),
    services: servicesOf(flow.ports ?? ownPorts(platform, flow.to)),
  });
}

/** To the load balancer's listeners, by CloudFront where that stands before it; from there to the target. */
function byBalancer(platform: Platform, flow: Flow, { end, place, port }: Publication): Leg[] {
  const balancer = platform.edge.loadBalancers[place.loadBalancer];
  if (balancer === undefined || port === undefined) return [];
  const isBehindCdn =
    flow.from === INTERNET &&
    platform.edge.cdn !== undefined &&
    platform.edge.domain?.entry === place.loadBalancer;
  const own = listenerOf(balancer, place);
  // Behind a network load balancer each listener leads to one end alone.
  const listeners = balancer.listeners.filter((listener) =>
    balancer.kind === "network" ? listener === own : !isBehindCdn || listener.protocol === "HTTPS",
  );
  // Health checks of what answers over UDP go over TCP.
  const sent = own?.protocol === "UDP" ? (["udp", "tcp"] as const) : (["tcp"] as const);
  const at = platformEnd(platform, place.loadBalancer);
  return [
    {
      from: isBehindCdn ? "cloudfront.origin-facing" : nameOf(platform, flow.from),
      to: serviceEnd(platform, flow.from, place.loadBalancer) ?? at,
      services: Services.unionOf(
        listeners.map((each) => Services.named(each.protocol === "UDP" ? "udp" : "tcp", each.port)),
      ),
    },
    {
      from: at,
      to: platformEnd(platform, end),
      services: Services.unionOf(sent.map((protocol) => Services.named(protocol, port))),
    },
  ];
}

/** Where a network is served by PrivateLink: its own endpoint of the service, which leads to the load balancer. */
function serviceEnd(platform: Platform, from: string, loadBalancer: string): string | undefined {
  const network = endpointsOf(platform).get(from)?.network;
  const service = network === undefined ? undefined : serviceTo(platform, loadBalancer, network);
  return service === undefined ? undefined : platformEnd(platform, `${service}-${network}`);
}

/** To each endpoint for AWS's services that the source's own network has. */
function toAws(platform: Platform, flow: Flow): Leg[] {
  const network = endpointsOf(platform).get(flow.from)?.network;
  const endpoints = ownValue(platform.networks, network)?.endpoints;
  if (network === undefined || endpoints === undefined) return [];
  const from = nameOf(platform, flow.from);
  const services = Services.named("tcp", 443);
  return [
    ...endpoints.gateway.map((service) => ({ from, to: service, services })),
    ...(endpoints.interface.length === 0
      ? []
      : [{ from, to: platformEnd(platform, `${network}-endpoints`), services }]),
  ];
}

/**
 * A NAT instance is an endpoint itself: what goes through it leaves from it, and who may call any address may call its
 * own.
 */
function withNat(platform: Platform, flow: Flow, leg: Leg): Leg[] {
  const source = endpointsOf(platform).get(flow.from);
  const network = ownValue(platform.networks, source?.network);
  const isOut = flow.to === INTERNET || ownValue(platform.outside, flow.to)?.via === INTERNET;
  const isPrivate = ownValue(network?.tiers ?? {}, source?.tier)?.access === "private";
  if (!isOut || !isPrivate || network?.nat.kind !== "instance") return [leg];
  const nat = platformEnd(platform, `${source?.network}-nat`);
  return [leg, ...(flow.to === INTERNET ? [{ ...leg, to: nat }] : []), { ...leg, from: nat }];
}

function nameOf(platform: Platform, end: string): string {
  return end === INTERNET ? INTERNET : platformEnd(platform, end);
}

function ownPorts(platform: Platform, end: string): readonly PortRange[] {
  const port = endpointsOf(platform).get(end)?.port;
  return port === undefined ? [] : [{ protocol: "tcp", from: port, to: port }];
}

function servicesOf(ports: readonly PortRange[]): Services {
  return Services.unionOf(
    ports.map(({ protocol, from, to }) =>
      protocol === "icmp" ? Services.named("icmp") : Services.named(protocol, from, to),
    ),
  );
}
